//! jiaozhu 校注 turns a Chinese article into a reading edition in both scripts: each claim is linked to its source,
//! each repaired character is recorded.
//!
//! `discover → parse → collate → annotate → script → page → render → publish`; `pipeline` joins the rooms,
//! `docs/architecture.md` draws them.

pub mod annotate;
pub mod collate;
pub mod config;
pub mod diag;
pub mod model;
pub mod opencc;
pub mod parse;
pub mod script;
