//! Pieces that take values and return a response; they know no plan.
