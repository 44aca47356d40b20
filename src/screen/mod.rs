//! The places a seller visits, one file each.
