//! Full-width commas in a list: `[甲，乙]` is one entry, as YAML parts entries with `, ` alone.

use serde_saphyr::Spanned;

use super::{AnyYaml, Yaml, typed_span};
use crate::diag::Diagnostic;

const COMMAS: [char; 2] = ['，', '、'];

/// What a text is, in which a full-width comma is likely a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// An entry of a list.
    Entry,
    /// A name, whose family name stands before a comma.
    Name,
}

/// Fields that take one text or several, and what each of these is.
type Fields<'a> = (&'a [&'a str], Part);

impl Yaml<'_> {
    /// Warns of full-width commas in the texts of `[…]`, and in those of `fields`, which take one text or several. What stands
    /// between quotation marks is meant.
    ///
    /// Errors: `JZ020`.
    pub(crate) fn wide_commas(self, fields: &[&str]) -> Vec<Diagnostic> {
        self.wide_commas_in((fields, Part::Entry))
    }

    /// The same, where each text of `fields` is a name.
    ///
    /// Errors: `JZ020`.
    pub(crate) fn wide_commas_in_names(self, fields: &[&str]) -> Vec<Diagnostic> {
        self.wide_commas_in((fields, Part::Name))
    }

    fn wide_commas_in(self, fields: Fields<'_>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        if self.may_have_wide_commas(fields.0)
            && let Ok(tree) = serde_saphyr::from_str::<Spanned<AnyYaml>>(self.text)
        {
            self.find_wide_commas(&tree, fields, None, &mut findings);
        }
        findings
    }

    /// Few texts have such commas there, and only those are read once more.
    fn may_have_wide_commas(self, fields: &[&str]) -> bool {
        let in_brackets = self.text.split('[').skip(1).filter_map(|rest| rest.split(']').next());
        let begins =
            |line: &&str| fields.iter().any(|field| line.contains(field)) || line.trim_start().starts_with("- ");
        let in_fields = self.text.lines().filter(|line| !fields.is_empty() && begins(line));
        in_brackets.chain(in_fields).any(|part| part.contains(COMMAS))
    }

    fn find_wide_commas(
        self,
        value: &Spanned<AnyYaml>,
        fields: Fields<'_>,
        part: Option<Part>,
        findings: &mut Vec<Diagnostic>,
    ) {
        match &value.value {
            AnyYaml::Map(entries) => entries.iter().for_each(|(key, value)| {
                let part = fields.0.contains(&key.value.as_str()).then_some(fields.1);
                self.find_wide_commas(value, fields, part, findings);
            }),
            AnyYaml::Seq(items) => {
                let is_flow = self.text.get(typed_span(0, value).start..).is_some_and(|text| text.starts_with('['));
                let part = if is_flow { Some(Part::Entry) } else { part };
                items.iter().for_each(|item| self.find_wide_commas(item, fields, part, findings));
            }
            AnyYaml::Text(text) => findings.extend(part.and_then(|part| self.wide_comma(value, text, part))),
            AnyYaml::Other => {}
        }
    }

    /// The finding of one text that has such a comma, at the first.
    fn wide_comma(self, value: &Spanned<AnyYaml>, text: &str, part: Part) -> Option<Diagnostic> {
        let typed = typed_span(0, value);
        let start = typed.start + self.text.get(typed)?.find(COMMAS)?;
        let is_quoted = self.text.get(typed_span(0, value))?.starts_with(['"', '\'']);
        let comma = self.text.get(start..)?.chars().next().filter(|_| !is_quoted)?;
        let parts: Vec<&str> = text.split(COMMAS).map(str::trim).filter(|part| !part.is_empty()).collect();
        let finding = Diagnostic::warning("JZ020", format!("`{comma}` parts no entries of a list: `{text}` is one"));
        let parts = parts.join(", ");
        let hint = match part {
            Part::Entry => format!("type `[{parts}]`; if it is one, `\"{text}\"`"),
            Part::Name => format!("for a family and a given name type `{parts}`; for several names `[{parts}]`"),
        };
        let start = self.base + start;
        Some(finding.at(self.path, start..start + comma.len_utf8()).hint(hint))
    }
}
