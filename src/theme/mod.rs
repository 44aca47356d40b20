//! Colors, spacing and type; they stand nowhere else.
