//! The commands `init` and `new`: a site with an example edition, an article to be written. In: a folder, a title.
//! Out: typed files, and what was done, a line a step. Refuses to write over anything.
//!
//! 1. `init` looks whether the folder is empty and writes settings and the example, all or nothing.
//! 2. `new_article` makes a slug of the title and writes the article's `index.md`.

use std::path::Path;

use crate::config::yaml_quoted;
use crate::diag::Error;
use crate::discover;
use crate::model::{Script, is_slug, make_slug};
use crate::typed_files::{NewFile, TypedSite, write_all};

/// The longest slug made of a title, in bytes.
const N_SLUG: usize = 60;
/// The site's title when none is typed; the same in both scripts.
const TITLE: &str = "我的校注本";
/// How many names of a folder that is not empty are told.
const N_NAMES: usize = 5;

/// What `init` is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct InitRequest<'a> {
    /// The folder of the new site; it need not exist.
    pub folder: &'a Path,
    /// The site's title, in the site's script.
    pub title: Option<&'a str>,
    /// The site's script.
    pub script: Script,
}

/// What `new` is asked to do.
#[derive(Debug, Clone, Copy)]
pub struct NewRequest<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The article's title, in the site's script.
    pub title: &'a str,
    /// The article's name in addresses; made of the title when not typed.
    pub slug: Option<&'a str>,
}

/// Files by their paths below the site's root; `{title}` in the settings is the site's title.
type Example = [(&'static str, &'static str); 8];

macro_rules! example {
    ($script:literal) => {
        [
            ("jiaozhu.toml", include_str!(concat!("start/", $script, "/jiaozhu.toml"))),
            ("content/glossary.yaml", include_str!(concat!("start/", $script, "/glossary.yaml"))),
            ("content/bell/index.md", include_str!(concat!("start/", $script, "/index.md"))),
            ("content/bell/sources.yaml", include_str!(concat!("start/", $script, "/sources.yaml"))),
            ("content/bell/claims.yaml", include_str!(concat!("start/", $script, "/claims.yaml"))),
            ("content/bell/witness.txt", include_str!(concat!("start/", $script, "/witness.txt"))),
            ("content/bell/collation.yaml", include_str!(concat!("start/", $script, "/collation.yaml"))),
            (".gitignore", "/public/\n/.jiaozhu/\n"),
        ]
    };
}

/// The schemas of typed files, in `schemas/` of the new site.
const SCHEMAS: [(&str, &str); 8] = [
    ("schemas/jiaozhu.schema.json", include_str!("../docs/schemas/jiaozhu.schema.json")),
    ("schemas/front-matter.schema.json", include_str!("../docs/schemas/front-matter.schema.json")),
    ("schemas/defaults.schema.json", include_str!("../docs/schemas/defaults.schema.json")),
    ("schemas/sources.schema.json", include_str!("../docs/schemas/sources.schema.json")),
    ("schemas/claims.schema.json", include_str!("../docs/schemas/claims.schema.json")),
    ("schemas/collation.schema.json", include_str!("../docs/schemas/collation.schema.json")),
    ("schemas/glossary.schema.json", include_str!("../docs/schemas/glossary.schema.json")),
    ("schemas/changes.schema.json", include_str!("../docs/schemas/changes.schema.json")),
];

const HANT: Example = example!("zh-hant");
const HANS: Example = example!("zh-hans");

/// Makes a site with an example edition; returns what was done, and what to do next.
///
/// Errors: the folder is not empty; a file cannot be written.
pub fn init(request: &InitRequest<'_>) -> Result<Vec<String>, Error> {
    let folder = request.folder;
    let names = discover::names_in(folder)?.unwrap_or_default();
    if !names.is_empty() {
        let hint = "name a new folder, or an empty one; in a site, `jiaozhu new TITLE` begins an article";
        return Err(Error::at(folder, format!("is not empty: it holds {}", told(&names))).hint(hint));
    }
    let example = match request.script {
        Script::Hant => HANT,
        Script::Hans => HANS,
    };
    let title = request.title.map(str::trim).filter(|title| !title.is_empty()).unwrap_or(TITLE);
    let title = toml::Value::String(title.to_owned()).to_string();
    let made = example
        .iter()
        .map(|(path, text)| NewFile::made(path, &format!("{}{}", schema_line(path), text.replace("{title}", &title))));
    let schemas = SCHEMAS.iter().map(|(path, text)| NewFile::made(path, text));
    write_all(folder, &made.chain(schemas).collect::<Vec<_>>())?;
    let wrote = example.iter().map(|(path, _)| format!("wrote {}", folder.join(path).display()));
    let schemas =
        format!("wrote {}, by which editors complete and check these files", folder.join("schemas").display());
    let example = "the edition in content/bell is an example: change it, or delete it, and glossary.yaml with it";
    let next = format!(
        "next: in {}, `jiaozhu build` writes the site into public/, `jiaozhu check` says what to mend, \
         `jiaozhu new TITLE` begins an article",
        folder.display()
    );
    Ok(wrote.chain([schemas, example.to_owned(), next]).collect())
}

/// Returns the comment by which editors find the schema of the typed file at `path`; nothing for a file that has none.
pub(crate) fn schema_line(path: &str) -> String {
    let up = "../".repeat(path.matches('/').count());
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        // As Taplo and the YAML language server read them.
        Some((stem, "toml")) => {
            format!("#:schema {}schemas/{stem}.schema.json\n", if up.is_empty() { "./" } else { &up })
        }
        Some((stem, "yaml")) => format!("# yaml-language-server: $schema={up}schemas/{stem}.schema.json\n"),
        _ => String::new(),
    }
}

/// The first names of a folder, and how many more there are.
fn told(names: &[String]) -> String {
    let first: Vec<String> = names.iter().take(N_NAMES).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(N_NAMES) {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
    format!("{}{more}", first.join(", "))
}

/// Begins an article: a draft with its title; returns what was done, and what to do next.
///
/// Errors: no slug can be made of the title; a slug that is none, or is taken; a file cannot be written.
pub fn new_article(request: &NewRequest<'_>) -> Result<Vec<String>, Error> {
    let title = request.title.trim();
    let slug = choose_slug(title, request.slug)?;
    let folder = format!("content/{slug}");
    if discover::names_in(&request.root.join(&folder))?.is_some() {
        return Err(Error::new(format!("{folder} is there already")).hint(OTHER));
    }
    let site = TypedSite::open(request.root)?;
    for paths in &site.files.articles {
        if site.slug(paths)? == slug {
            let message = format!("the slug `{slug}` is taken by {}/index.md", paths.folder);
            return Err(Error::new(message).hint(OTHER));
        }
    }
    let path = format!("{folder}/index.md");
    let text = format!("---\ntitle: {}\nlang: {}\ndraft: true\n---\n\n", yaml_quoted(title), site.config.lang);
    write_all(request.root, &[NewFile::made(&path, &text)])?;
    let next = "next: write it below the second `---`; `jiaozhu build --drafts` shows it, and without its line \
                `draft: true` it is published";
    Ok(vec![format!("wrote {path}"), next.to_owned()])
}

const OTHER: &str = "name another with --slug S";

fn choose_slug(title: &str, typed: Option<&str>) -> Result<String, Error> {
    if title.is_empty() {
        return Err(Error::new("the title is empty"));
    }
    if let Some(slug) = typed {
        let wrong =
            || Error::new(format!("the slug `{slug}` cannot stand in an address")).hint("use a-z, 0-9 and `-` only");
        return if is_slug(slug) { Ok(slug.to_owned()) } else { Err(wrong()) };
    }
    let made = Some(make_slug(title, N_SLUG)).filter(|slug| !slug.is_empty());
    made.ok_or_else(|| {
        let error = Error::new(format!("no name for addresses can be made of `{title}`"));
        error.hint("type one: --slug S, with a-z, 0-9 and `-`")
    })
}
