//! Emoji by name, `:tada:`, as GitHub and Slack have them: they are told of.

use super::places::Places;
use crate::import::encoding::shown_lines;

/// The longest name, in bytes.
const MAX_NAME: usize = 40;

/// Tells of names of emoji, which are printed as text.
pub(super) fn report_emoji(body: &str, places: &Places, line: impl Fn(usize) -> usize) -> Option<String> {
    let mut found = Vec::new();
    for run in &places.runs {
        let text = body.get(run.at.clone()).unwrap_or_default();
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(':')).map(|at| from + at) {
            let name = name_at(text, at);
            found.extend(name.map(|name| (run.at.start + at, name)));
            from = at + 1 + name.map_or(0, str::len);
        }
    }
    let lines = shown_lines(&found.iter().map(|(at, _)| line(*at)).collect::<Vec<_>>());
    let (_, first) = found.first()?;
    Some(format!(
        "`:{first}:` names an emoji for other programs and is printed as text: type the emoji itself (lines {lines})"
    ))
}

/// The name between the colon at byte `at` and the next; what stands beside them is no part of a word.
fn name_at(text: &str, at: usize) -> Option<&str> {
    let (name, behind) = text.get(at + 1..)?.split_once(':')?;
    let is_joined = |c: char| c.is_ascii_alphanumeric() || c == ':' || c == '/';
    let is_apart = !text.get(..at)?.ends_with(is_joined) && !behind.starts_with(is_joined);
    let is_name = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_+-".contains(&b));
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '+' | '-'));
    (is_apart && is_name && begins && (2..=MAX_NAME).contains(&name.len())).then_some(name)
}
