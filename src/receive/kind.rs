//! What kind of file was received, and its text.

use super::{Request, TOO_LARGE};
use crate::diag::Error;
use crate::discover;
use crate::import::decode;

/// A received file, read.
pub(super) struct Received {
    /// The text as `import` takes it, lines ended by LF.
    pub(super) text: String,
    /// Whether the text is Markdown.
    pub(super) is_markdown: bool,
    /// The name under which the received bytes are kept; none when they are the witness themselves.
    pub(super) kept: Option<String>,
    /// What was done, one statement a line.
    pub(super) report: Vec<String>,
}

/// Reads the received `bytes`.
///
/// Errors: the machine's failures; inside, what is wrong with the file.
pub(super) fn read_received(request: &Request<'_>, bytes: &[u8]) -> Result<Result<Received, String>, Error> {
    let extension = request.file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_markdown = matches!(extension.as_str(), "md" | "markdown");
    Ok(read_text(request, bytes, is_markdown))
}

fn read_text(request: &Request<'_>, bytes: &[u8], is_markdown: bool) -> Result<Received, String> {
    let decoded = decode(bytes, request.encoding, None)?;
    let mut report = decoded.report;
    let kept = match (is_markdown, decoded.is_exact) {
        (true, _) => Some("received.md"),
        (false, false) => Some("received.txt"),
        (false, true) => None,
    };
    if let Some(name) = kept.filter(|_| !decoded.is_exact) {
        report.push(format!("the received bytes are kept as {name}; witness.txt is their text in UTF-8"));
    }
    if u64::try_from(decoded.text.len()).is_ok_and(|length| length > discover::TEXT_LIMIT) {
        return Err(TOO_LARGE.to_owned());
    }
    Ok(Received { text: decoded.text.replace("\r\n", "\n"), is_markdown, kept: kept.map(str::to_owned), report })
}
