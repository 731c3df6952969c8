//! A text received as Markdown: its body stays, its front matter is sifted.

use super::commands::report_commands;
use super::front::{Front, split_front};
use super::joined::report_joined;
use super::layout::propose_title;
use super::script::guess_lang;
use super::slug::{choose_slug, is_slug};
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
    let outline = read_outline(front.body);
    let lang = guess_lang(front.body);
    let title = settle_title(request, &mut front, &outline, &mut report);
    let lang_line = settle_lang(&mut front, lang, &mut report);
    drop_unreadable(request, &mut front, &mut report);
    let kept: String = front.entries.iter().map(|(_, lines)| lines.as_str()).collect();
    let gap = if front.body.starts_with('\n') { "" } else { "\n" };
    let index = format!("---\n{title}{kept}{lang_line}---\n{gap}{}", front.body);
    if !front.dropped.is_empty() {
        report.push(format!(
            "dropped from the front matter, not known here: {}; {} keeps them",
            front.dropped.join(", "),
            request.kept
        ));
    }
    if request.text.starts_with("+++\n") {
        report.push("front matter between `+++` is not read and stands in the text: please move it".to_owned());
    }
    report.push(format!(
        "{} paragraphs, items and cells, {} headings, {} notes; the characters are {lang}",
        outline.n_texts, outline.n_headings, outline.n_notes
    ));
    if request.kept == "received.md" {
        let above = request.text.strip_suffix(front.body).unwrap_or_default();
        let n_before = above.matches('\n').count();
        report_commands(front.body, n_before, &mut report);
        report_joined(front.body, n_before, &mut report);
    }
    report.push(match request.kept {
        "received.md" => "the body is kept as it is; the witness is its leaves' text, one a line".to_owned(),
        kept => format!("the page or document is kept as {kept}; the witness is its text, one leaf a line"),
    });
    report.push(closing_report());
    Ok(Imported { slug, index, sources: None, collation: None, lang, report })
}

/// Shortens dates to their day, and drops what cannot be read as front matter here: the article must build.
fn drop_unreadable(request: &Request<'_>, front: &mut Front<'_>, report: &mut Vec<String>) {
    let mut dropped = Vec::new();
    front.entries.retain_mut(|(key, lines)| {
        if (request.reads_front)(lines) {
            return true;
        }
        let value = lines
            .split_once(':')
            .map(|(_, value)| value.trim().trim_matches(['"', '\'']).to_owned())
            .unwrap_or_default();
        let day = value.get(..10).map(|day| format!("{key}: {day}\n"));
        if let Some(day) = day.filter(|day| matches!(*key, "date" | "updated") && (request.reads_front)(day)) {
            report.push(format!("the front matter's `{key}` is shortened to its day: `{value}`"));
            *lines = day;
            return true;
        }
        dropped.push(format!("`{key}`"));
        false
    });
    if !dropped.is_empty() {
        report.push(format!(
            "dropped from the front matter, as their values cannot be read here: {}; {} keeps them",
            dropped.join(", "),
            request.kept
        ));
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
