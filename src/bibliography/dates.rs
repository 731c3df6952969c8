//! Dates as other programs write them.

use hayagriva::citationberg::taxonomy::Season;
use hayagriva::types::Date;

/// Returns a date as hayagriva reads it, seasons apart; its own writer gives years before the common era too few digits.
pub(super) fn date_text(date: &Date) -> String {
    let sign = if date.year < 0 { "-" } else { "" };
    let two = |part: Option<u8>| part.map(|part| format!("-{:02}", part + 1)).unwrap_or_default();
    let approximate = if date.approximate { "~" } else { "" };
    format!("{approximate}{sign}{:04}{}{}", date.year.unsigned_abs(), two(date.month), two(date.day))
}

/// Returns a date of its parts (month and day from 1); none when the calendar has no such day.
pub(super) fn date_of(year: i32, month: Option<u8>, day: Option<u8>) -> Option<Date> {
    let from_zero = |part: Option<u8>| match part {
        Some(part) => part.checked_sub(1).map(Some),
        None => Some(None),
    };
    if day.is_some() && month.is_none() {
        return None;
    }
    let date = Date { year, month: from_zero(month)?, day: from_zero(day)?, approximate: false, season: None };
    (date_text(&date).parse::<Date>() == Ok(date)).then_some(date)
}

/// Adds a season, from 1 (spring) to 4 (winter).
pub(super) fn with_season(date: Date, number: u8) -> Option<Date> {
    let season = Season::try_from_csl_number(number).ok()?;
    (date.month.is_none()).then_some(Date { season: Some(season), ..date })
}

/// Reads a date of the Extended Date/Time Format at levels 0 and 1, and says whether it holds all that the text says.
///
/// Of a range the first day is taken; hours and `?` are more than a date here can say.
/// Source: Library of Congress, EDTF, 2019.
pub(super) fn read_edtf(text: &str) -> Option<(Date, bool)> {
    let text = text.trim();
    let (first, rest) = text.split_once('/').map_or((text, None), |(first, rest)| (first, Some(rest)));
    let (day, time) = first.split_once('T').map_or((first, None), |(day, time)| (day, Some(time)));
    let bare = day.trim_end_matches(['~', '?', '%']);
    let marks = day.get(bare.len()..).unwrap_or_default();
    let (sign, digits) = bare.strip_prefix('-').map_or((1, bare), |digits| (-1, digits));
    let mut parts = digits.split('-');
    let year = parts.next().filter(|year| year.len() >= 4)?;
    let year: i32 = year.chars().all(|c| c.is_ascii_digit()).then(|| year.parse().ok())??;
    let mut two = || match parts.next() {
        None => Some(None),
        Some(part) => (part.len() == 2).then(|| part.parse::<u8>().ok()).flatten().map(Some),
    };
    let (month, day) = (two()?, two()?);
    if parts.next().is_some() {
        return None;
    }
    let date = match month {
        Some(season @ 21..=24) if day.is_none() => with_season(date_of(sign * year, None, None)?, season - 20)?,
        _ => date_of(sign * year, month, day)?,
    };
    let is_whole = rest.is_none() && time.is_none() && matches!(marks, "" | "~");
    Some((Date { approximate: !marks.is_empty(), ..date }, is_whole))
}

/// Returns the number of a month typed as a number or as an English word.
pub(super) fn read_month(text: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
    if let Ok(month) = text.parse::<u8>() {
        return (1..=12).contains(&month).then_some(month);
    }
    let idx = MONTHS.iter().position(|month| text.len() >= 3 && text.starts_with(month))?;
    u8::try_from(idx + 1).ok()
}
