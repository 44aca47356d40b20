//! The engine as a whole, against a plain simulator, against the laws of its model, and against files of every sort.

mod agree;
mod bridge;
mod cases;
mod compare;
mod laws;
mod made;
mod outcomes;
mod plain;
mod plan_file;
mod precision;
mod samples;
mod sensitivity;
