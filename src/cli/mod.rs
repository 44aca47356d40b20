//! The command line: the same figures as the window, for scripts and tests.
