//! Writes the sources that a note cites, each with what it says of the claim.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Writer;
use crate::page::{Cited, EvidenceView, SourceView};
use crate::render::tree::tree_html;

impl Writer<'_> {
    pub(super) fn cited(&mut self, cited: &[Cited<'_>]) {
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

    /// Authors, title and outlet as published; a source that an earlier note gives in full, by its short name, which leads to
    /// its entry among the sources.
    fn name(&mut self, source: &SourceView, is_known: bool) {
        if is_known {
            self.out.push_str("<cite>");
            self.source_link(&source.key, &source.lang, &source.name);
            self.out.push_str("</cite>");
            return;
        }
        let shown = [&source.first_authors, &source.title, &source.outlet];
        let parts: Vec<&str> = shown.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let named = if parts.is_empty() { source.key.clone() } else { parts.join(" · ") };
        self.in_lang("cite", &source.lang, &named);
        if !source.translators.is_empty() {
            self.out.push_str(" · ");
            self.word("translator");
            self.sign("colon");
            self.in_lang("span", &source.lang, &source.translators);
        }
    }

    /// Name and date; then place, address and reading in the page's words.
    fn source(&mut self, citation: &Cited<'_>) {
        let source = &citation.source;
        self.name(source, citation.is_known);
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

    fn stance(&mut self, evidence: &EvidenceView<'_>) {
        self.out.push_str(" <span class=\"stance\">");
        self.word(evidence.stance);
        if evidence.is_on_content {
            self.sign("open");
            self.word("on_content");
            self.sign("close");
        }
        self.out.push_str("</span>");
    }

    /// 〔印證〕 place, passage and translation, the editor's words, through whom it is known.
    fn evidence(&mut self, evidence: &EvidenceView<'_>) {
        if !evidence.stance.is_empty() {
            self.stance(evidence);
        } else if evidence.at.is_some() || evidence.quote.is_some() {
            self.out.push_str(" ·");
        }
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
