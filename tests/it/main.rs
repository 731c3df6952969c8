//! The integration tests: one binary, a module a subject.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests make their own files and may fail loudly"
)]

mod bibliography;
mod books;
mod changes;
mod cite;
mod claims;
mod conversion;
mod desk;
mod diff;
mod emend;
mod export;
mod extents;
mod extremes;
mod feeds;
mod fill;
mod findings;
mod fixtures;
mod glossary;
mod golden;
mod headers;
mod help;
mod import;
mod import_bibliography;
mod import_dialects;
mod import_direction;
mod import_encodings;
mod import_kinds;
mod import_page_notes;
mod import_pages;
mod incremental;
mod inverse;
mod links;
mod lists;
mod manual;
mod memory;
mod moving;
mod note_texts;
mod outputs;
mod pages;
mod proof;
mod properties;
mod publishing;
mod rename;
mod repository;
mod review;
mod serve;
mod settle;
mod sites;
mod slips;
mod sources_shown;
mod start;
mod themes;
mod trace;
mod typed;
mod unsourced;
mod ways;
mod workflows;
