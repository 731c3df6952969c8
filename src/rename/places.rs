//! Where a label or a source's key is typed and means that: spans that the parsers give, never found by searching a text.

use std::ops::Range;
use std::path::Path;

use super::Named;
use crate::config::Config;
use crate::diag::Error;
use crate::discover::{ArticleFiles, TextFile};
use crate::model::Document;
use crate::parse::{Input, parse};
use crate::patch::Step::{Each, Key, OneOrEach};
use crate::patch::{Edit, Step, Target, exchange, find_words};
use crate::typed_files::{Stop, unreadable};

/// A word looked for, and what it must name.
pub(super) struct Search<'a> {
    pub(super) named: Named,
    pub(super) word: &'a str,
}

/// A place in which a word is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The file, relative to the root.
    pub(super) path: String,
    /// What stands there, one and many.
    pub(super) noun: [&'static str; 2],
    /// Bytes of the file's text; in YAML with quotation marks.
    at: Range<usize>,
    /// What is typed there, as far as it must be.
    word: String,
    is_yaml: bool,
}

impl Place {
    /// Says whether the place is a mark or a note, not only a record of one.
    pub(super) fn is_in_text(&self) -> bool {
        !self.is_yaml
    }

    /// Returns the edit that puts `new` there.
    ///
    /// Errors: when the word stands there in another guise, as an alias of YAML or with escapes.
    pub(super) fn edit(&self, file: &TextFile, new: &str) -> Result<Edit, Stop> {
        let is_meant = |typed: &str| typed.to_lowercase() == self.word;
        let edit = if self.is_yaml {
            exchange(&file.text, self.at.clone(), is_meant, new)
        } else {
            let is_there = file.text.get(self.at.clone()).is_some_and(is_meant);
            is_there.then(|| Edit { at: self.at.clone(), new: new.to_owned() })
        };
        edit.ok_or_else(|| {
            let line = file.text.get(..self.at.start).unwrap_or_default().matches('\n').count() + 1;
            let message = format!("line {line} names `{}` in a form that cannot be exchanged", self.word);
            Stop::Content(Error::at(Path::new(&file.path), message).hint("type the word itself there, then run again"))
        })
    }
}

/// What the article's text is parsed with.
pub(super) fn input<'a>(files: &'a ArticleFiles, config: &'a Config) -> Input<'a> {
    Input { path: &files.index.path, text: &files.index.text, name: &files.name, config, defaults: None }
}

fn document(files: &ArticleFiles, config: &Config) -> Result<Document, Stop> {
    parse(&input(files, config)).0.ok_or_else(|| unreadable(&files.index.path, "cannot be read"))
}

/// Returns the places of a note's label: marks, definitions, and what is recorded under it.
///
/// Units: `label` in lower case, as labels are compared.
pub(super) fn label_places(files: &ArticleFiles, config: &Config, label: &str) -> Result<Vec<Place>, Stop> {
    let document = document(files, config)?;
    let text = &files.index.text;
    let place = |noun, at| Place { path: files.index.path.clone(), noun, at, word: label.to_owned(), is_yaml: false };
    let refs = document.leaves.iter().flat_map(|leaf| &leaf.refs).filter(|r| r.label == label);
    let marks = refs.map(|r| place(["mark", "marks"], r.source.start + 2..r.source.end.saturating_sub(1)));
    let notes = document.notes.iter().filter(|note| note.label == label);
    let definitions = notes.map(|note| {
        let start = note.source.start + 2;
        let end = text.get(start..note.source.end).and_then(|rest| rest.find("]:")).unwrap_or_default();
        place(["definition", "definitions"], start..start + end)
    });
    let mut places: Vec<Place> = marks.chain(definitions).collect();
    let is_label = |typed: &str| typed.to_lowercase() == label;
    let claims = Typed { file: files.claims.as_ref(), word: label };
    places.extend(claims.find(&[], Target::Keys, ["entry", "entries"], is_label)?);
    let changes = Typed { file: files.changes.as_ref(), word: label };
    places.extend(changes.find(&[Each, Key("claims"), Each], Target::Value, ["label", "labels"], is_label)?);
    Ok(places)
}

/// Returns the places of a source's key in one article: its citations, evidence from it, its own entry.
pub(super) fn source_places(files: &ArticleFiles, config: &Config, key: &str) -> Result<Vec<Place>, Stop> {
    let document = document(files, config)?;
    let place = |noun, at: Range<usize>, is_yaml| Place {
        path: files.index.path.clone(),
        noun,
        at,
        word: key.to_owned(),
        is_yaml,
    };
    let citations = document.notes.iter().flat_map(|note| &note.citations).filter(|citation| citation.key == key);
    let mut places: Vec<Place> = citations
        .map(|citation| {
            // The place begins with the sign `@`, half-width or full-width, and may have a space behind it.
            let end = citation.source.end;
            place(["citation", "citations"], end.saturating_sub(key.len())..end, false)
        })
        .collect();
    let based_on = document.front.based_on.iter().filter(|citation| citation.key == key);
    places.extend(based_on.map(|citation| place(["`based-on`", "`based-on`"], citation.source.clone(), true)));
    let is_key = |typed: &str| typed == key;
    let claims = Typed { file: files.claims.as_ref(), word: key };
    let mut add = |steps: &[Step], target, noun| -> Result<(), Stop> {
        places.extend(claims.find(steps, target, noun, is_key)?);
        Ok(())
    };
    add(&[Each, Key("evidence")], Target::Keys, ["piece of evidence", "pieces of evidence"])?;
    add(&[Each, Key("evidence"), Each, OneOrEach, Key("via")], Target::Value, ["`via`", "`via`"])?;
    add(&[Each, Key("reply"), Key("source")], Target::Value, ["`reply`", "`reply`"])?;
    if let Some(own) = &files.sources {
        places.extend(shared_places(own, key)?);
    }
    Ok(places)
}

/// Returns the places of a source's key in a bibliography: its entry, and the sources that relay it.
pub(super) fn shared_places(file: &TextFile, key: &str) -> Result<Vec<Place>, Stop> {
    let sources = Typed { file: Some(file), word: key };
    let is_key = |typed: &str| typed == key;
    let mut places = sources.find(&[], Target::Keys, ["entry", "entries"], is_key)?;
    let relays = [Each, Key("jz"), Key("relays"), Each, Key("source")];
    places.extend(sources.find(&relays, Target::Value, ["`relays`", "`relays`"], is_key)?);
    Ok(places)
}

/// Returns the places of a source's key in the defaults of a folder.
pub(super) fn defaults_places(file: &TextFile, key: &str) -> Result<Vec<Place>, Stop> {
    let typed = Typed { file: Some(file), word: key };
    typed.find(&[Key("based-on")], Target::Value, ["`based-on`", "`based-on`"], |typed| typed == key)
}

/// A YAML file, when there is one, and the word looked for.
struct Typed<'a> {
    file: Option<&'a TextFile>,
    word: &'a str,
}

impl Typed<'_> {
    fn find(
        &self,
        steps: &[Step],
        target: Target,
        noun: [&'static str; 2],
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<Vec<Place>, Stop> {
        let Some(file) = self.file else {
            return Ok(Vec::new());
        };
        let found = find_words(&file.text, steps, target, is_meant);
        let found = found.ok_or_else(|| unreadable(&file.path, "cannot be read"))?;
        let place = |at| Place { path: file.path.clone(), noun, at, word: self.word.to_owned(), is_yaml: true };
        Ok(found.into_iter().map(place).collect())
    }
}
