//! A text received as Markdown: its body stays, its front matter is sifted.

use super::dialect::{Translated, report_marks, translate, translate_lists};
use super::front::{Front, split_front};
use super::front_values::readable;
use super::layout::propose_title;
use super::script::guess_lang;
use super::slug::{choose_slug, is_slug, split_day};
use super::{Imported, Outline, Request, closing_report};
use crate::config::yaml_quoted;

const LANGS: [&str; 6] = ["zh-Hant", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "zh-Hant-CN", "zh-Hans-CN"];

/// Imports a text received as Markdown.
pub(super) fn import_markdown(request: &Request<'_>, read_outline: fn(&str) -> Outline) -> Result<Imported, String> {
    let mut front = split_front(request.text);
    if front.body.trim().is_empty() {
        return Err("the text is empty below its front matter".to_owned());
    }
    let mut report = Vec::new();
    let slug = settle_slug(request, &mut front, &mut report)?;
    take_date(request.stem, &mut front, &mut report);
    let translated = translate_body(request, front.body);
    let outline = read_outline(&translated.body);
    let lang = guess_lang(&translated.body);
    let title = settle_title(request, &mut front, &outline, &mut report);
    let lang_line = settle_lang(&mut front, lang, &mut report);
    settle_values(request, &mut front, &mut report);
    let kept: String = front.entries.iter().map(|(_, lines)| lines.as_str()).collect();
    let gap = if translated.body.starts_with('\n') { "" } else { "\n" };
    let index = format!("---\n{title}{kept}{lang_line}---\n{gap}{}", translated.body);
    report.push(format!(
        "{} paragraphs, items and cells, {} headings, {} notes; the characters are {lang}",
        outline.n_texts, outline.n_headings, outline.n_notes
    ));
    let is_changed = translated.body != front.body;
    report.extend(translated.report);
    report.push(match request.kept {
        "received.md" if is_changed => {
            "the body is kept but for this; the witness is its leaves' text, one a line".to_owned()
        }
        "received.md" => "the body is kept as it is; the witness is its leaves' text, one a line".to_owned(),
        kept => format!("the page or document is kept as {kept}; the witness is its text, one leaf a line"),
    });
    report.push(closing_report());
    Ok(Imported { slug, index, sources: translated.sources, collation: None, lang, report })
}

/// Jekyll writes the day into the file's name: `2025-03-04-bells.md`.
fn take_date(stem: &str, front: &mut Front<'_>, report: &mut Vec<String>) {
    if let Some(day) = split_day(stem).0.filter(|_| front.value("date").is_none()) {
        report.push(format!("the date `{day}` is that of the file's name"));
        front.entries.push(("date", format!("date: {day}\n")));
    }
}

/// Of a page or a document the body is our Markdown already, but for lists of notes to which nothing leads.
fn translate_body(request: &Request<'_>, body: &str) -> Translated {
    if request.kept != "received.md" {
        let mut translated = translate_lists(Translated { body: body.to_owned(), sources: None, report: Vec::new() });
        translated.report.extend(report_marks(&translated.body));
        return translated;
    }
    let above = request.text.strip_suffix(body).unwrap_or_default();
    translate(body, above.matches('\n').count())
}

/// Writes values as they may be here, and drops what cannot be read as front matter: the article must build.
fn settle_values(request: &Request<'_>, front: &mut Front<'_>, report: &mut Vec<String>) {
    report
        .extend(front.renamed.iter().map(|(name, ours)| format!("the front matter's `{name}` is taken for `{ours}`")));
    let mut dropped = Vec::new();
    front.entries.retain_mut(|(key, lines)| {
        if (request.reads_front)(lines) {
            return true;
        }
        let value = lines.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default();
        if let Some(line) = readable(key, lines).filter(|line| (request.reads_front)(line)) {
            if matches!(*key, "date" | "updated") {
                let value = value.trim_matches(['"', '\'']);
                report.push(format!("the front matter's `{key}` is shortened to its day: `{value}`"));
            }
            *lines = line;
            return true;
        }
        dropped.push(format!("`{key}`"));
        false
    });
    let kept = request.kept;
    if !dropped.is_empty() {
        let dropped = dropped.join(", ");
        report.push(format!(
            "dropped from the front matter, as their values cannot be read here: {dropped}; {kept} keeps them"
        ));
    }
    if !front.dropped.is_empty() {
        let dropped = front.dropped.join(", ");
        report.push(format!("dropped from the front matter, not known here: {dropped}; {kept} keeps them"));
    }
    if request.text.starts_with("+++\n") && front.body.len() == request.text.len() {
        report.push("front matter between `+++` is not read and stands in the text: please move it".to_owned());
    }
}

/// A slug in the front matter is as good as one typed, as long as it fits; the folder then bears its name.
fn settle_slug(request: &Request<'_>, front: &mut Front<'_>, report: &mut Vec<String>) -> Result<String, String> {
    let stated = front.value("slug").map(str::to_owned);
    let is_usable = |slug: &String| is_slug(slug) && !request.taken.contains(slug);
    let wanted = request.slug.map(str::to_owned).or_else(|| stated.clone().filter(is_usable));
    let slug = choose_slug(&Request { slug: wanted.as_deref(), ..*request })?;
    if let Some(stated) = stated.filter(|stated| *stated != slug) {
        report.push(format!("the front matter's slug `{stated}` gives way to `{slug}`"));
        front.remove("slug");
    }
    Ok(slug)
}

/// Returns the front matter's line for the title, when it has to be written.
fn settle_title(request: &Request<'_>, front: &mut Front<'_>, outline: &Outline, report: &mut Vec<String>) -> String {
    if let Some(title) = request.title.map(str::trim).filter(|title| !title.is_empty()) {
        let received =
            front.value("title").map(|received| format!(", in place of `{received}`, which {} keeps", request.kept));
        report.push(format!("title `{title}` as typed{}", received.unwrap_or_default()));
        front.remove("title");
        report
            .extend(outline.title.as_ref().map(|received| format!("heading `{received}` stays the first of the text")));
        return format!("title: {}\n", yaml_quoted(title));
    }
    if let Some(title) = front.value("title").filter(|title| outline.title.as_deref() == Some(*title)) {
        report.push(format!("title `{title}` from the first `#` heading, as in the front matter"));
        front.remove("title");
        return String::new();
    }
    if let Some(title) = front.value("title") {
        report.push(format!("title `{title}` from the front matter"));
        return String::new();
    }
    if let Some(title) = &outline.title {
        report.push(format!("title `{title}` from the first `#` heading"));
        return String::new();
    }
    let title = propose_title(outline.first.as_deref().unwrap_or(request.stem));
    report.push(format!("no `#` heading: the title `{title}` is made from the first words (proposed; please check)"));
    format!("title: {}\n", yaml_quoted(&title))
}

/// Returns the front matter's line for the script, when it has to be written.
fn settle_lang(front: &mut Front<'_>, guessed: &str, report: &mut Vec<String>) -> String {
    match front.value("lang") {
        Some(lang) if LANGS.contains(&lang) => return String::new(),
        Some(lang) => report.push(format!("the front matter's lang `{lang}` gives way to `{guessed}`")),
        None => {}
    }
    front.remove("lang");
    format!("lang: {guessed}\n")
}
