#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| sortie_fuzz::properties::import_holds(bytes));
