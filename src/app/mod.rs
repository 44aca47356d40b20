//! The window: everything it holds, and what happens in a frame.
