//! A page's bytes become the text that a reader sees, folded so that passages can be looked for.

use encoding_rs::{Encoding, UTF_8};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use icu_normalizer::ComposingNormalizerBorrowed;

use crate::model::{Fetched, find_endless_tag};

/// Elements whose content is no text.
const UNSEEN: [&[u8]; 4] = [b"script", b"style", b"template", b"svg"];
/// How far into a page its declared encoding is looked for, in bytes (HTML standard, section 13.2.3.2).
const PRESCAN: usize = 1024;

/// Returns a page's text, folded; none when it is no text (a PDF file, a picture).
pub(super) fn page_text(response: &Fetched) -> Option<String> {
    let media = response.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_markup = media.is_empty() || media.ends_with("html") || media.ends_with("xml");
    if !is_markup && !media.starts_with("text/") && !media.ends_with("json") {
        return None;
    }
    let (text, _, _) = encoding(response).decode(&response.body);
    if is_markup && find_endless_tag(&text).is_some() {
        return None;
    }
    Some(fold(&if is_markup { strip_markup(&text) } else { text.into_owned() }))
}

/// Folds `text` for comparing: NFKC, without white space and invisible characters.
///
/// White space goes altogether, as a line end between two Han characters is none, and markup may add some anywhere.
pub(super) fn fold(text: &str) -> String {
    let is_kept =
        |c: &char| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).chars().filter(is_kept).collect()
}

/// The encoding that the server names, else the page itself, else UTF-8; a byte-order mark wins when decoding.
fn encoding(response: &Fetched) -> &'static Encoding {
    let head = response.body.get(..PRESCAN).unwrap_or(&response.body);
    let of_label = |label: &str| Encoding::for_label(label.as_bytes());
    let named = charset(&response.content_type).and_then(|label| of_label(&label));
    named.or_else(|| of_label(&charset(&String::from_utf8_lossy(head))?)).unwrap_or(UTF_8)
}

/// Returns the label behind the first `charset=`.
fn charset(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let (_, behind) = text.split_once("charset")?;
    let label = behind.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(label.len());
    label.get(..end).map(str::to_owned)
}

fn strip_markup(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut text = String::new();
    let mut unseen: Option<Vec<u8>> = None;
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(tag) if unseen.is_none() && !tag.self_closing && UNSEEN.contains(&tag.name.as_slice()) => {
                unseen = Some(tag.name.to_vec());
            }
            Token::EndTag(tag) if unseen.as_deref() == Some(tag.name.as_slice()) => unseen = None,
            Token::String(piece) if unseen.is_none() => text.push_str(&String::from_utf8_lossy(&piece)),
            _ => {}
        }
    }
    text
}
