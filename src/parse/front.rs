//! Front matter: YAML between `---` lines (`fence`), unknown fields refused, prose fields turned into leaves.

mod defaults;
mod fence;
mod one_or_many;

use std::ops::Range;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::Input;
use super::glossary::{TypedOwn, read_own_glossary};
use super::prose::ProseFile;
use crate::config::{Yaml, typed_span};
use crate::diag::Diagnostic;
use crate::model::{
    Citation, Date, Field, FrontMatter, Leaf, OwnGlossary, PageKind, Prose, Variant, WitnessPublication,
    is_plainly_in_other_script, is_slug,
};
use defaults::is_placed;
#[cfg(test)]
pub(crate) use defaults::schema as defaults_schema;
pub use defaults::{Defaults, FolderDefaults};
use fence::split;
use one_or_many::OneOrMany;

/// The fields that take one text or several.
const LISTS: [&str; 3] = ["author", "editor", "tags"];

/// Each tag has lists of its own, in which each of its articles shows all its tags.
const MAX_TAGS: usize = 100;

#[derive(Debug, Clone, Deserialize, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Typed {
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    title: Option<Spanned<Prose>>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    subtitle: Option<Spanned<Prose>>,
    #[cfg_attr(test, schemars(with = "Option<OneOrMany>"))]
    author: Option<Spanned<OneOrMany>>,
    #[cfg_attr(test, schemars(with = "Option<crate::model::Date>"))]
    date: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<crate::model::Date>"))]
    updated: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<Variant>"))]
    lang: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<crate::config::Slug>"))]
    slug: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Vec<crate::config::Slug>"))]
    aliases: Vec<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    summary: Option<Spanned<Prose>>,
    #[cfg_attr(test, schemars(with = "Option<OneOrMany>"))]
    tags: Option<Spanned<OneOrMany>>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    series: Option<Spanned<Prose>>,
    #[cfg_attr(test, schemars(with = "Option<u32>"))]
    series_order: Option<Spanned<u32>>,
    // A string alone, so that `1.0` stays what was typed.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    edition: Option<Spanned<String>>,
    #[cfg_attr(test, schemars(with = "Option<OneOrMany>"))]
    editor: Option<Spanned<OneOrMany>>,
    #[cfg_attr(test, schemars(with = "Option<Prose>"))]
    license: Option<Spanned<Prose>>,
    draft: Option<bool>,
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    based_on: Option<Spanned<String>>,
    witness: Option<TypedWitness>,
    #[cfg_attr(test, schemars(with = "Option<TypedOwn>"))]
    glossary: Option<Spanned<TypedOwn>>,
    kind: Option<TypedKind>,
}

#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct TypedWitness {
    publish: TypedPublish,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum TypedPublish {
    Full,
    Contexts,
    None,
}

impl From<TypedPublish> for WitnessPublication {
    fn from(typed: TypedPublish) -> Self {
        match typed {
            TypedPublish::Full => Self::Full,
            TypedPublish::Contexts => Self::Contexts,
            TypedPublish::None => Self::None,
        }
    }
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum TypedKind {
    Page,
    Article,
}

impl From<TypedKind> for PageKind {
    fn from(typed: TypedKind) -> Self {
        match typed {
            TypedKind::Page => Self::Page,
            TypedKind::Article => Self::Article,
        }
    }
}

/// Front matter as read.
pub(crate) struct Front {
    pub(crate) front: FrontMatter,
    pub(crate) title: Option<Leaf>,
    pub(crate) fields: Vec<(Field, Vec<Leaf>)>,
    /// Where the slug is typed, in bytes of the file; empty when it is the folder's name.
    pub(crate) slug_at: Range<usize>,
    /// The same of each alias.
    pub(crate) aliases_at: Vec<Range<usize>>,
    /// Where tags and series are typed; empty when they are not.
    pub(crate) tags_at: Range<usize>,
    pub(crate) series_at: Range<usize>,
    pub(crate) findings: Vec<Diagnostic>,
}

/// Reads the front matter; returns it and the byte at which the Markdown begins.
///
/// Errors: `JZ007` YAML, `JZ008` dates, `JZ009` slugs, `JZ013` languages, each with its place.
pub(crate) fn read_front(input: &Input<'_>) -> Result<(Front, usize), Vec<Diagnostic>> {
    let (yaml, body_start) = split(input)?;
    let text = input.text.get(yaml.clone()).unwrap_or_default();
    let yaml = Yaml { path: input.path, text, base: yaml.start };
    let (typed, unread) = yaml.read::<Typed>("JZ007");
    let typed = typed.unwrap_or_default();
    let unstated = if typed.lang.is_some() { input.config.lang } else { lang_of_characters(input) };
    let typed = match input.defaults {
        Some(defaults) => defaults.add_to(typed, unstated),
        None => typed,
    };
    Reader { input, base: yaml.base, unstated }.read_all(yaml, typed, unread).map(|front| (front, body_start))
}

/// The variant of an article that states none: that of jiaozhu.toml, and where this states none either, the script in which the
/// article plainly is.
fn lang_of_characters(input: &Input<'_>) -> Variant {
    let lang = input.config.lang;
    let is_other = || is_plainly_in_other_script(input.text.chars(), lang.script);
    if input.config.states_lang || !is_other() { lang } else { Variant::HANS }
}

/// Returns where the YAML of a text's front matter stands; none where it has none.
pub(crate) fn front_yaml(text: &str) -> Option<Range<usize>> {
    let config = Default::default();
    let (at, body_start) = split(&Input { path: "", text, name: "", config: &config, defaults: None }).ok()?;
    (body_start > 0).then_some(at)
}

/// The leaf of a title, when one is typed, and those of the fields.
type Leaves = (Option<Leaf>, Vec<(Field, Vec<Leaf>)>);

struct Reader<'a> {
    input: &'a Input<'a>,
    base: usize,
    /// What a text is written in that does not say.
    unstated: Variant,
}

impl Reader<'_> {
    /// Reads what is typed in `yaml`; `unread` is what could not be read of it, and all that is wrong is told together.
    fn read_all(&self, yaml: Yaml<'_>, typed: Typed, mut unread: Vec<Diagnostic>) -> Result<Front, Vec<Diagnostic>> {
        let commas = yaml.wide_commas(&LISTS);
        let is_whole = unread.is_empty();
        let found = match self.read(typed) {
            Ok(front) if is_whole => return Ok(Front { findings: [front.findings, commas].concat(), ..front }),
            Ok(front) => front.findings,
            Err(found) => found,
        };
        // The folder's name stands for a slug that could not be read.
        unread.extend(found.into_iter().chain(commas).filter(|finding| is_whole || finding.has_extent()));
        Err(unread)
    }

    fn read(&self, mut typed: Typed) -> Result<Front, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let lang = self.check(typed.lang.as_ref(), "JZ013", &mut findings, |text| text.parse::<Variant>());
        let lang = lang.unwrap_or(self.unstated);
        let date = |typed: &Option<Spanned<String>>, findings: &mut Vec<Diagnostic>| {
            self.check(typed.as_ref(), "JZ008", findings, |text| text.parse::<Date>())
        };
        let tags_at = typed.tags.as_ref().map_or(0..0, |tags| typed_span(self.base, tags));
        let series_at = typed.series.as_ref().map_or(0..0, |series| typed_span(self.base, series));
        let slug_at = typed.slug.as_ref().map_or(0..0, |slug| typed_span(self.base, slug));
        let aliases_at = typed.aliases.iter().map(|alias| typed_span(self.base, alias)).collect();
        let file = ProseFile { path: self.input.path, text: self.input.text, base: self.base, lang };
        let front = FrontMatter {
            aliases: typed.aliases.iter().map(|alias| self.slug(Some(alias), &mut findings)).collect(),
            slug: self.slug(typed.slug.as_ref(), &mut findings),
            lang,
            date: date(&typed.date, &mut findings),
            updated: date(&typed.updated, &mut findings),
            draft: typed.draft.unwrap_or_default(),
            based_on: typed.based_on.take().map(|key| Citation {
                source: typed_span(self.base, &key),
                key: key.value,
                locator: None,
            }),
            witness: typed.witness.take().map_or(WitnessPublication::Full, |witness| witness.publish.into()),
            glossary: self.glossary(typed.glossary.take(), file, &mut findings),
            kind: typed.kind.map_or(PageKind::Article, Into::into),
            series_order: typed.series_order.take().map(|order| order.value),
        };
        findings.extend(self.too_many_tags(typed.tags.as_ref()));
        if findings.iter().any(|finding| finding.severity == crate::diag::Severity::Error) {
            return Err(findings);
        }
        let (title, fields) = self.leaves(typed, file, &mut findings);
        Ok(Front { front, title, fields, slug_at, aliases_at, tags_at, series_at, findings })
    }

    /// Returns the leaves of the title and of the other fields that hold prose.
    fn leaves(&self, typed: Typed, file: ProseFile<'_>, findings: &mut Vec<Diagnostic>) -> Leaves {
        let mut one = |prose: Option<Spanned<Prose>>| {
            let leaf = prose.map(|prose| field_leaf(file, &prose.value, self.place(&prose), findings));
            leaf.into_iter().collect::<Vec<_>>()
        };
        let title = one(typed.title).pop();
        let subtitle = one(typed.subtitle);
        let summary = one(typed.summary);
        let series = one(typed.series);
        let edition = one(typed.edition.map(plain));
        let license = one(typed.license);
        let mut many = |prose: Option<Spanned<OneOrMany>>| {
            let at = prose.as_ref().and_then(|prose| self.place(prose));
            let mut leaf = |prose: &Prose| field_leaf(file, prose, at, findings);
            match prose.map(|prose| prose.value) {
                None => Vec::new(),
                Some(OneOrMany::One(prose)) => vec![leaf(&prose)],
                Some(OneOrMany::Many(list)) => list.iter().map(leaf).collect(),
            }
        };
        let fields = vec![
            (Field::Subtitle, subtitle),
            (Field::Author, many(typed.author)),
            (Field::Summary, summary),
            (Field::Tag, many(typed.tags)),
            (Field::Series, series),
            (Field::Edition, edition),
            (Field::Editor, many(typed.editor)),
            (Field::License, license),
        ];
        (title, fields)
    }

    /// Returns the byte at which a value is typed; none when the defaults of a folder state it.
    fn place<T>(&self, typed: &Spanned<T>) -> Option<usize> {
        is_placed(typed).then(|| typed_span(self.base, typed).start)
    }

    fn glossary(
        &self,
        typed: Option<Spanned<TypedOwn>>,
        file: ProseFile<'_>,
        findings: &mut Vec<Diagnostic>,
    ) -> OwnGlossary {
        let Some(typed) = typed else { return OwnGlossary::default() };
        let is_inherited = !is_placed(&typed);
        let mut said = Vec::new();
        let read = read_own_glossary(typed.value, file, if is_inherited { &mut said } else { findings });
        OwnGlossary { is_inherited, ..read }
    }

    fn too_many_tags(&self, typed: Option<&Spanned<OneOrMany>>) -> Option<Diagnostic> {
        let tags = typed.filter(|tags| tags.value.len() > MAX_TAGS)?;
        let finding = Diagnostic::error("JZ019", format!("the article has more than {MAX_TAGS} tags"));
        let finding = finding.at(self.input.path, typed_span(self.base, tags));
        Some(finding.hint("keep those that lead to other articles"))
    }

    fn check<T>(
        &self,
        typed: Option<&Spanned<String>>,
        code: &'static str,
        findings: &mut Vec<Diagnostic>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let typed = typed?;
        parse(&typed.value)
            .map_err(|message| {
                findings.push(Diagnostic::error(code, message).at(self.input.path, typed_span(self.base, typed)))
            })
            .ok()
    }

    fn slug(&self, typed: Option<&Spanned<String>>, findings: &mut Vec<Diagnostic>) -> String {
        let slug = typed.map_or(self.input.name, |typed| typed.value.as_str());
        if !is_slug(slug) {
            let finding = Diagnostic::error("JZ009", format!("the slug `{slug}` cannot stand in an address"));
            let at = typed.map_or(0..0, |typed| typed_span(self.base, typed));
            let hint = if typed.is_some() {
                "use a-z, 0-9 and `-` only"
            } else {
                "rename the folder, or type `slug:` with a-z, 0-9 and `-`"
            };
            findings.push(finding.at(self.input.path, at).hint(hint));
        }
        slug.to_owned()
    }
}

/// Returns the leaf of a field that is typed at the byte `at`, or stated by the defaults of a folder.
fn field_leaf(file: ProseFile<'_>, prose: &Prose, at: Option<usize>, findings: &mut Vec<Diagnostic>) -> Leaf {
    match at {
        Some(at) => file.leaf(prose, at, findings),
        None => file.leaf_of_another(prose),
    }
}

fn plain(typed: Spanned<String>) -> Spanned<Prose> {
    Spanned::new(Prose::Plain(typed.value), typed.referenced, typed.defined)
}

/// Returns the schema of front matter.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Typed)
}
