//! The same work done by others: OpenCC's own program converts all texts at once, then Hugo builds a site of two languages.
//!
//! 1. Texts of one script are joined into one file and converted by one process; a process a file would cost hundreds of times more.
//! 2. The result is split again for Hugo's site. That is not counted, as little as joining is.
//! 3. Hugo writes two pages an article, a list, canonical and alternate addresses, a sitemap and a feed of twenty.

use std::fs;
use std::path::{Path, PathBuf};

use super::corpus::{Article, write};
use super::measure::{self, Cost};
use crate::wheel::{WorkFolder, failed};
use crate::{Outcome, opencc};

const SEPARATOR: &str = "\n@@@@ ";
const CLI: &str = "target/opencc-cli";
/// OpenCC's configurations, those that our program uses, and the languages they lead from and to.
const DIRECTIONS: [(&str, &str, &str); 2] = [("s2tw", "zh-hans", "zh-hant"), ("tw2s", "zh-hant", "zh-hans")];

/// Returns the folder of OpenCC's program and dictionaries, fetched unless it was before.
///
/// Errors: the wheel cannot be fetched.
pub fn opencc_cli() -> Outcome<PathBuf> {
    let place = std::env::current_dir().unwrap_or_default().join(CLI);
    if !place.join("bin/opencc").is_file() {
        println!("fetching OpenCC's program");
        let work = WorkFolder::make("opencc-cli")?;
        let unpacked = opencc::unpack(&work.0)?;
        fs::rename(&unpacked, &place).map_err(failed("make", &place))?;
        executable(&place.join("bin/opencc"))?;
    }
    Ok(place)
}

/// Wheels unpacked by Python's `zipfile` lose their permissions.
fn executable(path: &Path) -> Outcome<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(failed("allow running", path))?;
    }
    Ok(())
}

/// Hugo's site and what OpenCC converts for it.
pub struct Chain {
    /// The folder of OpenCC's program and dictionaries.
    pub opencc: PathBuf,
    pub hugo: PathBuf,
    /// Where the site and the joined texts lie.
    pub place: PathBuf,
}

impl Chain {
    /// Writes the joined texts, converts them once, and makes Hugo's site of both.
    ///
    /// Errors: OpenCC fails, or a file cannot be written.
    pub fn prepare(&self, n_articles: usize) -> Outcome<()> {
        for (config, from, to) in DIRECTIONS {
            let is_simplified = from == "zh-hans";
            let articles = (0..n_articles).map(Article::new).filter(|article| article.is_simplified == is_simplified);
            let joined: String =
                articles.map(|article| format!("{SEPARATOR}{}\n{}", article.slug, article.markdown())).collect();
            write(&self.place.join(format!("{config}.in")), &joined)?;
            self.convert_one(config)?;
            let path = self.place.join(format!("{config}.out"));
            let converted = fs::read_to_string(&path).map_err(failed("read", &path))?;
            self.split(&joined, from)?;
            self.split(&converted, to)?;
        }
        for (path, text) in SITE {
            write(&self.place.join("site").join(path), text)?;
        }
        Ok(())
    }

    fn split(&self, joined: &str, language: &str) -> Outcome<()> {
        let articles = joined.split(SEPARATOR).filter_map(|part| part.split_once('\n'));
        let folder = self.place.join("site/content").join(language).join("articles");
        articles.into_iter().try_for_each(|(slug, text)| write(&folder.join(format!("{slug}.md")), text))
    }

    /// Converts all texts, as `prepare` did.
    ///
    /// Errors: OpenCC fails.
    pub fn convert(&self) -> Outcome<Cost> {
        DIRECTIONS.into_iter().try_fold(Cost::default(), |cost, (config, ..)| Ok(cost.then(self.convert_one(config)?)))
    }

    fn convert_one(&self, config: &str) -> Outcome<Cost> {
        let program = self.opencc.join("bin/opencc");
        let settings = self.opencc.join(format!("share/opencc/{config}.json"));
        let (from, to) = (self.place.join(format!("{config}.in")), self.place.join(format!("{config}.out")));
        let words = [&program, Path::new("-c"), &settings, Path::new("-i"), &from, Path::new("-o"), &to];
        measure::run(&words.map(|word| word.display().to_string()), &self.place.join("opencc.log"))
    }

    /// Builds Hugo's site into `output`.
    ///
    /// Errors: Hugo fails.
    pub fn hugo(&self, output: &Path) -> Outcome<Cost> {
        let site = self.place.join("site");
        let words =
            [&self.hugo, Path::new("--quiet"), Path::new("--source"), &site, Path::new("--destination"), output];
        measure::run(&words.map(|word| word.display().to_string()), &self.place.join("hugo.log"))
    }
}

const SITE: [(&str, &str); 4] = [
    (
        "hugo.toml",
        "baseURL = 'https://example.org/books/'\ndefaultContentLanguage = 'zh-hant'\ndefaultContentLanguageInSubdir = true\n\
         disableKinds = ['taxonomy', 'term']\n[services.rss]\nlimit = 20\n[markup.goldmark.renderHooks.link]\nuseEmbedded = 'never'\n\
         [languages.zh-hant]\ntitle = '千篇'\ncontentDir = 'content/zh-hant'\nlanguageCode = 'zh-Hant'\n\
         [languages.zh-hans]\ntitle = '千篇'\ncontentDir = 'content/zh-hans'\nlanguageCode = 'zh-Hans'\n",
    ),
    ("layouts/_default/baseof.html", BASE),
    (
        "layouts/_default/single.html",
        "{{ define \"main\" }}<article><h1>{{ .Title }}</h1><p>{{ .Date.Format \"2006-01-02\" }}</p>{{ .Content }}</article>{{ end }}\n",
    ),
    (
        "layouts/_default/list.html",
        "{{ define \"main\" }}<h1>{{ .Title }}</h1><ul>{{ range site.RegularPages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a> \
         {{ .Description }}</li>{{ end }}</ul>{{ end }}\n",
    ),
];

const BASE: &str = "<!doctype html><html lang=\"{{ site.LanguageCode }}\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title>\
<meta name=\"description\" content=\"{{ .Description }}\"><link rel=\"canonical\" href=\"{{ .Permalink }}\">\
{{ range .AllTranslations }}<link rel=\"alternate\" hreflang=\"{{ .Language.Lang }}\" href=\"{{ .Permalink }}\">{{ end }}\
{{ range .AlternativeOutputFormats }}<link rel=\"{{ .Rel }}\" type=\"{{ .MediaType.Type }}\" href=\"{{ .Permalink }}\">{{ end }}</head>\
<body><header><a href=\"{{ site.Home.RelPermalink }}\">{{ site.Title }}</a></header><main>{{ block \"main\" . }}{{ end }}</main></body></html>\n";
