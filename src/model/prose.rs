//! Small values that editors type: prose per script, dates, keys.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::Variant;

/// Words that an editor typed: one string to be converted, or one a script variant.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ProseVisitor;

        impl<'de> Visitor<'de> for ProseVisitor {
            type Value = Prose;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or one for each script")
            }

            fn visit_str<E>(self, text: &str) -> Result<Prose, E> {
                Ok(Prose::Plain(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Prose, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(Prose::Forms)
            }
        }

        deserializer.deserialize_any(ProseVisitor)
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

impl Date {
    /// Returns the day that lies `days` days after 1970-01-01 (before it when negative).
    ///
    /// Source: Howard Hinnant, chrono-compatible low-level date algorithms, `civil_from_days`.
    pub fn from_unix_days(days: i64) -> Self {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        // Months are counted from March, so that the leap day ends the year.
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self(format!("{year:04}-{month:02}-{day:02}"))
    }

    /// Says whether this is later than `other` as far as both are known: 2026-05 is not later than 2026.
    pub fn is_later_than(&self, other: &Self) -> bool {
        let known = self.0.len().min(other.0.len());
        self.0.get(..known) > other.0.get(..known)
    }

    /// Says whether the date is known to the day.
    pub fn is_to_the_day(&self) -> bool {
        self.0.len() == 10
    }

    /// Returns how many days lie between `earlier` and this date; none when one of them is not known to the day.
    pub fn days_since(&self, earlier: &Self) -> Option<i64> {
        Some(self.unix_days()? - earlier.unix_days()?)
    }

    fn unix_days(&self) -> Option<i64> {
        let mut parts = self.0.split('-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let year = if month <= 2 { year - 1 } else { year };
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
        let year_of_era = year.rem_euclid(400);
        let day_of_era = 365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(year.div_euclid(400) * 146_097 + day_of_era - 719_468)
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

/// The longest stem of a key: a number after it stays within 40 characters.
pub const MAX_STEM: usize = 34;

/// Makes a key of a typed one; none when nothing of it can stand in a key.
pub fn key_stem(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let joined = words.join("-");
    let stem = joined.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let stem: String = if stem.is_empty() && !joined.is_empty() { format!("s-{joined}") } else { stem.to_owned() };
    let stem: String = stem.chars().take(MAX_STEM).collect();
    let stem = stem.trim_end_matches('-').to_owned();
    (!stem.is_empty()).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        for (days, date) in [(0, "1970-01-01"), (11_016, "2000-02-29"), (20_512, "2026-02-28"), (20_513, "2026-03-01")]
        {
            assert_eq!(Date::from_unix_days(days).to_string(), date);
            let counted = date.parse::<Date>().expect("a date").days_since(&Date::from_unix_days(0));
            assert_eq!(counted, Some(days));
        }
    }

    #[test]
    fn a_day_is_not_counted_from_a_month() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        assert_eq!(date("2026-05-01").days_since(&date("2026-04")), None);
        assert!(!date("2026").is_to_the_day());
        assert!(date("2026-05-01").is_to_the_day());
    }

    #[test]
    fn every_day_of_four_centuries_goes_there_and_back() {
        let start = Date::from_unix_days(0);
        for days in -80_000..80_000 {
            let date = Date::from_unix_days(days);
            assert_eq!(date.to_string().parse::<Date>().as_ref(), Ok(&date));
            assert_eq!(date.days_since(&start), Some(days));
        }
    }
}
