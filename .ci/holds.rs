//! Holds a file open as another program would, until standard input ends: `holds FILE MODE`, where MODE is what others may do
//! meanwhile, as Windows counts it: 1 read, 2 write, 4 remove, or the sum of some of these; 0 nothing.

use std::fs::OpenOptions;
use std::io::{self, Read};
use std::os::windows::fs::OpenOptionsExt;

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args().collect();
    let mode = words.get(2).and_then(|word| word.parse().ok()).unwrap_or_default();
    let _held = OpenOptions::new().read(true).share_mode(mode).open(words.get(1).map_or("", String::as_str))?;
    println!("held");
    io::stdin().read_to_end(&mut Vec::new()).map(drop)
}
