//! Files that are no text, known by their first bytes.

/// First bytes, what they are the beginning of, and what to do.
const KINDS: [(&[u8], &str, &str); 16] = [
    (b"PK\x03\x04", "a ZIP archive", UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", UNPACK),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"%PDF-", "a PDF", "copy its text into a plain text file and import that"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document", "save it as .docx and import that"),
    (b"{\\rtf", "an RTF document", "save it as .docx and import that"),
    (b"\x89PNG", "a picture (PNG)", WRITE_OUT),
    (b"\xff\xd8\xff", "a picture (JPEG)", WRITE_OUT),
    (b"GIF8", "a picture (GIF)", WRITE_OUT),
    (b"RIFF", "a picture or a sound (RIFF)", WRITE_OUT),
    (b"II*\0", "a picture (TIFF)", WRITE_OUT),
    (b"MM\0*", "a picture (TIFF)", WRITE_OUT),
    (b"\x7fELF", "a program", "name a text"),
    (b"MZ\x90\0", "a program", "name a text"),
];

const UNPACK: &str = "unpack it and import the text in it";
const WRITE_OUT: &str = "its text must be written out first";

/// Errors: the bytes begin a file of another kind.
pub(super) fn refuse_binary(bytes: &[u8]) -> Result<(), String> {
    match KINDS.iter().find(|(first, ..)| bytes.starts_with(first)) {
        Some((_, kind, hint)) => Err(format!("the file is {kind}, not a text: {hint}")),
        None => Ok(()),
    }
}
