//! Full-width commas in a list: `[甲，乙]` is one entry, as YAML parts entries with `, ` alone.

use serde_saphyr::Spanned;

use super::{AnyYaml, Yaml, typed_span};
use crate::diag::Diagnostic;

const COMMAS: [char; 2] = ['，', '、'];

impl Yaml<'_> {
    /// Warns of full-width commas in the texts of `[…]`, and in those of `fields`, which take one text or several. What stands
    /// between quotation marks is meant.
    ///
    /// Errors: `JZ020`.
    pub(crate) fn wide_commas(self, fields: &[&str]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        if self.may_have_wide_commas(fields)
            && let Ok(tree) = serde_saphyr::from_str::<Spanned<AnyYaml>>(self.text)
        {
            self.find_wide_commas(&tree, fields, false, &mut findings);
        }
        findings
    }

    /// Warns of full-width commas in the texts of `[…]`, and in the names of `fields`, whose family names stand before a comma.
    ///
    /// Errors: `JZ020`.
    pub(crate) fn wide_commas_in_names(self, fields: &[&str]) -> Vec<Diagnostic> {
        let in_lists = self.wide_commas(&[]);
        let is_new = |finding: &Diagnostic| in_lists.iter().all(|other| other.place != finding.place);
        let in_names = self.wide_commas(fields).into_iter().filter(is_new);
        let in_names = in_names.map(|finding| {
            let typed = finding.message.split('`').nth(3).unwrap_or_default();
            let name = typed.split(COMMAS).map(str::trim).collect::<Vec<_>>().join(", ");
            let hint = format!("for a family and a given name type `{name}`; for several names `[{name}]`");
            finding.hint(hint)
        });
        in_names.chain(in_lists.iter().cloned()).collect()
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
        fields: &[&str],
        is_entry: bool,
        findings: &mut Vec<Diagnostic>,
    ) {
        match &value.value {
            AnyYaml::Map(entries) => entries.iter().for_each(|(key, value)| {
                self.find_wide_commas(value, fields, fields.contains(&key.value.as_str()), findings);
            }),
            AnyYaml::Seq(items) => {
                let is_flow = self.text.get(typed_span(0, value).start..).is_some_and(|text| text.starts_with('['));
                items.iter().for_each(|item| self.find_wide_commas(item, fields, is_entry || is_flow, findings));
            }
            AnyYaml::Text(text) if is_entry && text.contains(COMMAS) => findings.extend(self.wide_comma(value, text)),
            AnyYaml::Text(_) | AnyYaml::Other => {}
        }
    }

    /// The finding of one entry, at its first comma.
    fn wide_comma(self, value: &Spanned<AnyYaml>, text: &str) -> Option<Diagnostic> {
        let typed = typed_span(0, value);
        let start = typed.start + self.text.get(typed)?.find(COMMAS)?;
        let is_quoted = self.text.get(typed_span(0, value))?.starts_with(['"', '\'']);
        let comma = self.text.get(start..)?.chars().next().filter(|_| !is_quoted)?;
        let parts: Vec<&str> = text.split(COMMAS).map(str::trim).filter(|part| !part.is_empty()).collect();
        let finding = Diagnostic::warning("JZ020", format!("`{comma}` parts no entries of a list: `{text}` is one"));
        let hint = format!("type `[{}]`; if it is one, `\"{text}\"`", parts.join(", "));
        let start = self.base + start;
        Some(finding.at(self.path, start..start + comma.len_utf8()).hint(hint))
    }
}
