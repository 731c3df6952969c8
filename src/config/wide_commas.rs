//! Full-width commas in a list: `[甲，乙]` is one entry, as YAML parts entries with `, ` alone.

use serde_saphyr::Spanned;

use super::{AnyYaml, Yaml, typed_span};
use crate::diag::Diagnostic;

const COMMAS: [char; 2] = ['，', '、'];
/// What people put between names.
const SEMICOLONS: [char; 2] = [';', '；'];

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

    /// The same, where each text of `fields` is a name, in which no semicolon is meant.
    ///
    /// Errors: `JZ020`.
    pub(crate) fn wide_commas_in_names(self, fields: &[&str]) -> Vec<Diagnostic> {
        self.wide_commas_in((fields, Part::Name))
    }

    fn wide_commas_in(self, fields: Fields<'_>) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        if self.may_have_wide_commas(fields)
            && let Ok(tree) = serde_saphyr::from_str::<Spanned<AnyYaml>>(self.text)
        {
            self.find_wide_commas(&tree, fields, None, &mut findings);
        }
        findings
    }

    /// Few texts have such commas there, and only those are read once more.
    fn may_have_wide_commas(self, (fields, part): Fields<'_>) -> bool {
        let in_brackets = self.text.split('[').skip(1).filter_map(|rest| rest.split(']').next());
        let begins =
            |line: &&str| fields.iter().any(|field| line.contains(field)) || line.trim_start().starts_with("- ");
        let in_fields = self.text.lines().filter(|line| !fields.is_empty() && begins(line));
        let has_slip = |text: &str| text.contains(COMMAS) || (part == Part::Name && text.contains(SEMICOLONS));
        in_brackets.chain(in_fields).any(has_slip)
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
                if part == Some(Part::Name) {
                    self.find_joined_names(value, findings);
                }
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

    /// Warns of names that a semicolon parts for people, not for YAML.
    fn find_joined_names(self, value: &Spanned<AnyYaml>, findings: &mut Vec<Diagnostic>) {
        match &value.value {
            AnyYaml::Seq(items) => items.iter().for_each(|item| self.find_joined_names(item, findings)),
            AnyYaml::Text(text) => findings.extend(self.joined_names(value, text)),
            AnyYaml::Map(_) | AnyYaml::Other => {}
        }
    }

    fn joined_names(self, value: &Spanned<AnyYaml>, text: &str) -> Option<Diagnostic> {
        let typed = typed_span(0, value);
        let start = typed.start + self.text.get(typed)?.find(SEMICOLONS)?;
        let semicolon = self.text.get(start..)?.chars().next()?;
        let message = format!("`{semicolon}` parts no names: `{text}` is read as one");
        let hint = "type a list, each name between quotation marks: `[\"family, given\", \"family, given\"]`";
        let start = self.base + start;
        Some(Diagnostic::warning("JZ020", message).at(self.path, start..start + semicolon.len_utf8()).hint(hint))
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
