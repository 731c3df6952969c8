//! Takes out of Markdown that pandoc wrote what leads nowhere once it is an article: pictures, whose files stay in the
//! document, and links into the document and to programs, whose text stays. What pandoc does not know as markup is escaped.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use url::Url;

/// Markdown without what leads nowhere.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sifted {
    /// The Markdown.
    pub text: String,
    /// What the pictures show that are left out, in order; nothing of some.
    pub pictures: Vec<String>,
    /// The addresses of the links that are left out, in order; those within the document are not among them.
    pub links: Vec<String>,
}

/// Takes out pictures, and links that are neither http, https nor mailto.
///
/// Shape: `markdown` has front matter, tables, notes and deletions, and no other extension.
pub fn sift(markdown: &str) -> Sifted {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let (mut sifted, mut cuts, mut escapes) = (Sifted::default(), Vec::new(), Vec::new());
    let (mut link, mut picture) = (None, None);
    for (event, at) in Parser::new_ext(markdown, options).into_offset_iter() {
        if let Event::Start(Tag::Image { .. }) = event {
            picture = picture.or(Some((at, String::new())));
            continue;
        }
        if let Some((whole, shown)) = &mut picture {
            match event {
                Event::Text(text) | Event::Code(text) => shown.push_str(&text),
                Event::End(TagEnd::Image) if *whole == at => {
                    sifted.pictures.push(std::mem::take(shown));
                    cuts.push(at);
                    picture = None;
                }
                _ => {}
            }
            continue;
        }
        if let Event::Text(_) = event {
            let text = markdown.get(at.clone()).unwrap_or_default();
            let found = text.match_indices("-{").map(|(found, _)| at.start + found);
            escapes.extend(found.filter(|at| !markdown.get(..*at).is_some_and(|before| before.ends_with('\\'))));
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let is_kept = leads(&dest_url);
                if !is_kept && !dest_url.starts_with('#') {
                    sifted.links.push(dest_url.into_string());
                }
                link = Some(Open { is_kept, is_bare: is_bare(link_type), text: None });
            }
            Event::End(TagEnd::Link) => cuts.extend(link.take().map(|link| link.cuts(&at)).unwrap_or_default()),
            _ => link.iter_mut().for_each(|link: &mut Open| link.text = Some(at.end)),
        }
    }
    let escapes = escapes.into_iter().map(|at| (at..at, "\\"));
    sifted.text = edited(markdown, cuts.into_iter().map(|cut| (cut, "")).chain(escapes).collect());
    sifted
}

/// A link that has begun.
struct Open {
    is_kept: bool,
    /// Whether its address is its text.
    is_bare: bool,
    /// Where its text ends, pictures apart; none when it has none.
    text: Option<usize>,
}

impl Open {
    /// What is cut out of the link at `at`: its marks, or all of it when it has no text.
    fn cuts(self, at: &Range<usize>) -> Vec<Range<usize>> {
        match self.text {
            Some(_) if self.is_kept => Vec::new(),
            Some(end) => vec![at.start..at.start + 1, if self.is_bare { at.end - 1 } else { end }..at.end],
            None => vec![at.clone()],
        }
    }
}

fn is_bare(kind: LinkType) -> bool {
    matches!(kind, LinkType::Autolink | LinkType::Email)
}

/// Says whether an article can link to `address`, which pandoc writes without a scheme where it is a mail's.
fn leads(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto"))
}

/// Returns `text` with something else in place of each stretch; they may lie in each other.
fn edited(text: &str, mut edits: Vec<(Range<usize>, &str)>) -> String {
    edits.sort_by_key(|(at, _)| at.start);
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for (at, new) in edits {
        out.push_str(text.get(done..at.start).unwrap_or_default());
        out.push_str(new);
        done = done.max(at.end);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_go_and_what_they_show_is_told() {
        let sifted = sift(
            "鐘![鐘 [1] 樓](media/a.png \"題\")樓 \\![甲](<b>) ![乙] ![](c.png)[![丙](d.png)](https://example.org/)\n",
        );
        assert_eq!(sifted.text, "鐘樓 \\!甲 ![乙] \n");
        assert_eq!(sifted.pictures, ["鐘 [1] 樓", "", "丙"]);
    }

    #[test]
    fn what_is_markup_here_alone_is_escaped() {
        assert_eq!(sift("\\-{甲}-{乙}-，`-{丙}-`，[丁-{戊}](#a)\n").text, "\\-{甲}\\-{乙}-，`-{丙}-`，丁\\-{戊}\n");
    }

    #[test]
    fn links_that_lead_nowhere_leave_their_text() {
        let text = "---\ntitle: \"[甲](#b)\"\n---\n\n[前言 *二*\\*](#pr01.html)、[下章](ch02.html)與<irc://example.org/a>，\
                    [此](https://example.org/)、<mailto:a@example.org>，[`空`](#x)。[^1]\n\n| [表](#t) | 乙 |\n|---|---|\n\n[^1]: 見[注](file:///a)。\n";
        let sifted = sift(text);
        assert_eq!(
            sifted.text,
            "---\ntitle: \"[甲](#b)\"\n---\n\n前言 *二*\\*、下章與irc://example.org/a，\
             [此](https://example.org/)、<mailto:a@example.org>，`空`。[^1]\n\n| 表 | 乙 |\n|---|---|\n\n[^1]: 見注。\n"
        );
        assert_eq!(sifted.links, ["ch02.html", "irc://example.org/a", "file:///a"]);
    }
}
