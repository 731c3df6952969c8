//! The lines that `fill` adds. What nobody has looked at yet stands in comments: an editor takes away the sign `#`.

use crate::config::{yaml_key, yaml_quoted};
use crate::model::{ClaimKind, Script};

/// What stands above the entries of a new `claims.yaml`, in Traditional and Simplified characters.
const HEADS: [&str; 2] = [
    "# 各來源對每句陳述怎麼說：去掉 `#`，打上 stance：supports、partly、contradicts、mentions，
# 或 silent（讀過而沒有提到）。kind 猜得不對就改。
",
    "# 各来源对每句陈述怎么说：去掉 `#`，打上 stance：supports、partly、contradicts、mentions，
# 或 silent（读过而没有提到）。kind 猜得不对就改。
",
];
/// What stands behind the kind of a claim that seems to accuse somebody: an allegation is built once these are typed.
const ACCUSES: [&str; 2] = [
    "  # 是指控嗎？是就打 `kind: allegation`、`against: 誰`、`reply: {text: …, source: 鍵}` 或 `reply: none-found`",
    "  # 是指控吗？是就打 `kind: allegation`、`against: 谁`、`reply: {text: …, source: 键}` 或 `reply: none-found`",
];
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

/// What stands above the entries of a new `claims.yaml` of an article in `script`.
pub(super) fn claims_head(script: Script) -> &'static str {
    of_script(HEADS, script)
}

fn of_script([hant, hans]: [&'static str; 2], script: Script) -> &'static str {
    match script {
        Script::Hant => hant,
        Script::Hans => hans,
    }
}

/// The entry of a claim of an article in `script`: its text as a comment, a guessed kind, a comment for each source.
pub(super) fn claim_lines(stub: &ClaimStub, script: Script) -> String {
    let accuses = if stub.may_accuse { of_script(ACCUSES, script) } else { "" };
    let kind = format!("{}{accuses}", stub.kind.as_str());
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
