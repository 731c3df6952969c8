//! What kind of file was received, and its text.

use super::{Request, TOO_LARGE};
use crate::diag::Error;
use crate::discover;
use crate::import::{decode, read_book, read_document, read_page};
use crate::pandoc::{self, Format};

/// How far into a page its declared encoding is looked for, in bytes (HTML standard, section 13.2.3.2).
const PRESCAN: usize = 1024;

/// A received file, read.
pub(super) struct Received {
    /// The text as `import` takes it.
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
    if extension == "epub" {
        return Ok(read_epub(bytes).and_then(within_limit));
    }
    if let Some(format) = Format::of_extension(&extension) {
        return Ok(read_document_file(format, &extension, bytes)?.and_then(within_limit));
    }
    let is_page = matches!(extension.as_str(), "html" | "htm" | "xhtml" | "shtml") || begins_as_page(bytes);
    let received = if is_page {
        read_web_page(request, bytes)
    } else {
        read_text(request, bytes, matches!(extension.as_str(), "md" | "markdown"))
    };
    Ok(received.and_then(within_limit))
}

fn within_limit(received: Received) -> Result<Received, String> {
    let is_within = u64::try_from(received.text.len()).is_ok_and(|length| length <= discover::TEXT_LIMIT);
    if is_within { Ok(received) } else { Err(TOO_LARGE.to_owned()) }
}

fn begins_as_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..PRESCAN).unwrap_or(bytes)).trim_start().to_ascii_lowercase();
    head.trim_start_matches('\u{feff}').starts_with("<!doctype html") || head.starts_with("<html")
}

/// Reads a document by pandoc.
fn read_document_file(format: Format, extension: &str, bytes: &[u8]) -> Result<Result<Received, String>, Error> {
    let page = pandoc::to_html(format, bytes)?.and_then(|html| read_document(&html));
    Ok(page.map(|page| {
        let report = std::iter::once(format!("read as {} by pandoc", format.name())).chain(page.report).collect();
        Received { text: page.markdown, is_markdown: true, kept: Some(format!("received.{extension}")), report }
    }))
}

fn read_epub(bytes: &[u8]) -> Result<Received, String> {
    let book = read_book(bytes)?;
    Ok(Received { text: book.markdown, is_markdown: true, kept: Some("received.epub".to_owned()), report: book.report })
}

fn read_web_page(request: &Request<'_>, bytes: &[u8]) -> Result<Received, String> {
    let head = String::from_utf8_lossy(bytes.get(..PRESCAN).unwrap_or(bytes)).into_owned();
    let decoded = decode(bytes, request.encoding, charset(&head).as_deref())?;
    let file = request.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let page = read_page(&decoded.text.replace("\r\n", "\n"), &file)?;
    let report = decoded.report.into_iter().chain(page.report).collect();
    Ok(Received { text: page.markdown, is_markdown: true, kept: Some("received.html".to_owned()), report })
}

/// Returns the encoding that the beginning of a page states.
fn charset(head: &str) -> Option<String> {
    let head = head.to_ascii_lowercase();
    let (_, behind) = head.split_once("charset")?;
    let label = behind.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(label.len());
    label.get(..end).map(str::to_owned)
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
    Ok(Received { text: decoded.text.replace("\r\n", "\n"), is_markdown, kept: kept.map(str::to_owned), report })
}
