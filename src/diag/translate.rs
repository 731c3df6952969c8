//! Findings and what commands did, in Chinese: a catalogue from each English message to its Traditional form, with holes
//! for what was typed.

use std::collections::BTreeMap;

/// What is counted, in English and behind the number in Traditional Chinese.
const COUNTED: [(&str, &str); 42] = [
    ("source", "個來源"),
    ("sources", "個來源"),
    ("mark", "個註號"),
    ("marks", "個註號"),
    ("definition", "條註文"),
    ("definitions", "條註文"),
    ("entry", "項紀錄"),
    ("entries", "項紀錄"),
    ("label", "個標籤"),
    ("labels", "個標籤"),
    ("citation", "處引註"),
    ("citations", "處引註"),
    ("piece of evidence", "項證據"),
    ("pieces of evidence", "項證據"),
    ("`based-on`", "處 `based-on`"),
    ("`via`", "處 `via`"),
    ("`reply`", "處 `reply`"),
    ("`relays`", "處 `relays`"),
    ("rule", "條校例"),
    ("rules", "條校例"),
    ("place", "處"),
    ("places", "處"),
    ("word", "個詞"),
    ("words", "個詞"),
    ("correction", "處更正"),
    ("corrections", "處更正"),
    ("article", "篇文章"),
    ("articles", "篇文章"),
    ("file", "個檔案"),
    ("files", "個檔案"),
    ("paragraph", "段"),
    ("paragraphs", "段"),
    ("heading", "個標題"),
    ("headings", "個標題"),
    ("list", "個清單"),
    ("lists", "個清單"),
    ("stanza", "節詩"),
    ("stanzas", "節詩"),
    ("claim", "條陳述"),
    ("claims", "條陳述"),
    ("text", "處文字"),
    ("texts", "處文字"),
];

use super::Diagnostic;

/// English texts with holes `{1}`, `{2}`, and what they are in Traditional Chinese.
const CATALOGUE: &str = include_str!("zh-hant.toml");

/// The language that findings are drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Traditional Chinese.
    Hant,
    /// Simplified Chinese.
    Hans,
}

impl Language {
    /// Returns the language of a locale: `zh_TW.UTF-8`, `zh-Hant`, `zh_CN`; English for all that is no Chinese.
    pub fn of_locale(locale: &str) -> Self {
        let name = locale.split(['.', '@']).next().unwrap_or_default().to_ascii_lowercase().replace('_', "-");
        let mut parts = name.split('-');
        if parts.next() != Some("zh") {
            return Self::English;
        }
        let mut parts = parts.peekable();
        match parts.peek().copied() {
            Some("hant" | "tw" | "hk" | "mo") => Self::Hant,
            _ => Self::Hans,
        }
    }

    /// Returns the word of this language among English, Traditional and Simplified.
    pub(crate) fn choose(self, [english, hant, hans]: [&'static str; 3]) -> &'static str {
        match self {
            Self::English => english,
            Self::Hant => hant,
            Self::Hans => hans,
        }
    }
}

/// The texts of findings in one language.
#[derive(Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
    /// What is counted: `marks`, and what stands behind the number.
    counted: BTreeMap<&'static str, String>,
}

#[derive(Debug)]
struct Entry {
    /// What stands between the holes of the English text.
    literals: Vec<String>,
    /// The number of each hole, in the order of the English text.
    holes: Vec<char>,
    /// The text in the other language.
    text: String,
}

impl Catalogue {
    /// Returns the catalogue of Chinese texts; `convert` turns a Traditional text into the script wanted.
    ///
    /// What fills the holes is the editor's and is not converted.
    pub fn chinese(convert: impl Fn(&str) -> String) -> Self {
        let typed: toml::Table = CATALOGUE.parse().unwrap_or_default();
        let entries = typed.iter().filter_map(|(english, text)| Some(Entry::new(english, &convert(text.as_str()?))));
        let mut entries: Vec<Entry> = entries.collect();
        // The text that says most is tried first: one with few words would fit many messages.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.literals.iter().map(String::len).sum::<usize>()));
        let counted = COUNTED.iter().map(|(english, text)| (*english, convert(text)));
        Self { entries, counted: counted.collect() }
    }

    /// Returns a finding with its message and hint in this language, as far as the catalogue has them.
    pub fn translate(&self, finding: &Diagnostic) -> Diagnostic {
        let text = |english: &str| self.text(english).unwrap_or_else(|| english.to_owned());
        Diagnostic { message: text(&finding.message), hint: finding.hint.as_deref().map(text), ..finding.clone() }
    }

    /// Returns a text in this language; none when the catalogue lacks it.
    pub fn text(&self, english: &str) -> Option<String> {
        self.entries.iter().find_map(|entry| entry.fill(english, self))
    }

    /// Returns a list of counts in this language, as of `1 definition, 2 marks`; none when a part of it is no count.
    fn counts(&self, english: &str) -> Option<String> {
        let count = |part: &str| {
            let (n, noun) = part.split_once(' ')?;
            let is_number = n.bytes().all(|b| b.is_ascii_digit());
            let text = self.counted.get(noun).filter(|_| is_number)?;
            Some(format!("{n} {text}"))
        };
        Some(english.split(", ").map(count).collect::<Option<Vec<_>>>()?.join("、"))
    }
}

impl Entry {
    fn new(english: &str, text: &str) -> Self {
        let mut literals = vec![String::new()];
        let mut holes = Vec::new();
        let mut rest = english.chars();
        while let Some(c) = rest.next() {
            let ahead: Vec<char> = rest.clone().take(2).collect();
            match (c, ahead.as_slice()) {
                ('{', [n, '}']) if n.is_ascii_digit() => {
                    holes.push(*n);
                    literals.push(String::new());
                    rest.nth(1);
                }
                _ => literals.last_mut().into_iter().for_each(|literal| literal.push(c)),
            }
        }
        Self { literals, holes, text: text.to_owned() }
    }

    /// Fills this entry's text with what stands in the holes of `english`; none when it is no such text.
    fn fill(&self, english: &str, catalogue: &Catalogue) -> Option<String> {
        let (first, others) = self.literals.split_first()?;
        let mut rest = english.strip_prefix(first.as_str())?;
        let mut filled = self.text.clone();
        for (i, (literal, hole)) in others.iter().zip(&self.holes).enumerate() {
            let is_last = i + 1 == others.len();
            let end = if is_last { rest.strip_suffix(literal.as_str())?.len() } else { rest.find(literal.as_str())? };
            let inner = rest.get(..end)?;
            // A hole may hold a text of ours, such as why an address cannot be linked.
            let ours = || catalogue.text(inner).or_else(|| catalogue.counts(inner));
            let inner = if self.is_quoted(i) { None } else { ours() }.unwrap_or_else(|| inner.to_owned());
            filled = filled.replace(&format!("{{{hole}}}"), &inner);
            rest = rest.get(end + literal.len()..)?;
        }
        rest.is_empty().then_some(filled)
    }

    /// Whether hole `i` stands between backticks: then it holds what the editor typed.
    fn is_quoted(&self, i: usize) -> bool {
        self.literals.get(i).is_some_and(|before| before.ends_with('`'))
    }
}
