//! Small values that editors type: prose per script, dates, keys.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Variant;

/// Words that an editor typed: one string to be converted, or one a script variant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Prose {
    /// In the article's own script.
    Plain(String),
    /// One form a variant; a variant without one gets the conversion of the first.
    Forms(BTreeMap<Variant, String>),
}

impl Prose {
    /// Returns the words in `variant` as typed: its own form, else that of its script, else any.
    pub fn text(&self, variant: Variant) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Forms(forms) => forms
                .get(&variant)
                .or_else(|| forms.iter().find(|(key, _)| key.script == variant.script).map(|(_, form)| form))
                .or_else(|| forms.values().next())
                .map_or("", String::as_str),
        }
    }
}

/// A date as precise as it is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(String);

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fail = || format!("`{text}` is not a date; type YYYY-MM-DD, YYYY-MM or YYYY");
        let parts: Vec<&str> = text.split('-').collect();
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u32>().ok())
                .flatten()
        };
        let year = parts.first().and_then(|part| number(part, 4)).ok_or_else(fail)?;
        let month =
            parts.get(1).map(|part| number(part, 2).filter(|m| (1..=12).contains(m)).ok_or_else(fail)).transpose()?;
        if let (Some(part), Some(month)) = (parts.get(2), month) {
            number(part, 2).filter(|day| (1..=days_in(year, month)).contains(day)).ok_or_else(fail)?;
        }
        if parts.len() > 3 { Err(fail()) } else { Ok(Self(text.to_owned())) }
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says whether `text` may be a key of ours: `[a-z][a-z0-9-]{0,39}`.
pub fn is_key(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
