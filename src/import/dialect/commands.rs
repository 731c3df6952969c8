//! Commands of site generators: Hexo's and Jekyll's `{% note %}`, Hugo's `{{< figure >}}`, kramdown's `{: .class}`, VuePress's `::: tip`,
//! `[TOC]`. What they wrap stays, their titles too; pictures and code become Markdown's.

use std::ops::Range;

use super::places::Places;
use super::{Edit, N_TOLD, goes_on, line_before, line_behind, names_picture};

/// How much of a command is shown, in characters.
const N_SHOWN: usize = 40;

/// What became of commands.
#[derive(Debug, Default)]
pub(super) struct Commands {
    pub(super) edits: Vec<Edit>,
    left_out: Vec<Range<usize>>,
    /// Those within text, which stay.
    left: Vec<Range<usize>>,
}

impl Commands {
    pub(super) fn report(&self, body: &str, line: impl Fn(usize) -> usize) -> Vec<String> {
        let shown = |at: &Range<usize>| -> String {
            body.get(at.clone()).unwrap_or_default().trim().chars().take(N_SHOWN).collect()
        };
        let mut report: Vec<String> = Vec::new();
        report.extend(
            self.left_out.iter().take(N_TOLD).map(|at| {
                format!("line {}: `{}` is a command of another program: left out", line(at.start), shown(at))
            }),
        );
        if let Some(n_more @ 1..) = self.left_out.len().checked_sub(N_TOLD) {
            report.push(format!("and {n_more} more that are left out"));
        }
        report.extend(self.left.iter().take(N_TOLD).map(|at| {
            format!(
                "line {}: `{}` is a command of another program and is printed as text: take it out",
                line(at.start),
                shown(at)
            )
        }));
        report
    }
}

/// Finds commands between which code stands: the fences to be written in their place, and where the code is.
pub(super) fn find_fences(body: &str) -> (Vec<Edit>, Vec<Range<usize>>) {
    let (mut edits, mut code, mut open, mut is_fenced) = (Vec::new(), Vec::new(), None, false);
    for (at, text) in lines(body) {
        if open.is_none() && (text.starts_with("```") || text.starts_with("~~~")) {
            is_fenced = !is_fenced;
        }
        let Some(inner) = inside(text).filter(|_| !is_fenced) else { continue };
        let mut words = inner.split_whitespace();
        match (words.next().unwrap_or_default(), open.clone()) {
            ("highlight" | "codeblock", None) => open = Some((at, words.next().unwrap_or_default().to_owned())),
            ("endhighlight" | "endcodeblock" | "/highlight", Some((start, language))) => {
                code.push(start.start..at.end);
                edits.extend([Edit::new(start, format!("```{language}")), Edit::new(at, "```")]);
                open = None;
            }
            _ => {}
        }
    }
    (edits, code)
}

/// Translates the commands of `body`.
pub(super) fn translate_commands(body: &str, places: &Places) -> Commands {
    let mut found = Commands::default();
    for (at, text) in lines(body) {
        if places.is_code(at.start) || places.is_comment(at.start) {
            continue;
        }
        let Some(to) = translate_line(text).filter(|_| !places.is_html(at.start)) else {
            let begins = ["{%", "{{<", "{{%"].iter().filter_map(|open| text.find(open)).min();
            let begins = begins.filter(|at| text.get(*at..).is_some_and(|rest| !rest.starts_with("{% post_link ")));
            found.left.extend(begins.map(|begin| at.start + begin..at.end).filter(|left| !places.is_code(left.start)));
            continue;
        };
        let is_joined = !line_before(body, at.start).trim().is_empty();
        let to = match to {
            Written::Nothing => {
                found.left_out.push(at.clone());
                String::new()
            }
            Written::Title(title) => {
                found.left_out.push(at.clone());
                let end = if goes_on(line_behind(body, at.start)) { "\\" } else { "" };
                format!("{}**{title}**{end}", if is_joined { "\n" } else { "" })
            }
            Written::Picture(picture) => format!("{}{picture}", if is_joined { "\n" } else { "" }),
        };
        found.edits.push(Edit::new(at, to));
    }
    found
}

/// What stands in place of a command.
enum Written {
    Nothing,
    Title(String),
    Picture(String),
}

fn translate_line(text: &str) -> Option<Written> {
    const LAID_OUT: [&str; 6] = ["[TOC]", "[[TOC]]", "[[_TOC_]]", "\\NEWPAGE", "\\PAGEBREAK", "\\TABLEOFCONTENTS"];
    let is_ial = text.starts_with("{:") && text.ends_with('}');
    if is_ial || LAID_OUT.contains(&text.to_ascii_uppercase().as_str()) {
        return Some(Written::Nothing);
    }
    if text.starts_with(":::") {
        let rest = text.trim_start_matches(':').trim();
        let title = match rest.split_once('{') {
            Some((_, attributes)) => attribute(attributes, "title"),
            None => rest.split_once(char::is_whitespace).map(|(_, title)| title.trim().to_owned()),
        };
        return Some(titled(title));
    }
    let inner = inside(text)?;
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    match name {
        "figure" | "img" | "image" => {
            let src = attribute(rest, "src").or_else(|| file_of(rest))?;
            let alt = attribute(rest, "alt").unwrap_or_default();
            let caption = ["caption", "title"].iter().find_map(|key| attribute(rest, key)).unwrap_or_default();
            Some(Written::Picture(picture(&src, &alt, &caption)))
        }
        "asset_img" => {
            let src = file_of(rest)?;
            let title: Vec<&str> = rest.split_whitespace().skip_while(|word| *word != src).skip(1).collect();
            Some(Written::Picture(picture(&src, "", title.join(" ").trim_matches(['"', '\'']))))
        }
        _ => Some(titled(attribute(rest, "title"))),
    }
}

fn titled(title: Option<String>) -> Written {
    title.filter(|title| !title.is_empty() && !title.contains('*')).map_or(Written::Nothing, Written::Title)
}

fn picture(src: &str, alt: &str, caption: &str) -> String {
    let caption = caption.replace('"', "\\\"");
    let title = if caption.is_empty() { String::new() } else { format!(" \"{caption}\"") };
    format!("![{}]({src}{title})", alt.replace(['[', ']'], ""))
}

/// The first word that names a picture.
fn file_of(text: &str) -> Option<String> {
    let mut words = text.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    words.find(|word| names_picture(word)).map(str::to_owned)
}

/// The value of `key="…"`.
fn attribute(text: &str, key: &str) -> Option<String> {
    let (_, behind) = text.split_once(&format!("{key}="))?;
    let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    behind.get(1..)?.split_once(quote).map(|(value, _)| value.to_owned())
}

/// What stands in a line that is one command: `{% … %}`, `{{< … >}}`, `{{% … %}}`.
fn inside(text: &str) -> Option<&str> {
    let ends = [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}")];
    let inner = ends.iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))?;
    let is_one = !["{%", "%}", "{{", "}}"].iter().any(|mark| inner.contains(mark));
    is_one.then(|| inner.trim_matches(['-', ' ']))
}

/// The lines of `body`: where the text of each stands, white space at its edges apart, and the text.
fn lines(body: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut offset = 0;
    body.split('\n').map(move |raw| {
        let (text, start) = (raw.trim(), offset + raw.len() - raw.trim_start().len());
        offset += raw.len() + 1;
        (start..start + text.len(), text)
    })
}
