//! The open plan: its undo steps, its path, whether it is saved.
