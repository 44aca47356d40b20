//! Projections off the frame: one worker, the newest request wins.
