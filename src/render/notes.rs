//! Writes notes as HTML: verdict, body, what the sources show, sources with what each says, ways back.

mod cited;

use std::fmt::Write;

use super::blocks::block_html;
use super::escape::{attribute, escape};
use super::medium::{Medium, Pen};
use super::tree::{Context, tree_html};
use super::wording::lang_attribute;
use crate::page::{Column, NoteBody, NoteLine, NoteView, VerdictView, Words, date_text};

/// The page that notes are written for.
pub(crate) struct NotesPage<'a> {
    /// Its columns draw the bodies in order.
    pub(crate) columns: &'a [&'a Column<'a>],
    /// What draws each column.
    pub(crate) pens: &'a [Pen<'a>],
    /// The address of the article's page of sources.
    pub(crate) sources: &'a str,
    /// Where errors are reported, or empty.
    pub(crate) report: &'a str,
}

/// Returns the notes' list items.
pub(crate) fn write_notes(notes: &[NoteView<'_>], page: &NotesPage<'_>) -> String {
    let mut out = String::new();
    let (Some(column), Some(first)) = (page.columns.first(), page.pens.first()) else {
        return out;
    };
    for note in notes {
        match first.medium {
            Medium::Page => open_item(&mut out, note, column),
            Medium::Book(_) => open_division(&mut out, note),
        }
        for ((body, column), pen) in note.bodies.iter().zip(page.columns).zip(page.pens) {
            let mut writer = Writer { out: &mut out, context: Context::new(column, *pen), page };
            writer.body(note, body);
        }
        let mut writer = Writer { out: &mut out, context: Context::new(column, *first), page };
        writer.cited(&note.cited);
        writer.report(note);
        match first.medium {
            Medium::Page => {
                writer.backlinks(note);
                out.push_str("</li>\n");
            }
            // What a reading system shows at the mark is the note, without the ways back.
            Medium::Book(_) => {
                writer.out.push_str("</div>");
                writer.backlinks(note);
                out.push_str("</div>\n");
            }
        }
    }
    out
}

fn open_item(out: &mut String, note: &NoteView<'_>, column: &Column<'_>) {
    out.push_str("<li");
    attribute(out, "id", format_args!("n-{}", note.key));
    attribute(out, "value", note.number);
    if column.has_notes_beside() {
        // Where it is found, where its mark is, and where the note before it is: `sidenotes.css`.
        let (n, before) = (note.number, note.number.saturating_sub(1));
        let _ = write!(out, " style=\"--a:--n{n};--r:--r{n};--p:--n{before}\"");
    }
    out.push('>');
}

/// A note that reading systems show at its mark, and that is read in its place too: an `aside` of this type would be hidden.
fn open_division(out: &mut String, note: &NoteView<'_>) {
    out.push_str("<div class=\"note\"><div epub:type=\"footnote\" role=\"doc-footnote\"");
    attribute(out, "id", format_args!("n-{}", note.key));
    let _ = write!(out, "><span class=\"number\">{}</span> ", note.number);
}

/// Returns the words of a verdict, with `轉述` where all support is second-hand.
pub(super) fn verdict_text(verdict: &VerdictView, is_second_hand: bool, words: &Words) -> String {
    let keys: &[&str] = if is_second_hand { &[verdict.word, "open", "second_hand", "close"] } else { &[verdict.word] };
    keys.iter().map(|key| word_of(words, key)).collect()
}

fn word_of<'w>(words: &'w Words, key: &str) -> &'w str {
    words.get(key).map_or("", String::as_str)
}

struct Writer<'a> {
    out: &'a mut String,
    context: Context<'a>,
    page: &'a NotesPage<'a>,
}

impl Writer<'_> {
    fn body(&mut self, note: &NoteView<'_>, body: &NoteBody<'_>) {
        if let Some(lang) = body.lang {
            self.out.push_str("<div");
            attribute(self.out, "lang", lang);
            self.out.push('>');
        }
        if let Some(verdict) = &note.verdict {
            let words = self.context.pen.words;
            let _ = write!(self.out, "<strong class=\"verdict\"{}>", lang_attribute(words));
            let text = verdict_text(verdict, note.is_second_hand, words);
            self.text(&text);
            self.out.push_str("</strong> ");
        }
        body.blocks.iter().for_each(|block| block_html(self.out, block, &self.context));
        body.lines.iter().for_each(|line| self.line(line));
        if body.lang.is_some() {
            self.out.push_str("</div>");
        }
    }

    /// 據查：…; 回應（某公司）：…（來源）.
    fn line(&mut self, line: &NoteLine<'_>) {
        let _ = write!(self.out, "<p class=\"{}\"><b>", line.word.replace('_', "-"));
        self.word(line.word);
        if !line.by.nodes.is_empty() {
            self.sign("open");
            tree_html(self.out, &line.by, &self.context);
            self.sign("close");
        }
        self.out.push_str("</b>");
        if !line.text.nodes.is_empty() || !line.date.is_empty() {
            self.sign("colon");
        }
        tree_html(self.out, &line.text, &self.context);
        match line.text.nodes.is_empty() || line.date.is_empty() {
            true => self.day(&line.date),
            false => {
                self.sign("open");
                self.day(&line.date);
                self.sign("close");
            }
        }
        if let Some((source, at)) = &line.source {
            self.sign("open");
            self.source_link(&source.key, &source.lang, &source.name);
            if let Some(at) = at {
                self.sign("comma");
                self.text(at);
            }
            self.sign("close");
        }
        self.out.push_str("</p>");
    }

    /// A name that leads to the source's entry on its own page.
    fn source_link(&mut self, key: &str, lang: &str, name: &str) {
        self.out.push_str("<a");
        attribute(self.out, "href", format_args!("{}#s-{key}", self.page.sources));
        if !lang.is_empty() {
            attribute(self.out, "lang", lang);
        }
        self.out.push('>');
        self.text(name);
        self.out.push_str("</a>");
    }

    /// A word of the interface, in an element of its own where its language is not the page's.
    fn word(&mut self, key: &str) {
        self.said(word_of(self.context.pen.words, key));
    }

    fn said(&mut self, text: &str) {
        match word_of(self.context.pen.words, "lang") {
            "" => self.text(text),
            lang => self.in_lang("span", lang, text),
        }
    }

    /// A date as the interface writes it.
    fn day(&mut self, iso: &str) {
        let text = date_text(iso, |key| self.context.word(key).to_owned());
        if text == iso { self.text(iso) } else { self.said(&text) }
    }

    /// A stop or bracket of the interface.
    fn sign(&mut self, key: &str) {
        self.text(word_of(self.context.pen.words, key));
    }

    fn text(&mut self, text: &str) {
        escape(self.out, text);
    }

    /// Text in a language of its own.
    fn in_lang(&mut self, element: &str, lang: &str, text: &str) {
        let _ = write!(self.out, "<{element}");
        if !lang.is_empty() {
            attribute(self.out, "lang", lang);
        }
        self.out.push('>');
        self.text(text);
        let _ = write!(self.out, "</{element}>");
    }

    /// A word that leads somewhere; on paper stands `printed`, if that is not the address.
    fn link(&mut self, address: &str, word: &str, printed: Option<&str>) {
        let Some(href) = self.context.pen.medium.link(address, self.context.column) else { return self.word(word) };
        self.out.push_str("<a");
        attribute(self.out, "href", &href);
        if let Some(printed) = printed {
            attribute(self.out, "data-url", printed);
        }
        self.out.push('>');
        self.word(word);
        self.out.push_str("</a>");
    }

    /// Where an error in this note is reported: a mailbox gets a subject.
    fn report(&mut self, note: &NoteView<'_>) {
        let report = self.page.report;
        if report.is_empty() || note.verdict.is_none() {
            return;
        }
        let href = if report.starts_with("mailto:") && !report.contains('?') {
            format!("{report}?subject=%23n-{}", note.key)
        } else {
            report.to_owned()
        };
        self.out.push_str(" <a class=\"report\"");
        attribute(self.out, "href", &href);
        self.out.push('>');
        self.word("report_note");
        self.out.push_str("</a>");
    }

    fn backlinks(&mut self, note: &NoteView<'_>) {
        for (href, sign) in &note.backlinks {
            self.out.push_str(" <a");
            self.out.push_str(self.context.pen.medium.of_book(" epub:type=\"backlink\""));
            self.out.push_str(" role=\"doc-backlink\"");
            attribute(self.out, "href", href);
            self.out.push_str(&lang_attribute(self.context.pen.words));
            // An accessible name must hold the text shown; the number is that of the item in which it stands.
            attribute(self.out, "aria-label", format_args!("↩{sign} {}", self.context.word("back")));
            self.out.push_str(">↩");
            match sign.chars().next() {
                Some('繁') => self.in_lang("span", "zh-Hant", sign),
                Some('简') => self.in_lang("span", "zh-Hans", sign),
                _ => self.text(sign),
            }
            self.out.push_str("</a>");
        }
    }
}
