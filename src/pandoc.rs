//! Word, OpenDocument, Org, reStructuredText and Jupyter files become a page. In: their bytes. Out: HTML, by the program `pandoc`, where there is one.
//! Knows nothing of sites. The program alone that is started: with fixed arguments, without a shell, shut into its sandbox.

mod ruby;

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crate::diag::Error;

/// A kind of document that pandoc reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Word.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Org, of Emacs.
    Org,
    /// reStructuredText.
    Rst,
    /// A notebook of Jupyter.
    Ipynb,
}

/// The longest part of a document and the longest answer that are taken, in bytes.
const LIMIT: u64 = 64 << 20;
/// How much of what pandoc complains of is told, in characters.
const N_TOLD: usize = 200;

impl Format {
    /// Returns the kind of files with this extension, in small letters.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "docx" => Some(Self::Docx),
            "odt" => Some(Self::Odt),
            "org" => Some(Self::Org),
            "rst" => Some(Self::Rst),
            "ipynb" => Some(Self::Ipynb),
            _ => None,
        }
    }

    /// Returns the name by which people know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "Word (DOCX)",
            Self::Odt => "OpenDocument (ODT)",
            Self::Org => "Org (ORG)",
            Self::Rst => "reStructuredText (RST)",
            Self::Ipynb => "Jupyter (IPYNB)",
        }
    }

    fn argument(self) -> &'static str {
        match self {
            Self::Docx => "--from=docx",
            Self::Odt => "--from=odt",
            Self::Org => "--from=org",
            Self::Rst => "--from=rst",
            Self::Ipynb => "--from=ipynb",
        }
    }
}

/// What pandoc writes: a page with its head, one line a paragraph, formulas as MathML with their TeX, code without colours.
const ARGUMENTS: [&str; 6] = ["--sandbox", "--standalone", "--to=html5", "--wrap=none", "--mathml", "--no-highlight"];

/// Returns the version of pandoc; none where it is not installed.
#[expect(clippy::disallowed_methods, reason = "pandoc reads documents that are received")]
pub fn version() -> Option<String> {
    let output = Command::new("pandoc").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().next()?.split_whitespace().nth(1).map(str::to_owned)
}

/// Returns a document as a page.
///
/// Errors: pandoc is not installed, or cannot be started; inside, the document is none that it reads.
#[expect(clippy::disallowed_methods, reason = "pandoc reads documents that are received")]
pub fn to_html(format: Format, bytes: &[u8]) -> Result<Result<String, String>, Error> {
    let bytes = if format == Format::Docx { ruby::guard_readings(bytes) } else { bytes.into() };
    let mut command = Command::new("pandoc");
    command.arg(format.argument()).args(ARGUMENTS);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|cause| missing(format, &cause))?;
    let failed = |cause: std::io::Error| Error::new(format!("pandoc cannot be spoken to: {cause}"));
    let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // Three pipes at once: a full one on either side would stop both programs.
    let (told, complaint) = std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(&bytes)));
        let complaint = scope.spawn(move || read_all(errors));
        (read_all(output), complaint.join().unwrap_or_default())
    });
    let status = child.wait().map_err(failed)?;
    if !status.success() {
        let complaint = String::from_utf8_lossy(&complaint);
        let told: String = complaint.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(N_TOLD).collect();
        return Ok(Err(format!("pandoc cannot read it as {}: {told}", format.name())));
    }
    Ok(String::from_utf8(told).map(ruby::restore_readings).map_err(|_| "pandoc's answer is no UTF-8".to_owned()))
}

fn read_all(pipe: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What cannot be read is missing from the answer, and the status says so.
    let _broken_pipe = pipe.map(|pipe| pipe.take(LIMIT).read_to_end(&mut bytes));
    bytes
}

fn missing(format: Format, cause: &std::io::Error) -> Error {
    if cause.kind() == std::io::ErrorKind::NotFound {
        let error = Error::new(format!("{} is read by the program `pandoc`, which is not installed", format.name()));
        return error.hint(
            "install it (`apt install pandoc`, `brew install pandoc`, or https://pandoc.org/installing.html), or save the file as \
             plain text or HTML",
        );
    }
    Error::new(format!("pandoc cannot be started: {cause}"))
}
