//! Compares two editions. In: the bytes of two `edition.json`. Out: a `Difference`, and its drawing for people or as JSON.
//! Knows no file system and no room: `edition.json` is all it knows of an edition.
//!
//! 1. Each file is read leniently: unknown fields are passed over, missing ones are empty (`read`).
//! 2. Claims, sources and emendations are joined by their ids and compared field by field (`claims`, `entries`).
//! 3. Paragraphs, whose ids move with the text, are aligned by what they say (`texts`).
//! 4. The difference is drawn, a line a fact (`human`), or serialised as it is.

mod claims;
mod difference;
mod entries;
mod human;
mod read;
mod texts;
mod wording;

pub use difference::{
    CitationChange, CitationView, ClaimChanges, ClaimView, CountChange, Difference, EmendationChanges, EmendationView,
    EntryChange, FieldChange, NoteChange, ParagraphChange, ParagraphChanges, ParagraphView, Resourced, Rewording,
    SourceChanges, SourceView,
};
pub use human::{draw_human, draw_human_in};
pub use read::{Edition, read_edition};

use claims::compare_claims;
use entries::{compare_counts, compare_emendations, compare_sources, field};
use texts::{Variants, compare_paragraphs};

/// Says what changed from `old` to `new`.
///
/// Shape: every list is sorted by id, paragraphs by their place. Texts are compared in the script of the new edition's
/// `lang` where both have it.
///
/// ```
/// use jiaozhu::diff::{compare, draw_human, read_edition};
///
/// let old = r#"{"version": 1, "slug": "qiao", "lang": "zh-Hant", "claims": [
///     {"id": "zhi", "number": 1, "kind": "fact", "text": {"zh-Hant": "橋建於一百年前"}}]}"#;
/// let new = old.replace("一百", "兩百");
/// let difference = compare(&read_edition(old.as_bytes())?, &read_edition(new.as_bytes())?);
/// assert_eq!(draw_human(&difference, false), "claims\n  reworded  zhi  橋建於〔−一〕〔＋兩〕百年前\n");
/// # Ok::<(), String>(())
/// ```
pub fn compare(old: &Edition, new: &Edition) -> Difference {
    let variants = Variants::new(&old.lang, &new.lang);
    let title = variants.pair(&old.title, &new.title);
    let edition = [
        field("slug", Some(&old.slug), Some(&new.slug)),
        field("lang", Some(&old.lang), Some(&new.lang)),
        field("title", title.0, title.1),
        field("witness", old.witness.as_deref(), new.witness.as_deref()),
    ];
    let mut difference = Difference {
        version: 1,
        changed: false,
        edition: edition.into_iter().flatten().collect(),
        paragraphs: compare_paragraphs(&old.paragraphs, &new.paragraphs, &variants),
        claims: compare_claims(old, new, &variants),
        sources: compare_sources(&old.sources, &new.sources),
        emendations: compare_emendations(&old.emendations, &new.emendations, &variants),
        counts: compare_counts(&old.counts, &new.counts),
    };
    difference.paragraphs.converted += usize::from(variants.is_converted(&old.title, &new.title));
    difference.changed = !difference.is_empty();
    difference
}

/// Draws a difference as JSON, indented, ending in a line end; `docs/diff.md` tells its shape.
pub fn draw_json(difference: &Difference) -> String {
    // Strings and numbers only: serialising cannot fail.
    serde_json::to_string_pretty(difference).unwrap_or_default() + "\n"
}
