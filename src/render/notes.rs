//! Writes notes as HTML: verdict, body, what the sources show, sources with what each says, ways back.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::blocks::block_html;
use super::escape::{attribute, escape};
use super::medium::{Medium, Pen};
use super::tree::{Context, tree_html};
use super::wording::lang_attribute;
use crate::page::{Cited, Column, EvidenceView, NoteBody, NoteLine, NoteView, VerdictView, Words, date_text};

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

    fn cited(&mut self, cited: &[Cited<'_>]) {
        if cited.is_empty() {
            return;
        }
        self.out.push_str("<ul class=\"cited\">");
        for citation in cited {
            self.out.push_str("<li>");
            self.source(citation);
            citation.evidence.iter().for_each(|evidence| self.evidence(evidence));
            self.out.push_str("</li>");
        }
        self.out.push_str("</ul>");
    }

    /// Authors, title and outlet as published; of a source that an earlier note gives in full, its name, which leads to its
    /// entry among the sources.
    fn name(&mut self, citation: &Cited<'_>) {
        let source = &citation.source;
        let empty = String::new();
        let shown = match citation.is_known {
            false => [&source.first_authors, &source.title, &source.outlet],
            true if !source.outlet.is_empty() => [&source.outlet, &empty, &empty],
            true if !source.authors.is_empty() => [&source.first_authors, &empty, &empty],
            true => [&source.title, &empty, &empty],
        };
        let parts: Vec<&str> = shown.iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
        let named = if parts.is_empty() { source.key.clone() } else { parts.join(" · ") };
        if citation.is_known {
            self.out.push_str("<cite>");
            self.source_link(&source.key, &source.lang, &named);
            self.out.push_str("</cite>");
        } else {
            self.in_lang("cite", &source.lang, &named);
        }
    }

    /// Name and date; then place, address and reading in the page's words.
    fn source(&mut self, citation: &Cited<'_>) {
        let source = &citation.source;
        self.name(citation);
        if !source.date.is_empty() {
            self.out.push_str(" · ");
            if source.is_approximate {
                self.word("circa");
                self.out.push(' ');
            }
            self.day(&source.date);
        }
        if let Some(locator) = &citation.locator {
            self.out.push_str(" · ");
            self.text(locator);
        }
        self.address(citation);
        if !source.archive.is_empty() && !citation.is_known {
            self.out.push_str(" · ");
            self.link(&source.archive, "archived", None);
            if !source.archived.is_empty() {
                self.out.push(' ');
                self.day(&source.archived);
            }
        }
        if source.unfetched {
            self.out.push_str(" · ");
            self.word("unfetched");
        } else if !source.accessed.is_empty() && !citation.is_known {
            self.out.push_str(" · ");
            self.word("accessed");
            self.out.push(' ');
            self.day(&source.accessed);
        }
        if source.later {
            self.out.push_str(" · ");
            self.word("later");
        }
        if !source.stake_text.is_empty() {
            self.out.push_str(" · ");
            self.word("stake");
            self.sign("colon");
            self.text(&source.stake_text);
        }
    }

    /// The source's address, where it is given in full or a passage of it is quoted.
    fn address(&mut self, citation: &Cited<'_>) {
        let url = &citation.source.url;
        let has_quote = citation.evidence.iter().any(|evidence| evidence.quote.is_some());
        if url.is_empty() || (citation.is_known && !has_quote) {
            return;
        }
        self.out.push_str(" · ");
        let target = text_fragment(citation);
        // Paper scrolls to no passage, and names an address once.
        let printed = if citation.is_known { "" } else { url };
        self.link(&target, "link", Some(printed).filter(|_| target != *url));
    }

    /// 〔印證〕 place, passage and translation, the editor's words, through whom it is known.
    fn evidence(&mut self, evidence: &EvidenceView<'_>) {
        self.out.push_str(" <span class=\"stance\">");
        self.word(evidence.stance);
        if evidence.is_on_content {
            self.sign("open");
            self.word("on_content");
            self.sign("close");
        }
        self.out.push_str("</span>");
        if let Some(at) = &evidence.at {
            self.text(&format!(" {at}"));
        }
        if let Some(via) = &evidence.via {
            self.out.push(' ');
            self.word("via");
            self.out.push(' ');
            self.source_link(&via.key, &via.lang, &via.name);
        }
        if let Some(quote) = &evidence.quote {
            self.out.push(' ');
            self.in_lang("q", &quote.lang, &quote.text);
            if !quote.translation.nodes.is_empty() {
                self.sign("open");
                tree_html(self.out, &quote.translation, &self.context);
                self.sign("close");
            }
        }
        if !evidence.note.nodes.is_empty() {
            self.sign("colon");
            tree_html(self.out, &evidence.note, &self.context);
        }
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

/// The source's address, scrolling to the first passage quoted from it.
///
/// Source: WICG, URL Fragment Text Directives, §3.3: in a directive `-`, `,` and `&` are percent-encoded.
fn text_fragment(citation: &Cited<'_>) -> String {
    const DIRECTIVE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');
    let url = &citation.source.url;
    let Some(quote) = citation.evidence.iter().find_map(|evidence| evidence.quote.as_ref()) else {
        return url.clone();
    };
    let encode = |text: &str| utf8_percent_encode(text, DIRECTIVE).to_string();
    let words: Vec<&str> = quote.text.split_whitespace().collect();
    let target = match words.as_slice() {
        // A long passage is named by its first and last words, so that a note mark inside it does no harm.
        [a, b, c, d, .., w, x, y, z] => {
            format!("{},{}", encode(&[*a, *b, *c, *d].join(" ")), encode(&[*w, *x, *y, *z].join(" ")))
        }
        _ => encode(quote.text.trim()),
    };
    if url.contains('#') { format!("{url}:~:text={target}") } else { format!("{url}#:~:text={target}") }
}
