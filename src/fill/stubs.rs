//! The lines that `fill` adds. What nobody has looked at yet stands in comments: an editor takes away the sign `#`.

use crate::config::{yaml_key, yaml_quoted};
use crate::model::ClaimKind;

/// What stands above the entries of a new `claims.yaml`.
pub(super) const CLAIMS_HEAD: &str = "# What each source says of each claim: take away the `#` and type the stance,
# supports, partly, contradicts, mentions, or silent (read, and it is not there). Correct the `kind` where it is wrong.
";
/// What stands behind the kind of a claim that seems to accuse somebody: an allegation is built once these are typed.
const ACCUSES: &str = "  # an allegation? then `kind: allegation`, `against: WHO`, `reply: {text: …, source: KEY}` or `reply: none-found`";
/// How much of a claim's text stands beside its label, in characters.
const N_SHOWN: usize = 36;

/// A claim without an entry.
pub(super) struct ClaimStub {
    pub(super) label: String,
    pub(super) kind: ClaimKind,
    /// Whether it seems to accuse somebody.
    pub(super) may_accuse: bool,
    pub(super) text: String,
    /// Keys, and of links their addresses.
    pub(super) sources: Vec<(String, Option<String>)>,
}

/// A cited key without a source.
pub(super) struct SourceStub {
    pub(super) key: String,
    /// Address and text of a link that is probably the source's.
    pub(super) link: Option<(String, String)>,
}

/// The note of `label`, empty: `JZ113` says so until it is written.
pub(super) fn note_line(label: &str) -> String {
    format!("[^{label}]: ")
}

/// The entry of a claim: its text as a comment, a guessed kind, a comment for each source.
pub(super) fn claim_lines(stub: &ClaimStub) -> String {
    let kind = stub.kind.as_str();
    let kind = if stub.may_accuse { format!("{kind}{ACCUSES}") } else { kind.to_owned() };
    let mut lines = format!("{}:  # {}\n  kind: {kind}\n  evidence:\n", yaml_key(&stub.label), shown(&stub.text));
    for (key, url) in &stub.sources {
        let url = url.as_ref().map(|url| format!("  # {}", one_line(url))).unwrap_or_default();
        lines += &format!("    # {key}: {{stance: }}{url}\n");
    }
    lines
}

/// The entry of a source, not described: `JZ311` says so until it is.
pub(super) fn source_lines(stub: &SourceStub) -> String {
    let mut lines = format!("{}:\n  type: web\n", yaml_key(&stub.key));
    match &stub.link {
        Some((url, text)) => {
            let title = if text == url { String::new() } else { one_line(text) };
            lines += &format!("  # title: {}\n  # url: {}\n", yaml_quoted(&title), yaml_quoted(url));
        }
        None => lines += "  title: \"\"\n",
    }
    lines
}

fn shown(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= N_SHOWN { line } else { line.chars().take(N_SHOWN).chain(['…']).collect() }
}

/// A comment ends with its line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}
