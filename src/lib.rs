//! jiaozhu 校注 turns a Chinese article into a reading edition in both scripts: each claim is linked to its source,
//! each repaired character is recorded.
//!
//! `discover → parse → collate → annotate → script → page → render → publish`; `pipeline` joins the rooms,
//! `docs/architecture.md` draws them.

pub mod annotate;
pub mod bibliography;
pub mod build;
pub mod check_links;
pub mod cite;
pub mod cli;
pub mod collate;
pub mod config;
pub mod diag;
pub mod diff;
#[expect(clippy::disallowed_methods, reason = "all reading of files is here")]
pub mod discover;
pub mod doctor;
pub mod emend;
mod export;
pub mod fetch;
pub mod fill;
pub mod import;
pub mod links;
pub mod lookup;
pub mod model;
#[expect(unsafe_code, clippy::disallowed_methods, reason = "the engine is C++ and wants its dictionaries in a folder")]
pub mod opencc;
mod page;
pub mod pandoc;
pub mod parse;
pub mod patch;
pub mod pipeline;
pub mod preview;
#[expect(clippy::disallowed_methods, reason = "all writing of files is here")]
pub mod publish;
pub mod receive;
pub mod rename;
mod render;
pub mod review;
#[cfg(test)]
mod schemas;
pub mod script;
mod search;
pub mod serve;
mod stages;
pub mod start;
pub mod typed_files;
pub mod watch;
pub mod words;
