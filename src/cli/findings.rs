//! Findings on the terminal: in the language asked for, as many as asked for.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::Path;

use super::args::Cli;
use super::{say, say_drawn, wants_colour};
use crate::build::Report;
use crate::diag::{Catalogue, Diagnostic, Error, Hidden, Language, Severity, Style, Texts, draw_human};
use crate::discover;
use crate::model::{Convert, ScriptConfig};
use crate::opencc::OpenCc;

/// Findings in the language asked for.
pub(super) fn in_language(cli: &Cli, findings: &[Diagnostic]) -> Vec<Diagnostic> {
    match catalogue(cli.language()) {
        Some(catalogue) => findings.iter().map(|finding| catalogue.translate(finding)).collect(),
        None => findings.to_vec(),
    }
}

/// Prints what a command did, a line a step, in the language asked for.
pub(super) fn say_lines(cli: &Cli, lines: &[String]) {
    if !lines.is_empty() {
        let text = texts_in(cli);
        lines.iter().for_each(|line| say(&text(line)));
    }
}

/// Returns what gives texts of ours in the language asked for.
pub(super) fn texts_in(cli: &Cli) -> impl Fn(&str) -> String + use<> {
    let catalogue = catalogue(cli.language());
    move |english| {
        let text = catalogue.as_ref().and_then(|catalogue| catalogue.text(english));
        text.unwrap_or_else(|| english.to_owned())
    }
}

/// Returns what turns an English text into the language asked for.
pub(super) fn speaker(cli: &Cli) -> impl Fn(&str) -> String {
    let catalogue = catalogue(cli.language());
    move |english| catalogue.as_ref().and_then(|texts| texts.text(english)).unwrap_or_else(|| english.to_owned())
}

/// Prints a failure and what to do, in the language asked for.
pub(super) fn say_error(cli: &Cli, error: &Error) {
    say(&error_text(cli, error));
}

/// Returns a failure and what to do, a line each, in the language asked for.
pub(super) fn error_text(cli: &Cli, error: &Error) -> String {
    let language = cli.language();
    let text = speaker(cli);
    let translated = Error { message: text(&error.message), path: error.path.clone(), hint: None };
    let mut lines = format!("{}: {translated}", language.choose(["error", "錯誤", "错误"]));
    if let Some(hint) = &error.hint {
        lines.push_str(&format!("\n{}: {}", language.choose(["hint", "提示", "提示"]), text(hint)));
    }
    lines
}

/// The texts of a language; Simplified ones are converted from the Traditional ones.
pub(super) fn catalogue(language: Language) -> Option<Catalogue> {
    match language {
        Language::English => None,
        Language::Hant => Some(Catalogue::chinese(str::to_owned)),
        Language::Hans => {
            let engine = OpenCc::new();
            let convert = |text: &str| engine.convert(ScriptConfig::Tw2sp, text).unwrap_or_else(|_| text.to_owned());
            Some(Catalogue::chinese(convert))
        }
    }
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
    print_findings_in(cli, (findings, false), |shown| texts(root, shown));
}

/// The same of a build, which leaves infos out that it is not to show.
pub(super) fn print_findings_of(cli: &Cli, root: &Path, report: &Report) {
    print_findings_in(cli, (&report.findings, report.hides_infos), |shown| texts(root, shown));
}

/// Draws the findings that the run is to show to standard error, with lines of the texts that `texts_of` returns for them.
pub(super) fn print_findings_in(
    cli: &Cli,
    (findings, hides_infos): (&[Diagnostic], bool),
    texts_of: impl FnOnce(&[Diagnostic]) -> Texts,
) {
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
    let infos = (!hides_infos).then(|| n_hidden(Severity::Info));
    let hidden = Hidden { warnings: n_hidden(Severity::Warning), infos };
    let colour = std::io::stderr().is_terminal() && wants_colour();
    let style = Style { colour, language: cli.language(), hidden };
    let drawn = draw_human(&in_language(cli, &shown), &texts_of(&shown), style);
    if !drawn.is_empty() {
        say_drawn(drawn.trim_end());
    }
}
