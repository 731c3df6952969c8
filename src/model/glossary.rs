//! Words that have a form of their own per variant: rules as typed, and what came of them.

use std::ops::Range;

use indexmap::IndexMap;

use super::{Forms, Prose, Variant};

/// Which text a rule speaks of, and what stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordForms {
    /// The word stands as typed on every page.
    Kept(String),
    /// Where this is written, pages have the forms; never the other way.
    OneWay(String, Forms),
    /// Each form stands for the others: what is looked for is the form of the article's own variant.
    TwoWay(Forms),
}

/// One rule of a glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryRule {
    /// The word by which findings name it: the first one typed.
    pub name: String,
    /// What it does.
    pub forms: WordForms,
    /// Why.
    pub reason: Option<Prose>,
    /// Where its name stands, in bytes of its file.
    pub source: Range<usize>,
}

impl GlossaryRule {
    /// Returns the word that is looked for in a text written in `own`; none when the rule has none there.
    pub fn word(&self, own: Variant) -> Option<&str> {
        match &self.forms {
            WordForms::Kept(word) | WordForms::OneWay(word, _) => Some(word),
            WordForms::TwoWay(forms) => forms.stated(own),
        }
    }

    /// Returns what stands for the word on a page in `variant`; none when the rule says nothing of it.
    pub fn form(&self, variant: Variant) -> Option<&str> {
        match &self.forms {
            WordForms::Kept(word) => Some(word),
            WordForms::OneWay(_, forms) | WordForms::TwoWay(forms) => forms.stated(variant),
        }
    }
}

/// Rules that articles take in by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GlossaryGroup {
    /// What pages call it; its name when none is typed.
    pub title: Option<Prose>,
    /// Its rules.
    pub rules: Vec<GlossaryRule>,
}

/// `content/glossary.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharedGlossary {
    /// The file, relative to the root.
    pub path: String,
    /// Whether it cannot be read, so that nothing is known of its groups.
    pub is_unreadable: bool,
    /// Rules for all articles.
    pub rules: Vec<GlossaryRule>,
    /// Groups by name.
    pub groups: IndexMap<String, GlossaryGroup>,
}

impl SharedGlossary {
    /// Returns all rules: those for all articles, then those of groups, each with the group's name.
    pub fn all_rules(&self) -> impl Iterator<Item = (Option<&str>, &GlossaryRule)> {
        let of_groups =
            self.groups.iter().flat_map(|(name, group)| group.rules.iter().map(|r| (Some(name.as_str()), r)));
        self.rules.iter().map(|rule| (None, rule)).chain(of_groups)
    }
}

/// `glossary` in an article's front matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnGlossary {
    /// Groups that it takes in, and where their names stand, in bytes of the file.
    pub groups: Vec<(String, Range<usize>)>,
    /// Its own rules.
    pub rules: Vec<GlossaryRule>,
    /// Whether a folder's defaults state all this, so that its places are not in the article's file.
    pub is_inherited: bool,
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleOrigin {
    /// In the article's front matter.
    Article,
    /// In a group that the article takes in: its name, and its title, one a variant.
    Group(String, Vec<String>),
    /// Among the rules for all articles.
    Site,
}

/// A rule that an article uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleUse {
    /// The word in the article's text.
    pub word: String,
    /// What stands for it, one a variant; none where the page is as it would be without the rule.
    pub forms: Vec<Option<String>>,
    /// Why, one a variant; empty when it is not said.
    pub reasons: Vec<String>,
    /// Where the rule stands.
    pub origin: RuleOrigin,
    /// Where its name stands, in bytes of its file.
    pub source: Range<usize>,
}
