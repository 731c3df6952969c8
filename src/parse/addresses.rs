//! Addresses typed bare: `https://…` and `www.…` in running text are links, as most programs for Markdown have it.

use linkify::{LinkFinder, LinkKind};

use crate::model::{Forms, Leaf, Mark, Markup, SafeUrl, Span};

/// Makes links of the http and https addresses in the text, outside code, pictures and links; the text of a link that is an
/// address stands as typed in every script. One that begins with `www.` leads there by http (GitHub Flavored Markdown, section 6.9).
///
/// An address ends before a space, a Chinese character or its punctuation, a note mark, and where other markup begins or ends.
/// One goes on with Chinese characters where a part of its path, a value or a fragment begins with them: `/wiki/茶`, `?q=茶`, `#茶`.
pub(super) fn link_addresses(leaf: &mut Leaf) {
    let begins = |four: &[char]| matches!(four, [':', '/', '/', _] | ['w' | 'W', 'w' | 'W', 'w' | 'W', '.']);
    if !leaf.text.windows(4).any(begins) {
        return;
    }
    let found: Vec<Mark> = Bare::of(leaf).find();
    leaf.marks.extend(found);
    let is_link = |mark: &&Mark| matches!(mark.kind, Markup::Link(..));
    let shown = leaf.marks.iter().filter(is_link).map(|mark| mark.at.clone()).filter(|at| is_address(&leaf.slice(at)));
    let fixed: Vec<Mark> = shown.map(|at| Mark { at, kind: Markup::Fixed(Forms::default()) }).collect();
    leaf.marks.extend(fixed);
}

fn is_address(text: &str) -> bool {
    (begins(text, "https://") || begins(text, "http://") || lacks_scheme(text)) && !text.contains(char::is_whitespace)
}

/// Says whether `text` is an address without its scheme: `www.`, a name, and a name above it.
fn lacks_scheme(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    begins(text, "www.") && host.split('.').count() > 2 && !host.contains("..")
}

fn begins(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with))
}

/// As far as an address is followed over characters of other scripts, so that what is found costs no more than the text is long.
const FURTHEST: usize = 2000;

/// A leaf's text, with what no address runs over.
struct Bare<'a> {
    leaf: &'a Leaf,
    taken: Vec<bool>,
    /// Where note marks stand and markup begins or ends, sorted.
    cuts: Vec<usize>,
    ascii: LinkFinder,
    /// Finds addresses without a scheme too.
    without_scheme: LinkFinder,
    /// Lets an address hold characters of every script.
    any: LinkFinder,
}

impl<'a> Bare<'a> {
    fn of(leaf: &'a Leaf) -> Self {
        let mut taken = leaf.protected();
        for link in leaf.marks.iter().filter(|mark| matches!(mark.kind, Markup::Link(..))) {
            if let Some(covered) = taken.get_mut(link.at.clone()) {
                covered.fill(true);
            }
        }
        let finder = |has_any: bool, has_scheme: bool| {
            let mut finder = LinkFinder::new();
            finder.kinds(&[LinkKind::Url]).url_can_be_iri(has_any).url_must_have_scheme(has_scheme);
            finder
        };
        let edges = leaf.marks.iter().flat_map(|mark| [mark.at.start, mark.at.end]);
        let mut cuts: Vec<usize> = leaf.refs.iter().map(|note| note.at).chain(edges).collect();
        cuts.sort_unstable();
        let (ascii, without_scheme, any) = (finder(false, true), finder(false, false), finder(true, false));
        Self { leaf, taken, cuts, ascii, without_scheme, any }
    }

    fn find(&self) -> Vec<Mark> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < self.leaf.text.len() {
            let end = self.reach(i..self.leaf.text.len(), |c| c.is_ascii_graphic());
            let run = self.leaf.slice(&(i..end));
            let finder = if run.contains("://") { &self.ascii } else { &self.without_scheme };
            let links = finder.links(&run).filter(|link| is_address(link.as_str()));
            // In ASCII a byte is a character.
            for at in links.map(|link| i + link.start()..i + link.end()) {
                found.extend(self.mark(if at.end == end { self.prolonged(at) } else { at }));
            }
            i = found.last().map_or(0, |last: &Mark| last.at.end).max(end).max(i + 1);
        }
        found
    }

    /// The end of the characters that belong to a run from the start of `within` on.
    fn reach(&self, within: Span, belongs: fn(char) -> bool) -> usize {
        let start = within.start;
        let is_cut = |i: usize| i > start && self.cuts.binary_search(&i).is_ok();
        let text = self.leaf.text.iter().zip(&self.taken).enumerate().skip(start).take(within.len());
        let in_run = |(i, (c, is_taken)): &(usize, (&char, &bool))| belongs(**c) && !**is_taken && !is_cut(*i);
        start + text.take_while(in_run).count()
    }

    /// An address with the characters of other scripts that begin a part of it.
    fn prolonged(&self, at: Span) -> Span {
        let typed = self.leaf.slice(&at);
        let has_path = typed.matches('/').count() > if lacks_scheme(&typed) { 1 } else { 3 };
        if !(typed.ends_with(['=', '#']) || has_path && typed.ends_with('/')) {
            return at;
        }
        let is_part = |c: char| c.is_ascii_graphic() || c.is_alphanumeric();
        let end = self.reach(at.start..at.end + FURTHEST, is_part);
        let run = self.leaf.slice(&(at.start..end));
        let n_chars = self.any.links(&run).next().map_or(0, |link| link.as_str().chars().count());
        at.start..at.end.max(at.start + n_chars)
    }

    fn mark(&self, at: Span) -> Option<Mark> {
        let typed = self.leaf.slice(&at);
        let scheme = if lacks_scheme(&typed) { "http://" } else { "" };
        let address = SafeUrl::parse(&format!("{scheme}{typed}")).ok()?;
        Some(Mark { at, kind: Markup::Link(address, None) })
    }
}
