//! The integration tests: one binary, a module a subject.

mod conversion;
mod extents;
mod fixtures;
mod import_direction;
mod inverse;
mod pages;
mod properties;
mod trace;
