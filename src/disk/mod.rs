//! Files: read within limits, saved so that no fault loses the last good version.
