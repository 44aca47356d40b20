//! What holds for any bytes that a seller's folder may hold.

pub mod properties;
