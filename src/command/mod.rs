//! Every action there is, in one closed list.
