//! Links and pictures: kept where an article may have them, else told of.

use url::Url;

use super::{Manner, Writer, inline};
use crate::import::escape::escape_inline;
use crate::import::html::tree::Node;

/// Where pictures have their address; those that are loaded late have it elsewhere than in `src`.
const SOURCES: [&str; 5] = ["src", "data-src", "data-original", "data-actualsrc", "data-lazy-src"];
/// How many pictures and links of a document are told of by what they show, and where they lead.
const N_TOLD: usize = 10;
/// The paths of addresses that only count clicks and lead on, and the keys of where they lead.
const COUNTERS: [&str; 7] = ["/url", "/link", "/link2/", "/redirect", "/l.php", "/go-wild", "/jump"];
const COUNTER_KEYS: [&str; 5] = ["target", "url", "q", "u", "to"];

impl Writer<'_> {
    pub(super) fn write_link(&mut self, at: usize) {
        let inner = self.inline_of(at);
        let href = self.tree.node(at).attribute("href").trim().to_owned();
        let text = inner.replace('\u{0}', " ");
        if text.trim().is_empty() || href.is_empty() || self.head.place(&href).is_some() || inner.contains("](") {
            return self.piece.push_str(&inner);
        }
        let own = (self.manner == Manner::Markdown).then(|| href.replace(['<', '>'], ""));
        match own.or_else(|| self.address(&href)) {
            Some(address) => self.piece.push_str(&format!("[{}](<{address}>)", text.trim())),
            None => {
                self.leave_link(at, &href);
                self.piece.push_str(&inner);
            }
        }
    }

    /// Says that a link is left out; one within the page is not worth saying.
    pub(super) fn leave_link(&mut self, at: usize, href: &str) {
        if !href.is_empty() && self.head.place(href).is_none() {
            if self.manner == Manner::Document {
                return self.links.push(href.to_owned());
            }
            let line = self.tree.node(at).line;
            let shown: String = href.chars().take(60).collect();
            self.notes.push(format!("line {line}: the link `{shown}` is left out, its text kept"));
        }
    }

    /// Returns an address that a page may have: http, https or mailto; relative ones go from the page's own, and what only counts
    /// clicks gives way to where it leads.
    fn address(&self, href: &str) -> Option<String> {
        let url = match (Url::parse(href), &self.base) {
            (Ok(url), _) => url,
            (Err(_), Some(base)) => base.join(href).ok()?,
            (Err(_), None) => return None,
        };
        let url = led_to(&url).unwrap_or(url);
        matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
    }

    pub(super) fn write_picture(&mut self, at: usize) {
        let node = self.tree.node(at);
        let address = picture_address(node);
        let alt = escape_inline(node.attribute("alt").trim());
        if !address.is_empty() {
            self.piece.push_str(&format!("![{alt}](<{}>)", address.replace(['<', '>'], "")));
        }
    }

    pub(super) fn leave_picture(&mut self, at: usize) {
        self.tell_picture(at, self.tree.node(at).attribute("alt").trim());
    }

    fn tell_picture(&mut self, at: usize, shows: &str) {
        if self.manner == Manner::Document {
            return self.pictures.push(shows.to_owned());
        }
        let node = self.tree.node(at);
        let shown: String = picture_address(node).chars().take(60).collect();
        self.notes.push(match shows {
            "" => format!("line {}: the picture `{shown}` is left out", node.line),
            shows => format!("line {}: the picture `{shown}` is left out; it shows: `{shows}`", node.line),
        });
    }

    /// Leaves out a figure that is pictures and what is said of them without a note, and says so; says whether it did.
    pub(super) fn leave_figure(&mut self, at: usize) -> bool {
        let (mut pictures, mut caption, mut todo) = (Vec::new(), None, vec![(at, false)]);
        while let Some((at, is_said)) = todo.pop() {
            let node = self.tree.node(at);
            if node.name == "noscript" {
                continue;
            }
            let has_text = !is_said && !node.text.trim().is_empty();
            if has_text || self.cited.mark(at).is_some() {
                return false;
            }
            pictures.extend(Some(at).filter(|_| node.name == "img"));
            caption = caption.or(Some(at).filter(|_| node.name == "figcaption"));
            let is_said = is_said || node.name == "figcaption";
            todo.extend(node.children.iter().rev().map(|child| (*child, is_said)));
        }
        let caption = caption.map(|caption| inline::tidied(&self.tree.text_of(caption))).unwrap_or_default();
        for picture in &pictures {
            let alt = self.tree.node(*picture).attribute("alt").trim();
            self.tell_picture(*picture, if caption.is_empty() { alt } else { &caption });
        }
        !pictures.is_empty()
    }
}

/// Says how many pictures of a document are left out, and what they show.
pub(super) fn report_pictures(pictures: &[String]) -> Option<String> {
    let shown = some_of(pictures);
    let of = if shown.is_empty() { String::new() } else { format!("; they show: {shown}") };
    (!pictures.is_empty()).then(|| format!("pictures are left out: {}{of}", pictures.len()))
}

/// Says how many links of a document are left out, and where they led.
pub(super) fn report_links(links: &[String]) -> Option<String> {
    let shown = some_of(links);
    (!links.is_empty()).then(|| format!("links are left out, their text kept: {}; they lead to: {shown}", links.len()))
}

/// The first texts that are not empty, in code.
fn some_of(texts: &[String]) -> String {
    let shown = texts.iter().filter(|text| !text.is_empty()).take(N_TOLD);
    shown.map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}

/// Returns the address of a picture; one that is the picture itself is the last choice.
fn picture_address(node: &Node) -> &str {
    let addresses = SOURCES.map(|name| node.attribute(name).trim());
    let named = addresses.into_iter().find(|address| !address.is_empty() && !address.starts_with("data:"));
    named.or_else(|| addresses.into_iter().find(|address| !address.is_empty())).unwrap_or_default()
}

/// Returns where an address leads that does nothing but lead there: `https://www.google.com/url?q=https://…`.
fn led_to(url: &Url) -> Option<Url> {
    let is_counter = COUNTERS.contains(&url.path()) || url.path() == "/" && url.host_str()?.starts_with("link.");
    let (_, target) = url.query_pairs().filter(|_| is_counter).find(|(key, _)| COUNTER_KEYS.contains(&key.as_ref()))?;
    Url::parse(&target).ok().filter(|target| matches!(target.scheme(), "http" | "https"))
}
