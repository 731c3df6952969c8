//! Parses a `.bib` file into entries whose fields are read one by one, so that one bad field spoils no other.
//!
//! 1. The crate parses the file; abbreviations that would expand without end are taken out.
//! 2. Each field is read alone; one that cannot be read is kept as typed.
//! 3. The sound fields are read together, so that `crossref` and `xdata` pass fields on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use biblatex::{Bibliography, Chunks, Field, Pair, ParseError, RawBibliography, RawChunk, Spanned};
use serde_json::Value;

use crate::diag::Diagnostic;

/// An entry with its fields read.
pub(super) struct RawEntry {
    pub(super) key: String,
    pub(super) kind: String,
    pub(super) at: Range<usize>,
    pub(super) fields: BTreeMap<String, Chunks>,
    pub(super) jz: Option<Value>,
    pub(super) jz_fields: Option<Value>,
    /// Fields that cannot be read, as typed.
    pub(super) kept: Vec<(String, String)>,
}

/// An entry's type and the fields that can be read.
type Sound<'a> = (&'a str, Vec<Pair<'a>>);

/// The deepest nesting of braces in a field, and the longest expansion of an abbreviation in bytes.
const MAX_DEPTH: usize = 32;
const MAX_EXPANSION: usize = 1 << 16;
/// The longest chain of entries that pass fields on.
const MAX_CHAIN: usize = 4;

/// Reads a file.
pub(super) fn read_raw(path: &str, text: &str) -> (Vec<RawEntry>, Vec<Diagnostic>) {
    let raw = match RawBibliography::parse(text) {
        Ok(raw) => raw,
        Err(error) => return (Vec::new(), vec![refusal(path, text, &error)]),
    };
    let mut reader = Reader { path, text, abbreviations: Vec::new(), lengths: BTreeMap::new(), findings: Vec::new() };
    reader.report_rest(&raw);
    reader.check_abbreviations(raw.abbreviations);
    let mut entries: Vec<RawEntry> = Vec::with_capacity(raw.entries.len());
    let mut sound = Vec::with_capacity(raw.entries.len());
    for entry in raw.entries {
        let (read, fields) = reader.read_entry(&entry);
        sound.push((entry.v.kind.v, fields));
        entries.push(read);
    }
    reader.inherit(&mut entries, &sound);
    (entries, reader.findings)
}

/// Takes off what frames an entry or an abbreviation: brackets, commas and `@string`.
fn without_frame(gap: &str) -> &str {
    const STRING: &str = "@string";
    let is_frame = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | '(' | ')' | ',');
    let words = gap.trim_matches(is_frame);
    let cut = words.len().saturating_sub(STRING.len());
    match words.split_at_checked(cut) {
        Some((before, last)) if last.eq_ignore_ascii_case(STRING) => before.trim_matches(is_frame),
        _ => words,
    }
}

fn refusal(path: &str, text: &str, error: &ParseError) -> Diagnostic {
    let start = text.floor_char_boundary(error.span.start.min(text.len()));
    let end = text.ceil_char_boundary(error.span.end.max(start + 1).min(text.len()));
    let finding = Diagnostic::error("JZ320", format!("the file is no BibLaTeX: {}", error.kind));
    finding.at(path, start..end).hint("nothing of it was taken; correct it here, or export it again")
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    abbreviations: Vec<Pair<'a>>,
    /// How long each of them is, expanded.
    lengths: BTreeMap<&'a str, usize>,
    findings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn warn(&mut self, message: String, at: Range<usize>) {
        self.findings.push(Diagnostic::warning("JZ321", message).at(self.path, at));
    }

    /// What stands outside entries and abbreviations is nobody's source; it is named, so that nobody misses it.
    fn report_rest(&mut self, raw: &RawBibliography<'a>) {
        let abbreviations = raw.abbreviations.iter().map(|pair| pair.key.span.start..pair.value.span.end);
        let mut taken: Vec<Range<usize>> = raw.entries.iter().map(|entry| entry.span.clone()).collect();
        taken.extend(abbreviations);
        taken.sort_by_key(|span| span.start);
        let mut start = 0;
        let end = self.text.len();
        for (gap_end, next) in taken.iter().map(|span| (span.start, span.end)).chain(std::iter::once((end, end))) {
            let gap = self.text.get(start..gap_end).unwrap_or_default();
            let words = without_frame(gap);
            if !words.is_empty() {
                let at = start + (words.as_ptr() as usize - gap.as_ptr() as usize);
                let line = words.lines().next().unwrap_or_default().len();
                self.warn("text outside entries was not taken".to_owned(), at..at + line);
            }
            start = next;
        }
    }

    /// Keeps the abbreviations that are made of earlier ones, as BibTeX wants it, and grow to no great length.
    fn check_abbreviations(&mut self, pairs: Vec<Pair<'a>>) {
        for pair in pairs {
            let name = pair.key.v;
            let length = expanded(&pair.value.v, &self.lengths).filter(|length| *length <= MAX_EXPANSION);
            match length {
                Some(length) if !self.lengths.contains_key(name) && depth(&pair.value.v) <= MAX_DEPTH => {
                    self.lengths.insert(name, length);
                    self.abbreviations.push(pair);
                }
                _ => self.warn(format!("the abbreviation `{name}` cannot be used"), pair.key.span.clone()),
            }
        }
    }

    fn read_entry(&mut self, entry: &Spanned<biblatex::RawEntry<'a>>) -> (RawEntry, Vec<Pair<'a>>) {
        let mut read = RawEntry {
            key: entry.v.key.v.to_owned(),
            kind: entry.v.kind.v.to_ascii_lowercase(),
            at: entry.v.key.span.clone(),
            fields: BTreeMap::new(),
            jz: None,
            jz_fields: None,
            kept: Vec::new(),
        };
        let mut sound = Vec::new();
        let mut names = BTreeSet::new();
        for pair in &entry.v.fields {
            let name = pair.key.v.to_ascii_lowercase();
            let typed = self.text.get(pair.value.span.clone()).unwrap_or_default();
            let ours = || serde_json::from_str(typed.strip_prefix('{')?.strip_suffix('}')?).ok();
            match name.as_str() {
                "jz" if read.jz.is_none() => read.jz = ours(),
                "jz-fields" if read.jz_fields.is_none() => read.jz_fields = ours(),
                _ => {}
            }
            if matches!(name.as_str(), "jz" | "jz-fields") && ours().is_some() {
                continue;
            }
            let problem = match self.read_field(pair) {
                Ok(_) if !names.insert(name.clone()) => Some("stands twice".to_owned()),
                Ok(_) => None,
                Err(problem) => Some(format!("cannot be read ({problem})")),
            };
            match problem {
                None => sound.push(pair.clone()),
                Some(problem) => {
                    let message = format!("`{name}` {problem}; it stands in the note as typed");
                    self.warn(message, pair.value.span.clone());
                    read.kept.push((name, typed.to_owned()));
                }
            }
        }
        (read, sound)
    }

    /// Reads one field alone.
    fn read_field(&self, pair: &Pair<'a>) -> Result<Chunks, String> {
        if depth(&pair.value.v) > MAX_DEPTH {
            return Err("braces too deep".to_owned());
        }
        if expanded(&pair.value.v, &self.lengths).is_none() {
            return Err("unknown abbreviation".to_owned());
        }
        // A link would be followed here, to itself at worst: it is read as a text.
        let name = if is_link(pair) { "note" } else { pair.key.v };
        let pair = Pair { key: Spanned::detached(name), value: pair.value.clone() };
        let mut fields = read_together(&self.abbreviations, "misc", &[pair]).map_err(|error| error.kind.to_string())?;
        Ok(fields.remove(&name.to_ascii_lowercase()).unwrap_or_default())
    }

    /// Reads all sound fields together where an entry passes fields on, each entry alone where none does.
    fn inherit(&mut self, entries: &mut [RawEntry], sound: &[Sound<'a>]) {
        let keys: BTreeMap<&str, usize> = entries.iter().enumerate().rev().map(|(i, e)| (e.key.as_str(), i)).collect();
        let links: Vec<Vec<usize>> = sound
            .iter()
            .map(|(_, fields)| linked(fields).iter().filter_map(|key| keys.get(key.as_str()).copied()).collect())
            .collect();
        let mut all: Vec<BTreeMap<String, Chunks>> = Vec::new();
        for (idx, (kind, fields)) in sound.iter().enumerate() {
            let chain = chain_of(idx, &links);
            let chain = chain.filter(|chain| chain.len() > 1);
            let inherited = chain.and_then(|chain| read_chain(&self.abbreviations, &chain, idx, entries, sound).ok());
            let has_inherited = inherited.is_some();
            let mut read = inherited.unwrap_or_else(|| {
                let own: Vec<Pair<'a>> = fields.iter().filter(|pair| !is_link(pair)).cloned().collect();
                read_together(&self.abbreviations, kind, &own).unwrap_or_default()
            });
            if !has_inherited {
                for pair in fields.iter().filter(|pair| is_link(pair)) {
                    self.warn(
                        format!("`{}` names no entry that can pass fields on", pair.key.v),
                        pair.value.span.clone(),
                    );
                    read.insert(pair.key.v.to_ascii_lowercase(), self.read_field(pair).unwrap_or_default());
                }
            } else {
                read.remove("crossref");
            }
            all.push(read);
        }
        for (entry, fields) in entries.iter_mut().zip(all) {
            entry.fields = fields;
        }
    }
}

/// Reads the fields of one entry.
fn read_together(
    abbreviations: &[Pair<'_>],
    kind: &str,
    fields: &[Pair<'_>],
) -> Result<BTreeMap<String, Chunks>, ParseError> {
    let entry =
        biblatex::RawEntry { key: Spanned::detached("k"), kind: Spanned::detached(kind), fields: fields.to_vec() };
    let needs = fields.iter().any(|pair| pair.value.v.iter().any(|chunk| matches!(chunk.v, RawChunk::Abbreviation(_))));
    let raw = RawBibliography {
        preamble: String::new(),
        entries: vec![Spanned::detached(entry)],
        abbreviations: if needs { abbreviations.to_vec() } else { Vec::new() },
    };
    let read = Bibliography::from_raw(raw)?;
    Ok(read.into_iter().next().map(|entry| entry.fields).unwrap_or_default())
}

/// Reads an entry together with those that pass fields on to it.
fn read_chain(
    abbreviations: &[Pair<'_>],
    chain: &[usize],
    first: usize,
    entries: &[RawEntry],
    sound: &[Sound<'_>],
) -> Result<BTreeMap<String, Chunks>, ParseError> {
    let parts = chain.iter().filter_map(|idx| Some((entries.get(*idx)?, sound.get(*idx)?)));
    let raw = RawBibliography {
        preamble: String::new(),
        abbreviations: abbreviations.to_vec(),
        entries: parts
            .map(|(entry, (kind, fields))| {
                let fields = fields.iter().filter(|pair| !pair.key.v.eq_ignore_ascii_case("ids")).cloned().collect();
                let key = Spanned::detached(entry.key.as_str());
                Spanned::detached(biblatex::RawEntry { key, kind: Spanned::detached(kind), fields })
            })
            .collect(),
    };
    let key = entries.get(first).map(|entry| entry.key.as_str()).unwrap_or_default();
    let read = Bibliography::from_raw(raw)?;
    let own_ids = sound.get(first).map(|(_, fields)| fields.as_slice()).unwrap_or_default();
    let mut fields = read.get(key).map(|entry| entry.fields.clone()).unwrap_or_default();
    for pair in own_ids.iter().filter(|pair| pair.key.v.eq_ignore_ascii_case("ids")) {
        fields.extend(read_together(abbreviations, "misc", std::slice::from_ref(pair))?);
    }
    Ok(fields)
}

fn is_link(pair: &Pair<'_>) -> bool {
    pair.key.v.eq_ignore_ascii_case("crossref") || pair.key.v.eq_ignore_ascii_case("xdata")
}

/// The keys that an entry takes fields from.
fn linked(fields: &[Pair<'_>]) -> Vec<String> {
    let values = fields.iter().filter(|pair| is_link(pair)).flat_map(|pair| &pair.value.v);
    let texts = values.filter_map(|chunk| match chunk.v {
        RawChunk::Normal(text) => Some(text),
        RawChunk::Abbreviation(_) => None,
    });
    texts.flat_map(|text| text.split(',')).map(str::to_owned).collect()
}

/// The entry and all that it takes from, itself first; none when they go in a circle or too far.
fn chain_of(first: usize, links: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut chain = vec![first];
    let mut level = vec![first];
    for _ in 0..MAX_CHAIN {
        level = level.iter().filter_map(|idx| links.get(*idx)).flatten().copied().collect();
        if level.iter().any(|idx| chain.contains(idx)) {
            return None;
        }
        level.sort_unstable();
        level.dedup();
        chain.extend(&level);
    }
    level.is_empty().then_some(chain)
}

/// The length of a value with its abbreviations expanded; none when one is not known.
fn expanded(field: &Field<'_>, lengths: &BTreeMap<&str, usize>) -> Option<usize> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    field.iter().try_fold(0_usize, |sum, chunk| {
        let length = match &chunk.v {
            RawChunk::Normal(text) => text.len(),
            RawChunk::Abbreviation(name) => match lengths.get(name) {
                Some(length) => *length,
                None => MONTHS.contains(&name.to_ascii_lowercase().as_str()).then_some(2)?,
            },
        };
        Some(sum.saturating_add(length))
    })
}

/// How deep the braces of a value nest.
fn depth(field: &Field<'_>) -> usize {
    let chars = field.iter().flat_map(|chunk| match &chunk.v {
        RawChunk::Normal(text) => text.chars(),
        RawChunk::Abbreviation(_) => "".chars(),
    });
    let (mut now, mut deepest) = (0_usize, 0_usize);
    for c in chars {
        match c {
            '{' => now += 1,
            '}' => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}
