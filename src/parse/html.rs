//! Inline HTML that is kept: a closed list of tags, each become a mark. All else is shown as text and reported.

use crate::model::Markup;

/// One tag as typed.
#[derive(Debug, PartialEq)]
pub(super) enum Tag {
    /// It opens a mark.
    Open(Kept),
    /// It closes one.
    Close(Kept),
    /// `<br>`.
    Break,
    /// Not kept.
    Other,
}

/// A kept element.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kept {
    Sup,
    Sub,
    Ruby,
    Rt,
    Rp,
    Kbd,
    Mark,
    Small,
    /// `span`, with its `lang` when it opens.
    Span(Option<String>),
}

impl Kept {
    /// Returns the mark, when the element is one by itself.
    pub(super) fn markup(&self) -> Option<Markup> {
        match self {
            Self::Sup => Some(Markup::Sup),
            Self::Sub => Some(Markup::Sub),
            Self::Kbd => Some(Markup::Kbd),
            Self::Mark => Some(Markup::Highlight),
            Self::Small => Some(Markup::Small),
            Self::Span(lang) => lang.clone().map(Markup::Lang),
            Self::Ruby | Self::Rt | Self::Rp => None,
        }
    }

    /// Says whether `self` closes what `open` opened.
    pub(super) fn closes(&self, open: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(open)
    }
}

/// Reads one tag.
pub(super) fn read_tag(raw: &str) -> Tag {
    let Some(inner) = raw.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return Tag::Other;
    };
    let is_end = inner.starts_with('/');
    let inner = inner.trim_start_matches('/').trim_end_matches('/').trim();
    let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    if name.eq_ignore_ascii_case("br") && attributes.is_empty() {
        return Tag::Break;
    }
    let kept = match name.to_ascii_lowercase().as_str() {
        "span" if is_end => Kept::Span(None),
        "span" => match read_lang(attributes) {
            Some(lang) => Kept::Span(Some(lang)),
            None => return Tag::Other,
        },
        _ if !attributes.is_empty() => return Tag::Other,
        "sup" => Kept::Sup,
        "sub" => Kept::Sub,
        "ruby" => Kept::Ruby,
        "rt" => Kept::Rt,
        "rp" => Kept::Rp,
        "kbd" => Kept::Kbd,
        "mark" => Kept::Mark,
        "small" => Kept::Small,
        _ => return Tag::Other,
    };
    if is_end { Tag::Close(kept) } else { Tag::Open(kept) }
}

/// The one attribute allowed: `lang` with a BCP 47 tag.
fn read_lang(attributes: &str) -> Option<String> {
    let value = attributes.trim().strip_prefix("lang")?.trim_start().strip_prefix('=')?.trim();
    let value = value.trim_matches(['"', '\'']);
    let is_tag =
        !value.is_empty() && value.len() <= 35 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_tag.then(|| value.to_owned())
}
