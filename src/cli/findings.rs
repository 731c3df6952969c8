//! Findings on the terminal: in the language asked for, as many as asked for.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::Path;

use super::args::Cli;
use super::{say, wants_colour};
use crate::diag::{Catalogue, Diagnostic, Hidden, Language, Severity, Style, Texts, draw_human};
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
            Catalogue::chinese(|text| engine.convert(ScriptConfig::T2s, text).unwrap_or_else(|_| text.to_owned()))
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

/// Draws the findings that the run is to show to standard error.
pub(super) fn print_findings(cli: &Cli, root: &Path, findings: &[Diagnostic]) {
    let is_shown = |severity: Severity| match severity {
        Severity::Error => true,
        Severity::Warning => !cli.quiet,
        Severity::Info => cli.verbose,
    };
    let shown: Vec<Diagnostic> = findings.iter().filter(|finding| is_shown(finding.severity)).cloned().collect();
    let n_hidden = |severity: Severity| {
        let alike = findings.iter().filter(|finding| finding.severity == severity);
        if is_shown(severity) { 0 } else { alike.count() }
    };
    let hidden = Hidden { warnings: n_hidden(Severity::Warning), infos: n_hidden(Severity::Info) };
    let colour = std::io::stderr().is_terminal() && wants_colour();
    let style = Style { colour, language: cli.language(), hidden };
    let drawn = draw_human(&in_language(cli, &shown), &texts(root, &shown), style);
    if !drawn.is_empty() {
        say(drawn.trim_end());
    }
}
