//! Makes an edition of a text, without files.

use std::sync::LazyLock;

use jiaozhu::config::Config;
use jiaozhu::diag::Diagnostic;
use jiaozhu::model::{Engines, Scripted, SharedGlossary, Witness};
use jiaozhu::opencc::OpenCc;
use jiaozhu::parse::{Input, read_sources};
use jiaozhu::pipeline::{ArticleTexts, read_edition};
use jiaozhu::words::Words;

/// One engine for all tests: opening it costs more than any test.
static ENGINE: LazyLock<OpenCc> = LazyLock::new(OpenCc::new);
/// One lexicon, as well.
static WORDS: LazyLock<Words> = LazyLock::new(Words::new);

/// What articles are converted with.
pub fn engines() -> Engines<'static> {
    Engines { opencc: &*ENGINE, words: &*WORDS }
}

/// What an article is made of.
#[derive(Default)]
pub struct Article<'a> {
    pub index: &'a str,
    pub collation: Option<&'a str>,
    pub claims: Option<&'a str>,
    pub sources: Option<&'a str>,
    pub changes: Option<&'a str>,
    pub witness: Option<&'a str>,
    pub glossary: SharedGlossary,
    pub config: Config,
}

impl Article<'_> {
    /// Reads the article.
    pub fn read(&self) -> (Option<Scripted>, Vec<Diagnostic>) {
        let witness = self.witness.map(|text| Witness { text: text.to_owned(), sha256: String::new() });
        let (sources, found) =
            self.sources.map(|text| read_sources("content/a/sources.yaml", text)).unwrap_or_default();
        let texts = ArticleTexts {
            index: Input {
                path: "content/a/index.md",
                text: self.index,
                name: "a",
                config: &self.config,
                defaults: None,
            },
            collation: self.collation.map(|text| ("content/a/collation.yaml", text)),
            claims: self.claims.map(|text| ("content/a/claims.yaml", text)),
            changes: self.changes.map(|text| ("content/a/changes.yaml", text)),
            witness: witness.as_ref(),
            sources: &sources.into(),
            own_sources: None,
            glossary: &self.glossary,
            seeks_unsourced: true,
        };
        let (scripted, findings) = read_edition(&texts, engines()).expect("OpenCC converts");
        (scripted, found.into_iter().chain(findings).collect())
    }

    /// Reads an article that has no error.
    pub fn edition(&self) -> Scripted {
        let (scripted, findings) = self.read();
        let errors: Vec<&Diagnostic> =
            findings.iter().filter(|f| f.severity == jiaozhu::diag::Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:#?}\nin {}", self.index);
        scripted.expect("an article without errors is an edition")
    }
}

/// Returns the edition of a text alone.
pub fn edition(index: &str) -> Scripted {
    Article { index, ..Article::default() }.edition()
}

/// Returns the codes found in a text, in order.
pub fn codes(index: &str) -> Vec<&'static str> {
    Article { index, ..Article::default() }.read().1.into_iter().map(|finding| finding.code).collect()
}

/// Returns the text of the first body leaf in variant `v`.
pub fn first_text(scripted: &Scripted, v: usize) -> String {
    let leaf = scripted.annotated.numbered[0].leaves[0];
    scripted.texts[v][leaf].text.iter().collect()
}

/// Converts by the plain engine, without any of our rules.
pub fn opencc(config: jiaozhu::model::ScriptConfig, text: &str) -> String {
    use jiaozhu::model::Convert;
    ENGINE.convert(config, text).expect("OpenCC converts")
}
