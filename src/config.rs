//! `jiaozhu.toml` as typed becomes `Config` as meant. In: the file's text. Out: settings, or findings with their places.
//! Knows no file system.

mod any_yaml;
mod check;
mod limits;
mod plain_words;
mod site;
mod slips;
mod style;
mod toml_text;
mod typing;
mod wide_commas;
mod yaml;

use std::ops::Range;

use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::diag::{Diagnostic, did_you_mean};
use crate::model::{Prose, Variant};
pub(crate) use any_yaml::AnyYaml;
pub use check::{Check, Code, Denied};
pub use limits::Limits;
use plain_words::in_plain_words;
pub use site::{PerPage, SiteSettings, Slug};
use slips::find_slip;
pub(crate) use slips::slip_in_key;
pub use style::{Style, pair_of};
use toml_text::read_toml;
pub(crate) use typing::{is_blank_yaml, yaml_escaped, yaml_key, yaml_quoted, yaml_text};
use yaml::About;
pub(crate) use yaml::{Yaml, YamlReader};

/// Which Traditional character forms a Simplified article gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Traditional {
    /// Taiwan's.
    #[default]
    Tw,
    /// Hong Kong's.
    Hk,
    /// OpenCC's own.
    Opencc,
}

/// What happens to quotation marks when the script changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Quotes {
    /// “ ” ↔ 「 」, one for one.
    #[default]
    ByScript,
    /// They stay.
    Keep,
}

/// In which language pages say what is not text of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Interface {
    /// In Chinese, in the script of the page.
    #[default]
    ByScript,
    /// In English.
    En,
}

/// `[conversion]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Conversion {
    /// Character forms.
    pub traditional: Traditional,
    /// Which segmentation decides between the Traditional forms of a Simplified character.
    pub segmentation: Segmentation,
    /// Quotation marks.
    pub quotes: Quotes,
    /// Which of two forms of a character Traditional pages have.
    pub style: Style,
}

/// Which segmentation decides between the Traditional forms of a Simplified character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Segmentation {
    /// OpenCC's longest match, unless the likeliest words say clearly otherwise.
    #[default]
    Frequency,
    /// OpenCC's longest match alone.
    Opencc,
}

/// `[build]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Build {
    /// The output folder, relative to the root.
    pub output: Option<String>,
    /// Whether each article is published as books too.
    pub epub: bool,
    /// Whether `_headers` is written, for hosts that read what to answer with from it.
    pub headers: bool,
}

/// The site's settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The site's title.
    pub title: Prose,
    /// The address the site will have, ending in `/`.
    pub base_url: Option<String>,
    /// What shared prose and articles without `lang` are written in.
    pub lang: Variant,
    /// Whether jiaozhu.toml says so; else articles without `lang` are in the script of their characters.
    pub states_lang: bool,
    /// The site's author.
    pub author: Option<Prose>,
    /// The site's licence.
    pub license: Option<Prose>,
    /// The language of foreign runs in Latin letters.
    pub latin_lang: String,
    /// Where errors are reported.
    pub contact: Option<String>,
    /// The variants; the first two are the columns of the parallel page.
    pub variants: Vec<Variant>,
    /// The language of the interface.
    pub interface: Interface,
    /// Script conversion.
    pub conversion: Conversion,
    /// Findings.
    pub check: Check,
    /// The build.
    pub build: Build,
    /// Lists and addresses.
    pub site: SiteSettings,
    /// How large an article may be.
    pub limits: Limits,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Typed {
    #[cfg_attr(test, schemars(with = "Prose"))]
    title: toml::Spanned<Prose>,
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    base_url: Option<toml::Spanned<String>>,
    lang: Option<Variant>,
    author: Option<Prose>,
    license: Option<Prose>,
    latin_lang: Option<String>,
    contact: Option<String>,
    #[cfg_attr(test, schemars(with = "Option<Vec<Variant>>"))]
    variants: Option<toml::Spanned<Vec<Variant>>>,
    #[serde(default)]
    interface: Interface,
    #[serde(default)]
    conversion: Conversion,
    #[serde(default)]
    check: Check,
    #[serde(default)]
    build: Build,
    #[serde(default)]
    site: SiteSettings,
    #[serde(default)]
    limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: Prose::Plain(String::new()),
            base_url: None,
            lang: Variant::HANT,
            states_lang: false,
            author: None,
            license: None,
            latin_lang: "en".to_owned(),
            contact: None,
            variants: vec![Variant::HANT, Variant::HANS],
            interface: Interface::default(),
            conversion: Conversion::default(),
            check: Check::default(),
            build: Build::default(),
            site: SiteSettings::default(),
            limits: Limits::default(),
        }
    }
}

/// Reads `jiaozhu.toml`.
///
/// Errors: all that is wrong, each with its place: `JZ007` for wrong syntax, unknown keys and impossible values, `JZ002` for
/// an escape that stands for a character which no page can hold.
pub fn read_config(path: &str, text: &str) -> Result<Config, Vec<Diagnostic>> {
    let (typed, mut findings) = read_toml::<Typed>(path, text);
    let Some(typed) = typed else { return Err(findings) };
    let variants = typed.variants.map(|spanned| (spanned.span(), spanned.into_inner()));
    if let Some((span, list)) = &variants {
        let wrong = check_variants(list).err();
        findings.extend(wrong.map(|message| Diagnostic::error("JZ007", message).at(path, span.clone())));
    }
    let base_url = typed.base_url.map(|url| check_base_url(path, url.span(), url.into_inner())).transpose();
    let base_url = base_url.map_err(|finding| findings.push(finding)).unwrap_or_default();
    if !findings.is_empty() {
        return Err(findings);
    }
    let default = Config::default();
    Ok(Config {
        title: typed.title.into_inner(),
        base_url,
        lang: typed.lang.unwrap_or(default.lang),
        states_lang: typed.lang.is_some(),
        author: typed.author,
        license: typed.license,
        latin_lang: typed.latin_lang.unwrap_or(default.latin_lang),
        contact: typed.contact.map(with_scheme),
        variants: variants.map_or(default.variants, |(_, list)| list),
        interface: typed.interface,
        conversion: typed.conversion,
        check: typed.check,
        build: typed.build,
        site: typed.site,
        limits: typed.limits,
    })
}

fn check_variants(list: &[Variant]) -> Result<(), String> {
    let mut folders = std::collections::BTreeSet::new();
    if let Some(twice) = list.iter().find(|variant| !folders.insert(variant.folder())) {
        return Err(format!("the variant `{twice}` stands twice"));
    }
    if list.len() < 2 {
        return Err("`variants` names the two columns of the side-by-side page: two at least".to_owned());
    }
    Ok(())
}

fn check_base_url(path: &str, span: Range<usize>, url: String) -> Result<String, Diagnostic> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(Diagnostic::error("JZ007", format!("`{url}` is no address of a site"))
            .at(path, span)
            .hint("type the whole address, as https://example.org/books/"));
    }
    Ok(if url.ends_with('/') { url } else { format!("{url}/") })
}

/// An address of mail alone is not one that a page can link.
fn with_scheme(contact: String) -> String {
    let is_mailbox = !contact.contains(['/', ':', '?', '#']) && contact.contains('@');
    if is_mailbox { format!("mailto:{contact}") } else { contact }
}

/// Shortens serde's "unknown field" message and adds the key that was probably meant.
pub(crate) fn with_suggestion(mut finding: Diagnostic) -> Diagnostic {
    let mut quoted = finding.message.split('`').skip(1).step_by(2);
    if !finding.message.contains("unknown field") && !finding.message.contains("unknown variant") {
        return finding;
    }
    let Some(typed) = quoted.next().map(str::to_owned) else { return finding };
    // toml quotes the keys it knows, serde-saphyr lists them bare.
    let listed = finding.message.split_once("expected").map_or("", |(_, list)| list);
    let is_word = |word: &&str| !word.is_empty() && !["one", "of", "or", "there", "are", "no", "fields"].contains(word);
    let words = listed.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let mut known: Vec<String> = words.filter(is_word).map(str::to_owned).collect();
    // hayagriva takes each of its words with a capital too.
    known.retain(|word| !word.starts_with(|c: char| c.is_ascii_uppercase()));
    let noun = if finding.message.contains("unknown field") { "key" } else { "value" };
    finding.message = format!("unknown {noun} `{typed}`");
    finding.hint = Some(match did_you_mean(&typed, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known here: {}", known.join(", ")),
    });
    finding
}

/// An error of the YAML parser: the finding, in bytes of the YAML and without its file and code; the byte that the parser
/// names, if it names one; whether it is a slip of the hand, and what it is about.
struct YamlFault {
    finding: Diagnostic,
    at: usize,
    has_place: bool,
    is_slip: bool,
    about: About,
}

/// Returns what a parser says as an error in an editor's words.
pub(crate) fn editors_finding(code: &'static str, message: String) -> Diagnostic {
    in_plain_words(with_suggestion(Diagnostic::error(code, message)))
}

/// Says in an editor's words what the parser of YAML says of `text`.
fn yaml_fault(text: &str, error: &serde_saphyr::Error) -> YamlFault {
    let message = error.without_snippet().to_string();
    let first = message.lines().next().unwrap_or_default();
    let first = first.split(" at line ").next().unwrap_or(first);
    let first = first.strip_prefix("error: ").unwrap_or(first);
    let about = About::of(first);
    let finding = editors_finding("", first.trim_end_matches('.').to_owned());
    let at = error.location().map_or(0, |place| byte_at(text, place.line() as usize, place.column() as usize));
    let has_place = error.location().is_some();
    if let Some(slip) = find_slip(text, at, &finding.message) {
        return YamlFault { finding: slip.into_finding(), at, has_place, is_slip: true, about };
    }
    let end = text.get(at..).and_then(|rest| rest.find(['\n', ':', ' '])).map_or(text.len(), |i| at + i.max(1));
    YamlFault { finding: finding.at("", at..end.max(at)), at, has_place, is_slip: false, about }
}

/// Returns the byte of a place given as line and column (characters, both from 1).
pub(crate) fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(i, _)| i)
}

/// Returns the bytes of a value typed in a YAML text that begins at byte `base` of its file.
pub(crate) fn typed_span<T>(base: usize, typed: &Spanned<T>) -> Range<usize> {
    let span = typed.referenced.span();
    let start = base + span.byte_offset().unwrap_or_default() as usize;
    start..start + span.byte_len().unwrap_or_default() as usize
}

/// Returns the schema of `jiaozhu.toml`.
#[cfg(test)]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(Typed)
}
