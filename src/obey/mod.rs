//! Every command, obeyed in one place.
