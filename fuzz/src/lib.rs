//! What the fuzz targets share: an article of texts, and the promises that hold for every text.

mod pages;

use std::sync::LazyLock;

use jiaozhu::config::Config;
use jiaozhu::diag::{Diagnostic, Severity};
use jiaozhu::discover::decode;
use jiaozhu::model::{Engines, Leaf, Scripted, SharedGlossary, Status, Witness};
use jiaozhu::opencc::OpenCc;
use jiaozhu::parse::{Input, read_sources};
use jiaozhu::pipeline::{ArticleTexts, read_edition};
use jiaozhu::words::Words;
pub use pages::{check_address, check_html, check_pages};

static ENGINE: LazyLock<OpenCc> = LazyLock::new(OpenCc::new);
static WORDS: LazyLock<Words> = LazyLock::new(Words::new);
static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);

/// What an article is made of.
#[derive(Default)]
pub struct Article<'a> {
    /// `index.md`.
    pub index: &'a str,
    /// `collation.yaml`.
    pub collation: Option<&'a str>,
    /// `claims.yaml`.
    pub claims: Option<&'a str>,
    /// `sources.yaml`.
    pub sources: Option<&'a str>,
    /// `witness.txt`.
    pub witness: Option<&'a str>,
    /// The words of the site.
    pub glossary: SharedGlossary,
}

impl Article<'_> {
    /// Reads the article, and checks that each finding names a place of the file it is about.
    pub fn read(&self) -> (Option<Scripted>, Vec<Diagnostic>) {
        let (sources, mut findings) = self.sources.map(|text| read_sources("sources.yaml", text)).unwrap_or_default();
        let witness = self.witness.map(|text| Witness { text: text.to_owned(), sha256: String::new() });
        let texts = ArticleTexts {
            index: Input { path: "index.md", text: self.index, name: "a", config: &CONFIG, defaults: None },
            collation: self.collation.map(|text| ("collation.yaml", text)),
            claims: self.claims.map(|text| ("claims.yaml", text)),
            changes: None,
            witness: witness.as_ref(),
            sources: &sources.into(),
            own_sources: self.sources.map(|_| "sources.yaml"),
            glossary: &self.glossary,
            seeks_unsourced: true,
        };
        let (scripted, found) =
            read_edition(&texts, Engines { opencc: &*ENGINE, words: &*WORDS }).expect("the engines are sound");
        findings.extend(found);
        self.check_findings(&findings);
        if scripted.is_none() {
            assert!(has_errors(&findings), "no edition, and no error says why");
        }
        if let Some(scripted) = &scripted {
            check_leaves(scripted);
        }
        (scripted, findings)
    }

    fn check_findings(&self, findings: &[Diagnostic]) {
        check_places(findings, |file| match file {
            "index.md" => Some(self.index),
            "collation.yaml" => self.collation,
            "claims.yaml" => self.claims,
            "sources.yaml" => self.sources,
            "witness.txt" => self.witness,
            _ => None,
        });
    }
}

/// Checks that each finding says something, and that its place stands on edges of characters of a text that is there.
pub fn check_places<'a>(findings: &[Diagnostic], text_of: impl Fn(&str) -> Option<&'a str>) {
    for finding in findings {
        assert!(!finding.message.trim().is_empty(), "{} says nothing", finding.code);
        let Some(place) = &finding.place else { continue };
        let text = text_of(&place.file).unwrap_or_else(|| panic!("{finding:?} names a file that is not there"));
        assert!(text.get(place.span.clone()).is_some(), "the place of {finding:?} is none in {text:?}");
    }
}

/// Says whether one of the findings is an error.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Returns what a file with these bytes is read as; none when it is refused.
pub fn text_of(bytes: &[u8]) -> Option<String> {
    decode("index.md", bytes.to_vec()).ok().map(|file| file.text)
}

fn check_leaves(scripted: &Scripted) {
    let edition = &scripted.annotated.edition;
    for edited in &edition.leaves {
        let leaf: &Leaf = &edited.leaf;
        let n = leaf.text.len();
        assert_eq!(leaf.source.len(), n + 1, "each character has its byte");
        for mark in &leaf.marks {
            assert!(mark.at.start <= mark.at.end && mark.at.end <= n, "{mark:?} is outside {n} characters");
        }
        for note in &leaf.refs {
            assert!(note.at <= n, "{note:?} is outside {n} characters");
        }
    }
}

/// Checks that the accepted emendations, taken out of the edition, give the received text back.
pub fn check_reversible(scripted: &Scripted) {
    for edited in &scripted.annotated.edition.leaves {
        let mut places: Vec<_> = edited.places.iter().filter(|place| place.status == Status::Accepted).collect();
        places.sort_by_key(|place| (place.edition.start, place.edition.end));
        let (mut back, mut done) = (Vec::new(), 0);
        for place in places {
            back.extend_from_slice(&edited.leaf.text[done..place.edition.start]);
            back.extend(place.reading.chars());
            done = place.edition.end;
        }
        back.extend_from_slice(&edited.leaf.text[done..]);
        assert_eq!(back, edited.received, "taken back: {:?}", edited.places);
    }
}
