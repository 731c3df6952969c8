//! Findings as SARIF 2.1.0, for the code scanning of forges.
//!
//! Source: OASIS SARIF 2.1.0 §3.14 (run), §3.27 (result), §3.30 (region). Columns count characters, which §3.14.17 calls
//! `unicodeCodePoints`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::lines::Lines;
use super::{Diagnostic, Severity, Texts};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'a>>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation<'a> {
    uri: std::borrow::Cow<'a, str>,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// Draws `findings` as one SARIF log; infos are notes.
pub fn draw_sarif(findings: &[Diagnostic], texts: &Texts) -> String {
    let lines: BTreeMap<&str, Lines<'_>> = texts.iter().map(|(file, text)| (file.as_str(), Lines::new(text))).collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: Driver { name: "jiaozhu", semantic_version: env!("CARGO_PKG_VERSION") } },
            column_kind: "unicodeCodePoints",
            results: findings.iter().map(|finding| result(finding, &lines)).collect(),
        }],
    };
    // Strings and numbers only: serialising cannot fail.
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

fn result<'a>(finding: &'a Diagnostic, lines: &BTreeMap<&str, Lines<'_>>) -> SarifResult<'a> {
    let place = finding.place.as_ref().map(|place| Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(&place.file), uri_base_id: "SRCROOT" },
            region: lines.get(place.file.as_str()).map(|lines| {
                let (start, end) = (lines.position(place.span.start), lines.position(place.span.end));
                Region {
                    start_line: start.line,
                    start_column: start.column,
                    end_line: end.line,
                    end_column: end.column,
                }
            }),
        },
    });
    let hint = finding.hint.as_ref().map(|hint| format!("\n{hint}")).unwrap_or_default();
    SarifResult {
        rule_id: finding.code,
        level: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        },
        message: Message { text: format!("{}{hint}", finding.message) },
        locations: place.into_iter().collect(),
    }
}

/// A path as a URI reference: characters beyond ASCII and those with a meaning in URIs are encoded.
fn uri(path: &str) -> std::borrow::Cow<'_, str> {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const PATH: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'`')
        .add(b'{')
        .add(b'}')
        .add(b'^')
        .add(b'|')
        .add(b'\\')
        .add(b'[')
        .add(b']')
        .add(b':');
    utf8_percent_encode(path, PATH).into()
}
