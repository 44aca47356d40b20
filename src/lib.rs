//! Sortie: a seller's plan in, a live projection out.

pub mod address;
pub mod app;
pub mod catalog;
pub mod cli;
pub mod command;
pub mod compute;
pub mod desk;
pub mod disk;
pub mod document;
pub mod edit;
pub mod intake;
pub mod report;
pub mod screen;
pub mod start;
pub mod study;
pub mod text;
pub mod theme;
pub mod widget;
pub mod work;
