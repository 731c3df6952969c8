//! Marks within text that other programs have: `[[甲|乙]]`, `![[圖.png]]`, `==甲==`, `%%甲%%`, `^id`, `> [!note] 甲` and `- [x]` of Obsidian and
//! GitHub; `{#id .class}`, `H~2~O` and `x^2^` of Pandoc.

use super::places::{Places, Run};
use super::{Edit, goes_on, line_behind, names_picture};

/// The longest text that is lowered or raised, in characters.
const MAX_RAISED: usize = 8;
/// How far from its beginning the end of a span is looked for, in characters.
const MAX_SPAN: usize = 300;

/// Translates the marks in the runs of text.
pub(super) fn translate_spans(body: &str, places: &Places) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in &places.runs {
        let text = body.get(run.at.clone()).unwrap_or_default();
        edits.extend(head_of_quotation(body, run, text));
        edits.extend(task(body, run, text));
        edits.extend(end_of_line(body, run, text));
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            match read_span(near(rest)) {
                Some((length, to)) => {
                    edits.push(Edit::new(run.at.start + at..run.at.start + at + length, to));
                    at += length;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
    }
    edits
}

/// The beginning of `text`, in which a span has to end.
fn near(text: &str) -> &str {
    let is_open = text.starts_with(['[', '!', '=', '%', '^', '~', '{']);
    let end = is_open.then(|| text.char_indices().nth(MAX_SPAN)).flatten();
    end.map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}

/// Reads the span that `text` begins with: its length, and what stands for it.
fn read_span(text: &str) -> Option<(usize, String)> {
    read_wiki_link(text)
        .or_else(|| between(text, "==").map(|inner| (inner.len() + 4, format!("<mark>{inner}</mark>"))))
        .or_else(|| comment(text))
        .or_else(|| raised(text))
        .or_else(|| read_attributes(text))
        .or_else(|| post_link(text))
}

/// `[[page#part|text]]`, and with `!` before it the same, or a picture.
fn read_wiki_link(text: &str) -> Option<(usize, String)> {
    let (is_shown, open) = (text.starts_with("![["), text.strip_prefix('!').unwrap_or(text));
    let (inner, _) = open.strip_prefix("[[")?.split_once("]]")?;
    if inner.is_empty() || inner.contains(['[', ']', '\n']) {
        return None;
    }
    let (page, shown) = match inner.split_once('|') {
        Some((page, shown)) => (page.trim_end_matches('\\'), Some(shown)),
        None => (inner, None),
    };
    let is_picture = is_shown && names_picture(page);
    let name = page.split('#').find(|part| !part.is_empty()).unwrap_or(page);
    let to = match shown.filter(|_| !is_shown) {
        _ if is_picture && page.contains([' ', '(', ')']) => format!("![](<{page}>)"),
        _ if is_picture => format!("![]({page})"),
        Some(shown) => shown.to_owned(),
        None => name.to_owned(),
    };
    Some((text.len() - open.len() + inner.len() + 4, to))
}

/// What stands between two `mark`s, without white space at its edges.
fn between<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let (inner, _) = text.strip_prefix(mark)?.split_once(mark)?;
    let is_span = !inner.is_empty() && inner.trim() == inner && !inner.contains(['=', '<']);
    is_span.then_some(inner)
}

/// `%%…%%`, which Obsidian shows to nobody.
fn comment(text: &str) -> Option<(usize, String)> {
    let (inner, _) = text.strip_prefix("%%")?.split_once("%%")?;
    (!inner.trim().is_empty()).then(|| (inner.len() + 4, String::new()))
}

/// `^2^` and `~2~`.
fn raised(text: &str) -> Option<(usize, String)> {
    [('^', "sup"), ('~', "sub")].into_iter().find_map(|(mark, name)| {
        let (inner, _) = text.strip_prefix(mark)?.split_once(mark)?;
        is_raised(inner).then(|| (inner.len() + 2, format!("<{name}>{inner}</{name}>")))
    })
}

/// Hexo's link to another article, `{% post_link slug 題 %}`, is its text.
fn post_link(text: &str) -> Option<(usize, String)> {
    let (inner, _) = text.strip_prefix("{% post_link ")?.split_once("%}")?;
    let (slug, shown) = inner.trim().split_once(' ').unwrap_or((inner.trim(), ""));
    let shown = if shown.trim().is_empty() { slug } else { shown.trim().trim_matches(['"', '\'']) };
    Some((inner.len() + "{% post_link %}".len(), shown.to_owned()))
}

fn is_raised(inner: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+-−".contains(c);
    !inner.is_empty() && inner.chars().count() <= MAX_RAISED && inner.chars().all(is_part)
}

/// `]{.class}` behind bracketed text, whose brackets go too where they hold nothing but text.
fn read_attributes(text: &str) -> Option<(usize, String)> {
    let (inner, behind) = text.strip_prefix('[')?.split_once("]{")?;
    let (attributes, _) = behind.split_once('}')?;
    let is_span = !inner.is_empty() && !inner.contains(['[', ']']) && are_attributes(attributes);
    is_span.then(|| (inner.len() + attributes.len() + 4, inner.to_owned()))
}

/// `#id .class key=value`, `-`.
fn are_attributes(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    let is_named = |word: &str| word.len() > 1 && word.starts_with(['#', '.']);
    words.peek().is_some()
        && (text.trim() == "-" || text.contains("=\"") || words.all(|word| is_named(word) || word.contains('=')))
}

/// Attributes at the end of a heading or behind a picture or link, and Obsidian's name of a block at the end of a line.
fn end_of_line(body: &str, run: &Run, text: &str) -> Option<Edit> {
    let line_ends = body.get(run.at.end..).is_some_and(|rest| rest.is_empty() || rest.starts_with('\n'));
    let is_behind = body.get(..run.at.start).is_some_and(|before| before.ends_with(')'));
    if is_behind && let Some((attributes, _)) = text.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        return are_attributes(attributes).then(|| Edit::cut(run.at.start..run.at.start + attributes.len() + 2));
    }
    let at = text.rfind(if run.is_heading { '{' } else { '^' }).filter(|_| line_ends)?;
    let (before, mark) = text.split_at_checked(at)?;
    let is_apart = before.is_empty() && run.is_heading || before.ends_with([' ', '\t']);
    let is_mark = match mark.strip_prefix('^') {
        Some(name) => name.len() > 1 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
        None => mark.strip_prefix('{')?.strip_suffix('}').is_some_and(are_attributes),
    };
    (is_apart && is_mark).then(|| Edit::cut(run.at.start + before.trim_end().len()..run.at.end))
}

/// `> [!note] 題`: the head of a quotation that is a box elsewhere.
fn head_of_quotation(body: &str, run: &Run, text: &str) -> Option<Edit> {
    let (kind, behind) = text.strip_prefix("[!")?.split_once(']')?;
    let before = body.get(..run.at.start)?.rsplit('\n').next()?;
    let is_head = before.trim_end().ends_with('>')
        && !kind.is_empty()
        && kind.chars().all(|c| c.is_alphanumeric() || "-_|".contains(c));
    let title = behind.trim_start_matches(['+', '-']).trim();
    let line_ends = body.get(run.at.end..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\n'));
    let head = run.at.start..run.at.end - title.len();
    match (is_head, line_ends && !title.is_empty() && !title.contains("[[")) {
        (false, _) => None,
        (true, false) => Some(Edit::cut(head.start..head.end.max(head.start))),
        (true, true) => {
            let end = if goes_on(line_behind(body, run.at.start)) { "\\" } else { "" };
            Some(Edit::new(run.at.clone(), format!("**{title}**{end}")))
        }
    }
}

/// `- [ ] ` and `- [x] `: the box of a task.
fn task(body: &str, run: &Run, text: &str) -> Option<Edit> {
    let states = [("[ ] ", "☐"), ("[x] ", "☑"), ("[X] ", "☑")];
    let (_, state) = states.into_iter().find(|(typed, _)| text.starts_with(typed))?;
    let before = body.get(..run.at.start)?.rsplit('\n').next()?.trim_end();
    let is_item = before.ends_with(['-', '*', '+', '.', ')']);
    is_item.then(|| Edit::new(run.at.start..run.at.start + 3, state))
}
