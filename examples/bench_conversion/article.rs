//! A text goes the way of an article: Markdown in, the page's text out.

use jiaozhu::config::{Config, Conversion, Quotes};
use jiaozhu::model::{Bibliography, Engines, SharedGlossary, Variant};
use jiaozhu::parse::Input;
use jiaozhu::pipeline::{ArticleTexts, article_html, read_edition};
use scraper::{Html, Selector};

use crate::Outcome;

/// What an article says of its script, and its site of conversion.
#[derive(Debug, Clone)]
pub struct Settings {
    pub own: Variant,
    pub target: Variant,
    pub conversion: Conversion,
}

/// Returns the text of the paragraphs of the page in `settings.target`.
pub fn page_text(paragraphs: &[&str], settings: &Settings, engines: Engines<'_>) -> Outcome<Vec<String>> {
    let index = format!("---\ntitle: \"-\"\nlang: {}\n---\n\n{}\n", settings.own, markdown(paragraphs));
    let conversion = Conversion { quotes: Quotes::Keep, ..settings.conversion.clone() };
    let variants = vec![settings.target, settings.own];
    let config = Config { variants, conversion, ..Config::default() };
    let texts = ArticleTexts {
        index: Input { path: "content/a/index.md", text: &index, name: "a", config: &config, defaults: None },
        collation: None,
        claims: None,
        changes: None,
        witness: None,
        sources: &Bibliography::default(),
        own_sources: None,
        glossary: &SharedGlossary::default(),
        seeks_unsourced: false,
    };
    let (scripted, findings) = read_edition(&texts, engines).map_err(|error| error.to_string())?;
    let scripted = scripted.ok_or_else(|| format!("{findings:?}"))?;
    let page = Html::parse_fragment(&article_html(&scripted, 0));
    let paragraph = Selector::parse("p[id]").map_err(|error| error.to_string())?;
    let shown: Vec<String> = page.select(&paragraph).map(|one| one.text().collect()).collect();
    if shown.len() == paragraphs.len() {
        Ok(shown)
    } else {
        Err(format!("{} paragraphs became {}", paragraphs.len(), shown.len()))
    }
}

/// Punctuation that Markdown could take for markup gets a backslash.
fn markdown(paragraphs: &[&str]) -> String {
    let escaped = |text: &&str| -> String {
        let escape = |c: char| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]);
        text.chars().flat_map(escape).collect()
    };
    paragraphs.iter().map(escaped).collect::<Vec<_>>().join("\n\n")
}
