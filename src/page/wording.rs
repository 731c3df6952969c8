//! Dates and counts in the words of the interface.

/// Returns a date as the interface writes it; what is no `YYYY-MM-DD`, `YYYY-MM` or `YYYY` stands as it is.
///
/// Shape: `word` gives the interface's words: `date_day`, `date_month` and, for early years, `early_day` and `early_month` are patterns
/// with `{y}`, `{mm}`, `{dd}`, `{m}`, `{d}` and `{month}`; `months` names the months, apart by commas. The `{y}` of an early year is
/// what `year_early` or `year_before` make of its number.
pub(crate) fn date_text(iso: &str, word: impl Fn(&'static str) -> String) -> String {
    let (is_negative, digits) = iso.strip_prefix('-').map_or((false, iso), |digits| (true, digits));
    let parts: Vec<&str> = digits.split('-').collect();
    let part = |i: usize| parts.get(i).copied().unwrap_or_default();
    let n = |i: usize| part(i).parse::<usize>().ok();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let early = early_year(part(0), is_negative, &word);
    let pattern = match (parts.as_slice(), &early) {
        ([_, _, _], None) => word("date_day"),
        ([_, _, _], Some(_)) => word("early_day"),
        ([_, _], None) => word("date_month"),
        ([_, _], Some(_)) => word("early_month"),
        ([_], Some(_)) => "{y}".to_owned(),
        _ => String::new(),
    };
    if pattern.is_empty() || !parts.iter().all(is_number) || (is_negative && early.is_none()) {
        return iso.to_owned();
    }
    let months = word("months");
    let month = n(1).and_then(|m| months.split(',').nth(m.checked_sub(1)?)).unwrap_or_default();
    let plain = |i: usize| n(i).map(|n| n.to_string()).unwrap_or_default();
    let holes = [
        ("{y}", early.unwrap_or_else(|| part(0).to_owned())),
        ("{mm}", part(1).to_owned()),
        ("{dd}", part(2).to_owned()),
        ("{m}", plain(1)),
        ("{d}", plain(2)),
        ("{month}", month.to_owned()),
    ];
    holes.iter().fold(pattern, |text, (hole, value)| text.replace(hole, value))
}

/// A year before 1000, as words say it: three figures alone are not seen to be a year, and ISO 8601 counts the year 0 before 1.
fn early_year(digits: &str, is_negative: bool, word: impl Fn(&'static str) -> String) -> Option<String> {
    let n: u32 = digits.parse().ok().filter(|_| digits.len() >= 4)?;
    let (key, n) = match (is_negative, n) {
        (true, n) => ("year_before", n.saturating_add(1)),
        (false, 0) => ("year_before", 1),
        (false, 1..=999) => ("year_early", n),
        (false, _) => return None,
    };
    Some(word(key).replace("{y}", &n.to_string())).filter(|said| !said.is_empty())
}

/// The words for one thing, and for several.
const COUNTED: [(&str, [&str; 2]); 5] = [
    ("article", ["one_article", "n_articles"]),
    ("note", ["one_note", "n_notes"]),
    ("place", ["one_place", "n_places"]),
    ("emendation", ["one_emendation", "n_emendations"]),
    ("rule", ["one_rule", "n_rules"]),
];

/// Returns a number of things as the interface writes it; nothing for a thing that it does not count.
pub(crate) fn counted(n: usize, thing: &str, word: impl Fn(&'static str) -> String) -> Option<String> {
    let (_, [one, several]) = COUNTED.into_iter().find(|(known, _)| *known == thing)?;
    Some(word(if n == 1 { one } else { several }).replace("{n}", &n.to_string()))
}
