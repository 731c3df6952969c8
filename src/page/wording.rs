//! Dates and counts in the words of the interface.

/// Returns a date as the interface writes it; what is no `YYYY-MM-DD`, `YYYY-MM` or `YYYY` stands as it is.
///
/// Shape: `word` gives the interface's words: `date_day` and `date_month` are patterns with `{y}`, `{mm}`, `{dd}`, `{m}`, `{d}` and
/// `{month}`; `months` names the months, apart by commas.
pub(crate) fn date_text(iso: &str, word: impl Fn(&'static str) -> String) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    let pattern = match parts.as_slice() {
        [_, _, _] => word("date_day"),
        [_, _] => word("date_month"),
        _ => String::new(),
    };
    let part = |i: usize| parts.get(i).copied().unwrap_or_default();
    let n = |i: usize| part(i).parse::<usize>().ok();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if pattern.is_empty() || !parts.iter().all(is_number) {
        return iso.to_owned();
    }
    let months = word("months");
    let month = n(1).and_then(|m| months.split(',').nth(m.checked_sub(1)?)).unwrap_or_default();
    let plain = |i: usize| n(i).map(|n| n.to_string()).unwrap_or_default();
    let holes = [
        ("{y}", part(0).to_owned()),
        ("{mm}", part(1).to_owned()),
        ("{dd}", part(2).to_owned()),
        ("{m}", plain(1)),
        ("{d}", plain(2)),
        ("{month}", month.to_owned()),
    ];
    holes.iter().fold(pattern, |text, (hole, value)| text.replace(hole, value))
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
