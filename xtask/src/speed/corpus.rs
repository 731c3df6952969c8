//! Corpora: articles in our own form, and the same text as plain Markdown for other programs.
//!
//! 1. Each article has its own seed, so that a small corpus is the beginning of a large one.
//! 2. Its text is some 12 kB with headings, lists, a table, code, and 20 notes, each with a link; every fifth note cites a shared source.
//! 3. Seven of eight articles are in Simplified characters; the others have a received text and an emendation.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::text::{Dice, Hand};
use crate::Outcome;
use crate::wheel::failed;

const N_NOTES: usize = 20;
const N_SOURCES: usize = 200;
const SETTINGS: &str =
    "title = \"千篇\"\nbase-url = \"https://example.org/books/\"\n\n[conversion]\nsegmentation = \"opencc\"\n";
const GLOSSARY: &str = "- {zh-Hant: 檔案, zh-Hans: 档案}\n- {keep: 乾隆}\n";
/// What an emendation repairs in an article with a received text: reading and lemma.
const EMENDED: (&str, &str) = ("矽穀", "矽谷");

/// One article.
#[derive(Debug, PartialEq, Eq)]
pub struct Article {
    pub slug: String,
    pub is_simplified: bool,
    pub title: String,
    pub date: String,
    /// The summary, one clause.
    pub summary: String,
    /// `index.md` in our own form, without front matter.
    pub own: String,
    /// The same text as plain Markdown.
    pub plain: String,
    /// The received text, where there is one.
    pub witness: Option<String>,
}

impl Article {
    /// Returns the article of this number.
    pub fn new(number: usize) -> Self {
        let is_simplified = number % 8 != 7;
        let dice =
            Dice::new(u64::try_from(number).unwrap_or_default().wrapping_mul(0x5851_f42d_4c95_7f2d) ^ 20_261_124);
        let mut hand = Hand { dice, is_simplified };
        let title = hand.title();
        let date = format!(
            "{}-{:02}-{:02}",
            hand.dice.between(2005, 2025),
            hand.dice.between(1, 12),
            hand.dice.between(1, 28)
        );
        let summary = hand.clause();
        // Most texts are about as long as the median, some are much longer, as articles are.
        let n_bytes = match hand.dice.below(10) {
            0 => hand.dice.between(24_000, 48_000),
            1..=3 => hand.dice.between(13_000, 20_000),
            _ => hand.dice.between(8_000, 13_000),
        };
        let mut draft =
            Draft { hand, own: String::new(), plain: String::new(), witness: title.clone() + "\n", n_notes: 0 };
        draft.write(n_bytes);
        let Draft { own, plain, witness, .. } = draft;
        let slug = format!("a{number:05}");
        Self {
            slug,
            is_simplified,
            title,
            date,
            summary,
            own,
            plain,
            witness: Some(witness).filter(|_| !is_simplified),
        }
    }

    /// Returns `index.md` as our program reads it.
    pub fn index(&self) -> String {
        let lang = if self.is_simplified { "zh-Hans" } else { "zh-Hant" };
        let Self { date, summary, title, own, .. } = self;
        format!("---\nauthor: 陳小石\ndate: {date}\nlang: {lang}\nsummary: {summary}\n---\n\n# {title}\n\n{own}")
    }

    /// Returns the file that other programs read.
    pub fn markdown(&self) -> String {
        let Self { date, summary, title, plain, .. } = self;
        format!("---\ntitle: \"{title}\"\ndate: {date}\ndescription: \"{summary}\"\n---\n\n{plain}")
    }
}

/// An article being written, in three forms at once.
struct Draft {
    hand: Hand,
    own: String,
    plain: String,
    witness: String,
    n_notes: usize,
}

impl Draft {
    fn write(&mut self, n_bytes: usize) {
        let mut n_units = 0;
        // Notes and front matter are a third of a text of the median length.
        let n_body = n_bytes.saturating_sub(3_200);
        while self.plain.len() < n_body || self.n_notes < N_NOTES {
            n_units += 1;
            match n_units % 9 {
                1 => self.heading(),
                4 if n_units % 2 == 0 => self.list(),
                5 if n_units % 4 == 1 => self.code(),
                _ => self.paragraph(),
            }
        }
        self.notes();
    }

    /// Adds a line to all three forms; `received` is its text without markup.
    fn line(&mut self, own: &str, plain: &str, received: &str) {
        self.own.push_str(own);
        self.plain.push_str(plain);
        self.witness.push_str(received);
    }

    fn heading(&mut self) {
        let title = self.hand.title();
        self.line(&format!("## {title}\n\n"), &format!("## {title}\n\n"), &format!("{title}\n"));
    }

    fn list(&mut self) {
        for _ in 0..self.hand.dice.between(2, 5) {
            let item = self.hand.clause();
            self.line(&format!("- {item}\n"), &format!("- {item}\n"), &format!("- {item}\n"));
        }
        self.line("\n", "\n", "");
    }

    /// Received texts have no code: whoever receives one receives prose.
    fn code(&mut self) {
        if self.hand.is_simplified {
            let code = format!("```\nlet width = {}; // {}\n```\n\n", self.hand.dice.below(100), self.hand.clause());
            self.line(&code, &code, "");
        }
    }

    fn paragraph(&mut self) {
        for _ in 0..self.hand.dice.between(1, 2) {
            let sentence = self.hand.sentence();
            self.line(&sentence, &sentence, &sentence);
            self.extra_sentence();
        }
        if self.n_notes < N_NOTES {
            self.n_notes += 1;
            let (claim, rest, n) = (self.hand.clause(), self.hand.sentence(), self.n_notes);
            let claim_of = |mark: &str| format!("{claim}{mark}，{rest}");
            self.line(&format!("[{claim}][^n{n}]，{rest}"), &claim_of(&format!("[^n{n}]")), &claim_of(""));
        }
        self.line("\n\n", "\n\n", "\n");
    }

    /// A sentence with markup, or, where there is a received text, now and then one with the slip that is emended.
    fn extra_sentence(&mut self) {
        if self.hand.is_simplified {
            let sentence = self.hand.marked_sentence();
            self.line(&sentence, &sentence, "");
        } else if self.hand.dice.below(4) == 0 {
            let (first, second) = (self.hand.clause(), self.hand.clause());
            let with = |word: &str| format!("{first}，{word}的{second}。");
            self.line(&with(EMENDED.0), &with(EMENDED.1), &with(EMENDED.0));
        }
    }

    fn notes(&mut self) {
        for n in 1..=N_NOTES {
            let (said, title, address) = (self.hand.sentence(), self.hand.title(), self.hand.address());
            let (book, page) = (self.hand.dice.below(N_SOURCES), self.hand.dice.between(1, 400));
            let link = format!("[{title}]({address})");
            let [cited, named] = if n % 5 == 0 {
                [format!("[@book{book}, 第 {page} 頁]"), format!("book{book}, 第 {page} 頁。")]
            } else {
                [String::new(), String::new()]
            };
            // Writing into a text cannot fail.
            writeln!(self.own, "[^n{n}]: {said}{link}。{cited}").ok();
            writeln!(self.plain, "[^n{n}]: {said}{link}。{named}").ok();
        }
    }
}

/// Writes `n_articles` in our own form below `root`, and returns how many bytes their texts have.
///
/// Errors: a file cannot be written.
pub fn write_own(root: &Path, n_articles: usize) -> Outcome<usize> {
    let mut n_bytes = 0;
    write(&root.join("jiaozhu.toml"), SETTINGS)?;
    write(&root.join("content/glossary.yaml"), GLOSSARY)?;
    write(&root.join("content/sources.yaml"), &sources())?;
    for article in (0..n_articles).map(Article::new) {
        let folder = root.join("content").join(&article.slug);
        let index = article.index();
        n_bytes += index.len();
        write(&folder.join("index.md"), &index)?;
        if let Some(witness) = &article.witness {
            let (reading, lemma) = EMENDED;
            let record = format!(
                "rules:\n  - id: valley\n    reading: {reading}\n    lemma: {lemma}\n    kind: script\n    grade: firm\n    status: accepted\n    reason: 地名\n"
            );
            let is_there = witness.contains(reading);
            write(&folder.join("witness.txt"), witness)?;
            write(&folder.join("collation.yaml"), if is_there { &record } else { "rules: []\n" })?;
        }
    }
    Ok(n_bytes)
}

/// Writes one file, and the folders above it.
///
/// Errors: it cannot be written.
pub fn write(path: &Path, text: &str) -> Outcome<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed("make", parent))?;
    }
    fs::write(path, text).map_err(failed("write", path))
}

fn sources() -> String {
    let mut hand = Hand { dice: Dice::new(7), is_simplified: false };
    let mut entry = |n| {
        let (title, year) = (hand.title(), hand.dice.between(1900, 2020));
        format!("book{n}:\n  type: book\n  title: {title}\n  author: 林, 一泉\n  date: {year}\n")
    };
    (0..N_SOURCES).map(&mut entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_number_same_article() {
        assert_eq!(Article::new(15), Article::new(15));
        assert_ne!(Article::new(15).own, Article::new(16).own);
    }

    #[test]
    fn articles_are_as_described() {
        let articles: Vec<Article> = (0..400).map(Article::new).collect();
        let mut lengths: Vec<usize> = articles.iter().map(|article| article.markdown().len()).collect();
        lengths.sort_unstable();
        assert!((11_000..13_000).contains(&lengths[200]), "the median is {}", lengths[200]);
        assert_eq!(articles.iter().filter(|article| article.is_simplified).count(), 350);
        for article in &articles {
            assert_eq!(article.own.matches("\n[^n").count(), N_NOTES, "{}", article.slug);
            assert_eq!(article.plain.matches("](https://").count(), article.own.matches("](https://").count());
            assert_eq!(article.witness.is_none(), article.is_simplified);
        }
    }
}
