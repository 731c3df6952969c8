//! What the parsers of YAML and TOML say, in an editor's words.

use crate::diag::Diagnostic;

/// Part of a parser's message, ours, and what to type; the first that fits holds.
type Words = (&'static str, &'static str, &'static str);

const VALUES: [Words; 34] = [
    ("expected string scalar", "a single value is expected here", "type one value, without brackets and keys"),
    ("expected a text, or", TEXT, QUOTED),
    ("invalid u32", "a whole number is expected here", "type it in digits, as `3`"),
    (
        "expected keys with values, or a list of such",
        "keys with values are expected here",
        "type them between braces, as `{stance: supports, at: 卷三}`",
    ),
    ("expected a boolean", "neither true nor false", "type `true` or `false`"),
    ("invalid boolean", "neither true nor false", "type `true` or `false`"),
    (
        "expected a list of rules, or groups and rules",
        "a list of rules is expected here",
        "begin each rule with `- `, or type `groups:` and `rules:`",
    ),
    ("expected a word, or a list of words", "a word is expected here", "type `keep: 甲` or `keep: [甲, 乙]`"),
    ("expected sequence start", "a list is expected here", "begin each entry with `- `"),
    ("expected mapping start", "keys with values are expected here", "type `key: value`"),
    (
        "date format unknown",
        "this is no date",
        "type YYYY, YYYY-MM or YYYY-MM-DD; `~` before it says that it is approximate",
    ),
    ("missing field `title`", "the site has no `title`", "add a line `title = \"…\"`"),
    (
        "expected `none-found`, or text",
        "`reply` is neither `none-found` nor what they say",
        "type `reply: {text: …, source: key, at: 第 2 段}`, or `reply: none-found` when you looked and found none",
    ),
    ("cannot deserialize null", "nothing is typed here", "type a text, or delete the line"),
    (
        "untagged enum OneOrMany",
        "neither one entry nor a list of such",
        "type a name as `author: 林, 一泉`, a work as `parent: {type: newspaper, title: 溪鎮日報}`",
    ),
    (
        "untagged enum MaybeTyped",
        "neither a whole number nor a text",
        "type a number without zeros before it, as `7`, or a text between quotation marks, as `\"007\"`",
    ),
    (
        "untagged enum Choice",
        "neither one number nor a number of each sort",
        "type `serial-number: {isbn: \"…\"}`, with one number a sort",
    ),
    ("untagged enum Inner", TEXT, "type a text, or `{value: …, short: …}`"),
    ("month not in interval", "there is no such month", "type it from `01` to `12`, as `1925-03`"),
    ("month has no day", "the month has no such day", "type a day that it has, as `1925-03-31`"),
    ("invalid port number", NO_ADDRESS, "type the port in digits, as `https://example.org:8080/`, or leave it away"),
    ("invalid IP", NO_ADDRESS, WHOLE),
    ("invalid international domain name", NO_ADDRESS, WHOLE),
    ("invalid domain character", NO_ADDRESS, WHOLE),
    ("empty host", NO_ADDRESS, WHOLE),
    ("relative URL without a base", "this is no whole address", WHOLE),
    ("subtag", "this is no tag of a language", "type one as `zh`, `zh-Hant`, `en` or `ja`"),
    ("no number found", "a number is expected here", "type it in digits, as `300`"),
    ("expected a numeric value", "a number is expected here", "type it in digits, as `300`"),
    (
        "expected a date in the format",
        "this is no date",
        "put a year that begins with `0` or `-` between quotation marks, as `\"0079\"`; else type YYYY, YYYY-MM or YYYY-MM-DD",
    ),
    ("wanted string or table", TEXT, QUOTED),
    ("expected a formattable string", TEXT, QUOTED),
    ("expected a name string", TEXT, QUOTED),
    ("budget breached", "the file is too large, or nested too deep", "divide it"),
];

const NO_ADDRESS: &str = "this is no address that leads anywhere";
const WHOLE: &str = "type it with its scheme, as `https://example.org/`";
const TEXT: &str = "a text is expected here";
const QUOTED: &str = "type a text; put a number, a date or `true` between quotation marks, as `\"2026\"`";

/// Source: the messages of granit-parser 2.2, which reads YAML.
const SYNTAX: [Words; 42] = [
    (
        "mapping values are not allowed",
        "`: ` stands in a text without quotation marks",
        "type the text as \"甲: 乙\", or with the full-width `：`; a key begins in the same column as those beside it",
    ),
    ("tabs disallowed", TAB, SPACES),
    ("found a tab", TAB, SPACES),
    ("tab cannot be used", TAB, SPACES),
    ("cannot start with a tab", TAB, SPACES),
    ("did not find expected ',' or '}'", "the braces `{…}` go on where `,` or `}` is expected", IN_BRACES),
    ("expected ',' or ']'", "the brackets `[…]` go on where `,` or `]` is expected", IN_BRACES),
    ("unclosed bracket", NOT_CLOSED, CLOSE),
    ("unexpected EOF while parsing", NOT_CLOSED, CLOSE),
    ("mismatched bracket", "a bracket is closed by one of another sort", CLOSE),
    ("misplaced bracket", "a bracket closes nothing", "delete it, or put the text between quotation marks"),
    ("unclosed quote", NO_QUOTE, "close it, or leave both away"),
    (
        "invalid trailing content",
        "a text goes on behind its quotation mark",
        "put all of it between the marks; for a mark inside type `「」`",
    ),
    ("simple key", "a line without `: ` behind its key", "type `key: value`"),
    ("did not find expected key", INDENT, INDENT_HINT),
    ("did not find expected '-' indicator", INDENT, INDENT_HINT),
    ("indentation", INDENT, INDENT_HINT),
    ("wrongly indented", INDENT, INDENT_HINT),
    ("must indent their content", INDENT, INDENT_HINT),
    ("mapping keys are not allowed", COLON, COLON_HINT),
    ("':' must be followed", COLON, COLON_HINT),
    ("':' may not precede", COLON, COLON_HINT),
    ("illegal placement of ':'", COLON, COLON_HINT),
    ("'-' must be followed", "`-` without a space behind it", "type `- 甲`"),
    ("plain scalar cannot start with '-'", "`-` without a space behind it", "type `- 甲`"),
    ("block sequence entries are not allowed", "a list cannot begin here", "begin it on a line of its own"),
    ("is only valid inside a block", "a list cannot begin here", "begin it on a line of its own"),
    ("while parsing a quoted scalar", "`\\` begins nothing known between double quotation marks", "type `\\\\`"),
    ("unexpected character", "a text cannot begin with this character", QUOTE),
    ("while parsing a node", "a value is missing or cannot begin so", QUOTE),
    ("unknown anchor", "a text cannot begin with `&` or `*`", QUOTE),
    ("anchor", "a text cannot begin with `&` or `*`", QUOTE),
    ("handle wasn't declared", "a text cannot begin with `!`", QUOTE),
    ("unsupported tag", "a text cannot begin with `!`", QUOTE),
    (" tag", "a text cannot begin with `!`", QUOTE),
    (
        "<document start>",
        "the file goes on where it is complete",
        "type its entries as lines `key:` at the left edge, and delete an empty `{}` or `[]` above",
    ),
    ("document", "a line `---` or `...` parts the file in two", "delete that line"),
    ("irective", "a line cannot begin with `%`", QUOTE),
    ("block scalar", "behind `|` or `>` stands nothing else", "type the text on the next lines, indented"),
    ("comment", "`#` begins a comment here", "put a text with `#` between quotation marks"),
    ("plain scalar", "the text ends where it should go on", QUOTE),
    ("unexpected e", "the file ends where more is expected", "type what is missing, or delete what was begun"),
];

/// Source: the messages of toml_parser 1.1.
const TOML_SYNTAX: [Words; 15] = [
    (
        "string values must be quoted",
        "a text without quotation marks",
        "type it between quotation marks, as `title = \"甲\"`; `true` and `false` stand without",
    ),
    ("invalid basic string", NO_QUOTE, CLOSE_QUOTE),
    ("invalid literal string", NO_QUOTE, CLOSE_QUOTE),
    ("missing escaped value", "`\\` begins nothing known between double quotation marks", "type `\\\\`"),
    ("key with no value", "a key without a value", "type `key = \"甲\"`, with `=` and no colon"),
    ("invalid key-value pair", "a line without a key", "type `key = \"甲\"`"),
    (
        "invalid unquoted key",
        "a key has other characters than `a-z`, `0-9` and `-`",
        "type it as docs/file-format.md has it",
    ),
    (
        "unexpected key or value",
        "the line goes on behind its value",
        "begin each key on a line of its own, without a comma before",
    ),
    ("duplicate key", "a key stands twice", "delete one of them"),
    ("missing comma", "the brackets `[…]` go on where `,` or `]` is expected", IN_BRACES),
    ("unclosed table", NOT_CLOSED, CLOSE),
    ("unclosed array", NOT_CLOSED, CLOSE),
    ("unclosed inline table", NOT_CLOSED, CLOSE),
    ("leading zero", "a number begins with a zero", "type it without, as `7`"),
    ("recurse", "the file is too large, or nested too deep", "divide it"),
];

const NO_QUOTE: &str = "a quotation mark is not closed";
const CLOSE_QUOTE: &str = "close it on the same line";
const TAB: &str = "a tab stands where YAML has spaces";
const SPACES: &str = "indent with spaces";
const IN_BRACES: &str = "part the entries with `, `; put a text that has commas or brackets between quotation marks";
const NOT_CLOSED: &str = "a bracket is not closed";
const CLOSE: &str = "close `{` with `}`, `[` with `]`; put a text that has them between quotation marks";
const INDENT: &str = "the line begins too far left or right";
const INDENT_HINT: &str =
    "indent it as the lines it belongs to; type `key: value`, or `- ` before each entry of a list";
const COLON: &str = "`:` stands where no key can end";
const COLON_HINT: &str = "type `key: value`; put a text with `:` between quotation marks";
const QUOTE: &str = "put the text between quotation marks";

/// Returns what TOML's parser says of syntax as an error in an editor's words.
pub(super) fn toml_in_plain_words(code: &'static str, message: String) -> Diagnostic {
    let finding = Diagnostic::error(code, message);
    match TOML_SYNTAX.iter().find(|(theirs, ..)| finding.message.contains(theirs)) {
        Some(words) => said(finding, words),
        None => finding,
    }
}

/// Says a parser's message in an editor's words, where the message is one of the known ones.
pub(super) fn in_plain_words(mut finding: Diagnostic) -> Diagnostic {
    if let Some(rest) = finding.message.strip_prefix("duplicate mapping key: ") {
        let key = rest.split(',').next().unwrap_or(rest).to_owned();
        finding.message = format!("`{key}` stands twice");
        return finding.hint("delete one of them");
    }
    if let Some(key) = finding.message.strip_prefix("no entry type for ") {
        finding.message = format!("the source {key} has no `type`");
        return finding.hint("add one, as `type: web`");
    }
    // What serde says holds what the editor typed: there no word of it is looked for.
    let is_of_serde = ["invalid ", "unknown ", "missing "].iter().any(|start| finding.message.starts_with(start))
        && finding.message.contains('`');
    let syntax = SYNTAX.iter().filter(|_| !is_of_serde && finding.hint.is_none());
    if let Some(words) = VALUES.iter().chain(syntax).find(|(theirs, ..)| finding.message.contains(theirs)) {
        return said(finding, words);
    }
    // A field without a row of its own.
    let field = finding.message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let hint = field.map(|field| format!("add `{field}: …`"));
    match hint {
        Some(hint) => finding.hint(hint),
        None => finding,
    }
}

fn said(mut finding: Diagnostic, (_, ours, hint): &Words) -> Diagnostic {
    (*ours).clone_into(&mut finding.message);
    finding.hint(*hint)
}
