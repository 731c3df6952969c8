//! The dates that entries of reference lists bear.

/// Returns the first number of four digits that can be a year of a publication.
pub(super) fn find_year(text: &str) -> Option<String> {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|number| number.len() == 4).find(|year| ("1500".."2100").contains(year)).map(str::to_owned)
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads `2025`, `2025a`, `2025-03-04`, `2025年3月4日`, `2025, March 4`; with it, whether nothing was left over.
pub(super) fn read_date(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    let year =
        text.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()) && ("1000".."2100").contains(year))?;
    let rest = text.get(4..).unwrap_or_default();
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let letters: String =
        rest.chars().filter(|c| c.is_alphabetic() && !"年月日".contains(*c)).collect::<String>().to_lowercase();
    let named = MONTHS.iter().position(|month| letters.starts_with(month)).map(|at| at + 1);
    let mut numbers = rest
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .map(|number| number.parse::<usize>().unwrap_or(0));
    let month = if letters.is_empty() { numbers.next() } else { named };
    let day = numbers.next();
    let is_whole = numbers.next().is_none() && (letters.len() <= 1 || named.is_some());
    let date = match (month, day) {
        (Some(month @ 1..=12), Some(day)) if (1..=days_in(year, month)).contains(&day) => {
            format!("{year}-{month:02}-{day:02}")
        }
        (Some(month @ 1..=12), None) => format!("{year}-{month:02}"),
        (None, None) => year.to_owned(),
        _ => return Some((year.to_owned(), false)),
    };
    Some((date, is_whole))
}

fn days_in(year: &str, month: usize) -> usize {
    let year: usize = year.parse().unwrap_or(1);
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
