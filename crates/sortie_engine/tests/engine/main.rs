//! The engine as a whole, against a plain simulator, against the laws of its model, and against files of every sort.

mod actuals;
mod agree;
mod backtests;
mod bridge;
mod calibration;
mod cases;
mod choices;
mod compare;
mod covered;
mod honest;
mod laws;
mod learning;
mod made;
mod outcomes;
mod plain;
mod plan_file;
mod precision;
mod run;
mod samples;
mod seller;
mod sensitivity;
