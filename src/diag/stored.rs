//! Findings as they are kept for the next run: code, level, message, place and hint.

use std::sync::OnceLock;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Diagnostic, Place, Severity};

impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { code, severity, message, place, hint } = self;
        (code, severity, message, place, hint).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Diagnostic {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Stored = (String, Severity, String, Option<Place>, Option<String>);
        let (code, severity, message, place, hint) = Stored::deserialize(deserializer)?;
        let code = known_code(&code).ok_or_else(|| D::Error::custom("no code of a finding"))?;
        Ok(Self { code, severity, message, place, hint })
    }
}

/// Returns the code that `text` is.
fn known_code(text: &str) -> Option<&'static str> {
    static CODES: OnceLock<Vec<String>> = OnceLock::new();
    let codes = CODES.get_or_init(|| (0..1000).map(|n| format!("JZ{n:03}")).collect());
    let n = codes.binary_search_by(|code| code.as_str().cmp(text)).ok()?;
    codes.get(n).map(String::as_str)
}
