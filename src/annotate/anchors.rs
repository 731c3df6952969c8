//! Ids of blocks, equal on all pages.

use std::collections::BTreeMap;

use crate::model::{Anchor, Edition, LeafId, Numbered, Unit};

/// Gives every leaf its id, and lists what has an `hN` or `pN`.
pub(super) fn number(edition: &Edition, sentences: &[Vec<usize>]) -> (Vec<Option<Anchor>>, Vec<Numbered>) {
    let mut numbering = Numbering { n_headings: 0, n_blocks: 0, numbered: Vec::new() };
    numbering.units(&edition.document.body, "paragraph");
    let mut anchors: Vec<Option<Anchor>> = vec![None; edition.leaves.len()];
    let mut set = |leaf: LeafId, anchor: Anchor| {
        if let Some(slot) = anchors.get_mut(leaf) {
            *slot = Some(anchor);
        }
    };
    let plain = |id: String| Anchor { id, is_cell: false, n_sentences_before: 0 };
    set(edition.document.title, plain("title".to_owned()));
    for block in &numbering.numbered {
        let mut n_sentences_before = 0;
        for leaf in &block.leaves {
            set(*leaf, Anchor { id: block.id.clone(), is_cell: block.kind == "row", n_sentences_before });
            n_sentences_before += sentences.get(*leaf).map_or(0, Vec::len);
        }
    }
    (anchors, numbering.numbered)
}

struct Numbering {
    n_headings: usize,
    n_blocks: usize,
    numbered: Vec<Numbered>,
}

impl Numbering {
    fn units(&mut self, units: &[Unit], kind: &'static str) {
        for unit in units {
            match unit {
                Unit::Heading(_, leaf) => {
                    self.n_headings += 1;
                    self.push(format!("h{}", self.n_headings), "heading", vec![*leaf], None);
                }
                Unit::Paragraph(leaf) => self.block(kind, vec![*leaf], None),
                Unit::ItemText(leaf) => self.block(if kind == "quote" { kind } else { "item" }, vec![*leaf], None),
                Unit::List { items, .. } => items.iter().for_each(|item| self.units(&item.blocks, kind)),
                Unit::Quote(inner) => self.units(inner, "quote"),
                Unit::Table { rows, .. } => rows.iter().for_each(|cells| self.block("row", cells.clone(), None)),
                Unit::Figure { caption, .. } => {
                    caption.iter().for_each(|leaf| self.block("caption", vec![*leaf], None))
                }
                Unit::Code { text, .. } => self.block("code", Vec::new(), Some(text.clone())),
                Unit::Rule => {}
            }
        }
    }

    fn block(&mut self, kind: &'static str, leaves: Vec<LeafId>, code: Option<String>) {
        self.n_blocks += 1;
        self.push(format!("p{}", self.n_blocks), kind, leaves, code);
    }

    fn push(&mut self, id: String, kind: &'static str, leaves: Vec<LeafId>, code: Option<String>) {
        self.numbered.push(Numbered { id, kind, leaves, code });
    }
}

/// Returns GitHub's slug of each heading (lower case, spaces to hyphens, Han kept) and its id.
pub(super) fn heading_slugs(edition: &Edition, numbered: &[Numbered]) -> BTreeMap<String, String> {
    let mut slugs = BTreeMap::new();
    // Where the last heading of a text ended its search, the next one goes on.
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for heading in numbered.iter().filter(|block| block.kind == "heading") {
        let text: String = heading
            .leaves
            .iter()
            .filter_map(|leaf| edition.leaves.get(*leaf))
            .map(|edited| edited.leaf.to_text())
            .collect();
        let slug = github_slug(&text);
        let n = next.entry(slug.clone()).or_default();
        let mut candidate = if *n == 0 { slug.clone() } else { format!("{slug}-{n}") };
        while slugs.contains_key(&candidate) {
            *n += 1;
            candidate = format!("{slug}-{n}");
        }
        slugs.insert(candidate, heading.id.clone());
    }
    slugs
}

fn github_slug(text: &str) -> String {
    let kept = text.trim().to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
