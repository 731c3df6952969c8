//! `[check]`: what levels findings have, and which of them end a run.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diag::{Diagnostic, Severity};

/// `[check]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Check {
    /// Codes (or `warnings`) that count as errors.
    pub deny: Vec<Denied>,
    /// Other levels for warnings and infos, by code. An error stays one: what it says of would be published.
    pub levels: BTreeMap<Code, Severity>,
}

/// The code of a finding, as `JZ210`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Code(String);

impl TryFrom<String> for Code {
    type Error = String;

    fn try_from(typed: String) -> Result<Self, String> {
        let is_code = typed.strip_prefix("JZ").is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()));
        if is_code { Ok(Self(typed)) } else { Err(format!("`{typed}` is no code of a finding; codes are as JZ210")) }
    }
}

/// What counts as an error: a code, or `warnings`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Denied {
    /// All warnings.
    Warnings,
    /// The findings of one code.
    Code(Code),
}

impl TryFrom<String> for Denied {
    type Error = String;

    fn try_from(typed: String) -> Result<Self, String> {
        if typed == "warnings" { Ok(Self::Warnings) } else { Code::try_from(typed).map(Self::Code) }
    }
}

impl Check {
    /// Says whether anything is set for findings of `code`.
    pub fn names(&self, code: &str) -> bool {
        let is_denied = |denied: &Denied| matches!(denied, Denied::Code(denied) if denied.0 == code);
        self.levels.keys().any(|known| known.0 == code) || self.deny.iter().any(is_denied)
    }

    /// Gives findings the levels of the site, and raises to errors what is denied.
    pub fn apply(&self, findings: &mut [Diagnostic]) {
        for finding in findings.iter_mut().filter(|finding| finding.severity != Severity::Error) {
            let code = Code(finding.code.to_owned());
            finding.severity = self.levels.get(&code).copied().unwrap_or(finding.severity);
            let is_warning = finding.severity == Severity::Warning;
            let is_denied = |denied: &Denied| match denied {
                Denied::Warnings => is_warning,
                Denied::Code(denied) => *denied == code,
            };
            if self.deny.iter().any(is_denied) {
                finding.severity = Severity::Error;
            }
        }
    }
}
