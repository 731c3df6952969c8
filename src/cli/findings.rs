//! Findings on the terminal: in the language asked for, as many as asked for.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::Path;

use super::args::Cli;
use super::{say, wants_colour};
use crate::diag::{Catalogue, Diagnostic, Language, Severity, Style, Texts, draw_human};
use crate::discover;
use crate::model::{Convert, ScriptConfig};
use crate::opencc::OpenCc;

/// Findings in the language asked for; Simplified texts are converted from the Traditional ones.
pub(super) fn in_language(cli: &Cli, findings: &[Diagnostic]) -> Vec<Diagnostic> {
    let catalogue = match cli.language() {
        Language::English => return findings.to_vec(),
        Language::Hant => Catalogue::chinese(str::to_owned),
        Language::Hans => {
            let engine = OpenCc::new();
            Catalogue::chinese(|text| engine.convert(ScriptConfig::Tw2s, text).unwrap_or_else(|_| text.to_owned()))
        }
    };
    findings.iter().map(|finding| catalogue.translate(finding)).collect()
}

/// Returns the texts of the files that findings speak of.
pub(super) fn texts(root: &Path, findings: &[Diagnostic]) -> Texts {
    let files = findings.iter().filter_map(|finding| finding.place.as_ref()).map(|place| place.file.as_str());
    let files: BTreeSet<&str> = files.collect();
    files
        .into_iter()
        .filter_map(|file| discover::read_for_drawing(root, file).ok())
        .map(|file| (file.path, file.text))
        .collect()
}

/// Draws the findings that the run is to show to standard error, with lines of the site's files.
pub(super) fn print_findings(cli: &Cli, root: &Path, findings: &[Diagnostic]) {
    print_findings_in(cli, findings, |shown| texts(root, shown));
}

/// Draws the findings that the run is to show to standard error, with lines of the texts that `texts_of` returns for them.
pub(super) fn print_findings_in(cli: &Cli, findings: &[Diagnostic], texts_of: impl FnOnce(&[Diagnostic]) -> Texts) {
    let shown: Vec<Diagnostic> = findings
        .iter()
        .filter(|finding| match finding.severity {
            Severity::Error => true,
            Severity::Warning => !cli.quiet,
            Severity::Info => cli.verbose,
        })
        .cloned()
        .collect();
    let colour = std::io::stderr().is_terminal() && wants_colour();
    let style = Style { colour, language: cli.language() };
    let drawn = draw_human(&in_language(cli, &shown), &texts_of(&shown), style);
    if !drawn.is_empty() {
        say(drawn.trim_end());
    }
}
