//! `defaults.yaml`: front matter that the articles in and below its folder share.
//!
//! 1. Each file is read once, as front matter is; a field that each article has of its own is an error (`read_one`).
//! 2. What a file does not say it has from the folder above it, an article from the nearest folder (`Typed::or`).
//! 3. Plain text is turned into the script of articles that are written in the other one (`Typed::converted`).
//! 4. What an article has from there has no place in its own file (`Typed::unplaced`); what is wrong with it is said once.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_saphyr::{Location, Spanned};

use super::{OneOrMany, Reader, Typed};
use crate::config::{Config, Yaml, typed_span};
use crate::diag::{Diagnostic, Error};
use crate::model::{Prose, Script, Variant};
use crate::parse::Input;

/// The fields that each article has of its own.
const OWN: [&str; 8] = ["title", "subtitle", "summary", "date", "updated", "slug", "aliases", "series-order"];

/// What articles have where their own front matter does not say it: a folder's defaults, with those of the folders above.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// What plain text is written in.
    lang: Variant,
    /// For articles of that script, and for those of the other.
    typed: Typed,
    converted: Typed,
}

/// Groups of the glossary, by name, and where the names are typed, in bytes of the file.
pub(crate) type Groups = Vec<(String, Range<usize>)>;

/// The defaults of a site, by folder.
#[derive(Debug, Clone, Default)]
pub struct FolderDefaults {
    folders: BTreeMap<String, Defaults>,
    /// By file: the glossary's groups that are typed there, and where.
    pub(crate) groups: Vec<(String, Groups)>,
}

impl FolderDefaults {
    /// Reads files `(path, text)`, each of which stands behind those of the folders above it; `convert` turns plain text of a
    /// variant into a script.
    ///
    /// Errors: those of `convert`. A file with an error is reported with its place, by the codes of front matter, and not used.
    pub fn read<'a>(
        files: impl Iterator<Item = (&'a str, &'a str)>,
        config: &Config,
        convert: impl Fn(&str, Variant, Script) -> Result<String, Error>,
    ) -> Result<(Self, Vec<Diagnostic>), Error> {
        let (mut read, mut findings) = (Self::default(), Vec::new());
        for (path, text) in files {
            let (folder, _) = path.rsplit_once('/').unwrap_or_default();
            let nothing = || Defaults { lang: config.lang, typed: Typed::default(), converted: Typed::default() };
            let above = read.of(folder).cloned().unwrap_or_else(nothing);
            let input = Input { path, text, name: "defaults", config, defaults: None };
            match read_one(&input, &above) {
                Ok((typed, lang, groups, found)) => {
                    let other = lang.script.other();
                    let converted = typed.clone().converted(|text| convert(text, lang, other))?;
                    let typed = typed.or(above.in_script(lang.script));
                    let converted = converted.or(above.in_script(other));
                    read.folders.insert(folder.to_owned(), Defaults { lang, typed, converted });
                    read.groups.push((path.to_owned(), groups));
                    findings.extend(found);
                }
                Err(found) => findings.extend(found),
            }
        }
        Ok((read, findings))
    }

    /// Returns the defaults of an article's folder: those of the nearest folder that has any, itself included.
    pub fn of(&self, folder: &str) -> Option<&Defaults> {
        if self.folders.is_empty() {
            return None;
        }
        let above = folder.rmatch_indices('/').filter_map(|(at, _)| folder.get(..at));
        std::iter::once(folder).chain(above).find_map(|folder| self.folders.get(folder))
    }
}

impl Defaults {
    /// Adds to what an article says of itself, in the article's own script; it is in `unstated` when nobody says.
    pub(super) fn add_to(&self, typed: Typed, unstated: Variant) -> Typed {
        let stated = typed.lang.as_ref().or(self.typed.lang.as_ref());
        // A language that there is none of is reported where it is typed.
        let lang = stated.map_or(Ok(unstated), |lang| lang.value.parse::<Variant>()).unwrap_or(self.lang);
        typed.or(self.in_script(lang.script))
    }

    fn in_script(&self, script: Script) -> &Typed {
        if script == self.lang.script { &self.typed } else { &self.converted }
    }
}

/// One file's own defaults, the variant that it is written in, the groups typed there, and what is to be looked at.
type Read = (Typed, Variant, Groups, Vec<Diagnostic>);

fn read_one(input: &Input<'_>, above: &Defaults) -> Result<Read, Vec<Diagnostic>> {
    let limit = input.config.limits.front_matter_kib;
    if input.text.len() > limit * 1024 {
        let finding = Diagnostic::error("JZ004", format!("defaults of more than {limit} KiB"));
        return Err(vec![finding.at(input.path, 0..0)]);
    }
    let yaml = Yaml { path: input.path, text: input.text, base: 0 };
    let (typed, unread) = yaml.read::<Typed>("JZ007");
    let typed = typed.unwrap_or_default();
    let unread = unread.into_iter().map(without_own).chain(misplaced(input.path, &typed)).collect();
    let unstated = input.config.lang;
    let typed_or_above = above.add_to(typed.clone(), unstated);
    let front = Reader { input, base: 0, unstated }.read_all(yaml, typed_or_above, unread)?;
    let glossary = front.front.glossary;
    let groups = if glossary.is_inherited { Vec::new() } else { glossary.groups };
    Ok((typed.unplaced(), front.front.lang, groups, front.findings))
}

/// Reports the fields that no two articles share.
fn misplaced(path: &str, typed: &Typed) -> Vec<Diagnostic> {
    fn at<T>(typed: Option<&Spanned<T>>) -> Option<Range<usize>> {
        typed.map(|typed| typed_span(0, typed))
    }
    let places = [
        at(typed.title.as_ref()),
        at(typed.subtitle.as_ref()),
        at(typed.summary.as_ref()),
        at(typed.date.as_ref()),
        at(typed.updated.as_ref()),
        at(typed.slug.as_ref()),
        at(typed.aliases.first()),
        at(typed.series_order.as_ref()),
    ];
    let typed = OWN.iter().zip(places).filter_map(|(name, at)| Some((name, at?)));
    let report = |(name, at)| {
        let finding = Diagnostic::error("JZ007", format!("`{name}` cannot be the same in all articles of a folder"));
        finding.at(path, at).hint("type it in the front matter of each article's index.md")
    };
    typed.map(report).collect()
}

/// Takes the fields that do not stand here out of a hint that lists all.
fn without_own(mut finding: Diagnostic) -> Diagnostic {
    if let Some(listed) = finding.hint.as_deref().and_then(|hint| hint.strip_prefix(LISTED)) {
        let known: Vec<&str> = listed.split(", ").filter(|name| !OWN.contains(name)).collect();
        finding.hint = Some(format!("{LISTED}{}", known.join(", ")));
    }
    finding
}

/// How a hint begins that lists what is known.
const LISTED: &str = "known here: ";

impl Typed {
    /// Takes over from `above` what is not typed here: a field as a whole, whatever it holds.
    fn or(self, above: &Self) -> Self {
        Self {
            author: self.author.or_else(|| above.author.clone()),
            lang: self.lang.or_else(|| above.lang.clone()),
            tags: self.tags.or_else(|| above.tags.clone()),
            series: self.series.or_else(|| above.series.clone()),
            edition: self.edition.or_else(|| above.edition.clone()),
            editor: self.editor.or_else(|| above.editor.clone()),
            license: self.license.or_else(|| above.license.clone()),
            draft: self.draft.or(above.draft),
            based_on: self.based_on.or_else(|| above.based_on.clone()),
            witness: self.witness.or_else(|| above.witness.clone()),
            glossary: self.glossary.or_else(|| above.glossary.clone()),
            kind: self.kind.or(above.kind),
            ..self
        }
    }

    /// Forgets where the fields that can be shared are typed.
    fn unplaced(self) -> Self {
        fn forget<T>(typed: Spanned<T>) -> Spanned<T> {
            Spanned::new(typed.value, Location::UNKNOWN, Location::UNKNOWN)
        }
        Self {
            author: self.author.map(forget),
            lang: self.lang.map(forget),
            tags: self.tags.map(forget),
            series: self.series.map(forget),
            edition: self.edition.map(forget),
            editor: self.editor.map(forget),
            license: self.license.map(forget),
            based_on: self.based_on.map(forget),
            glossary: self.glossary.map(forget),
            ..self
        }
    }
}

impl Typed {
    /// Turns plain text into that of the other script.
    fn converted(mut self, convert: impl Fn(&str) -> Result<String, Error>) -> Result<Self, Error> {
        let mut failed = None;
        let mut change = |prose: &mut Prose| {
            if let Prose::Plain(text) = prose {
                match convert(text) {
                    Ok(converted) => *text = converted,
                    Err(error) => failed = Some(error),
                }
            }
        };
        for list in [&mut self.author, &mut self.editor, &mut self.tags].into_iter().flatten() {
            match &mut list.value {
                OneOrMany::One(prose) => change(prose),
                OneOrMany::Many(list) => list.iter_mut().for_each(&mut change),
            }
        }
        [&mut self.series, &mut self.license].into_iter().flatten().for_each(|prose| change(&mut prose.value));
        if let Some(edition) = &mut self.edition {
            let mut prose = Prose::Plain(std::mem::take(&mut edition.value));
            change(&mut prose);
            edition.value = if let Prose::Plain(text) = prose { text } else { String::new() };
        }
        if let Some(glossary) = &mut self.glossary {
            glossary.value.change_reasons(change);
        }
        failed.map_or(Ok(self), Err)
    }
}

/// Says whether a value is typed in the file that is read, and not in the defaults of a folder.
pub(super) fn is_placed<T>(typed: &Spanned<T>) -> bool {
    typed.referenced != Location::UNKNOWN
}

/// Returns the schema of `defaults.yaml`: that of front matter, without the fields that no two articles share.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    let mut schema = schemars::schema_for!(Typed);
    if let Some(fields) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        OWN.iter().for_each(|name| drop(fields.remove(*name)));
    }
    schema
}
