//! The names that templates use, held against what their pages see: a slip in a condition would pass in silence.
//!
//! 1. Each page's template is walked as Tera would fill it, with the templates that it extends and includes.
//! 2. Known is a name that any page sees, that a loop or `set` gives, and a field of what is known.
//! 3. A place is at fault when no page that comes by knows its name.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::shapes::{Names, Shape, Views};
use super::tags::{Lexeme, Tag, Token, read_tags};
use crate::diag::{Diagnostic, did_you_mean};

/// Names of the language, not of values.
const KEYWORDS: [&str; 15] =
    ["and", "or", "not", "in", "is", "if", "else", "for", "true", "True", "false", "False", "none", "None", "null"];

/// How many names a hint lists at most; there are more interface words.
const N_LISTED: usize = 60;

/// A template and a byte in it.
type Spot<'a> = (&'a str, usize);

/// Returns the unknown names in templates.
///
/// Shape: `templates` are all there are, by name, the site's own in place of built-in ones.
pub(super) fn unknown_names(templates: &BTreeMap<&str, &str>, views: &Views) -> Vec<Diagnostic> {
    let tags: BTreeMap<&str, Vec<Tag<'_>>> = templates.iter().map(|(name, text)| (*name, read_tags(text))).collect();
    let mut walk = Walk { views, tags: &tags, scopes: Vec::new(), known: BTreeSet::new(), unknown: BTreeMap::new() };
    for page in views.pages() {
        walk.scopes = vec![set_anywhere(&tags), views.seen()];
        walk.template(page);
    }
    let Walk { known, unknown, .. } = walk;
    unknown.into_iter().filter(|(spot, _)| !known.contains(spot)).map(|(_, finding)| finding).collect()
}

/// What a template sets may be seen by those that it includes or extends: nothing is known of its order.
fn set_anywhere(tags: &BTreeMap<&str, Vec<Tag<'_>>>) -> Names {
    let set = |tag: &Tag<'_>| match tag.tokens().as_slice() {
        [Token::Name("set" | "set_global"), Token::Name(name), ..] => Some(((*name).to_owned(), Shape::Anything)),
        _ => None,
    };
    tags.values().flatten().filter_map(set).collect()
}

struct Walk<'a> {
    views: &'a Views,
    tags: &'a BTreeMap<&'a str, Vec<Tag<'a>>>,
    /// What is seen at this place, the innermost last.
    scopes: Vec<Names>,
    known: BTreeSet<Spot<'a>>,
    unknown: BTreeMap<Spot<'a>, Diagnostic>,
}

impl<'a> Walk<'a> {
    fn template(&mut self, name: &str) {
        let Some((name, tags)) = self.tags.get_key_value(name) else { return };
        let mut is_component = false;
        for tag in tags {
            match tag.tokens().as_slice() {
                // A component sees its arguments alone, which Tera checks.
                [Token::Name("component"), ..] if tag.is_statement => is_component = true,
                [Token::Name("endcomponent"), ..] if tag.is_statement => is_component = false,
                _ if is_component => {}
                tokens if tag.is_statement => self.statement(name, &tag.lexemes, tokens),
                _ => {
                    self.expression(name, &tag.lexemes);
                }
            }
        }
    }

    fn statement(&mut self, template: &'a str, lexemes: &[Lexeme<'a>], tokens: &[Token<'a>]) {
        use Token::{Literal, Name, Sign};
        let rest = |n: usize| lexemes.get(n..).unwrap_or_default();
        match tokens {
            [Name("block" | "endblock"), ..] | [_] => {}
            [Name("extends" | "include"), Literal(other), ..] => {
                let scopes = self.scopes.clone();
                self.template(other);
                self.scopes = scopes;
            }
            [Name("for"), Name(value), Name("in"), ..] => {
                let entry = entry_of(self.expression(template, rest(3)));
                self.scopes.push(loop_names([(*value, entry)]));
            }
            [Name("for"), Name(key), Sign(","), Name(value), Name("in"), ..] => {
                let entry = entry_of(self.expression(template, rest(5)));
                self.scopes.push(loop_names([(*key, Shape::Plain("text")), (*value, entry)]));
            }
            [Name("set" | "set_global"), Name(name), Sign("="), ..] => {
                let shape = self.expression(template, rest(3));
                self.scopes
                    .last_mut()
                    .into_iter()
                    .for_each(|scope| drop(scope.insert((*name).to_owned(), shape.clone())));
            }
            [Name("set" | "set_global"), ..] => drop(self.expression(template, rest(2))),
            [Name("filter"), ..] => drop(self.expression(template, rest(2))),
            [Name("if" | "elif"), ..] => drop(self.expression(template, rest(1))),
            _ => drop(self.expression(template, lexemes)),
        }
        if tokens == [Name("endfor")] {
            self.scopes.pop();
        }
    }

    /// Looks at all names of an expression; returns what it stands for when it is a name with its fields and nothing more.
    fn expression(&mut self, template: &'a str, lexemes: &[Lexeme<'a>]) -> Shape {
        let tokens: Vec<Token<'_>> = lexemes.iter().map(|lexeme| lexeme.token).collect();
        if calls_component(&tokens) {
            return Shape::Anything;
        }
        self.scopes.push(comprehended(&tokens));
        let mut whole = Shape::Anything;
        let mut i = 0;
        while i < lexemes.len() {
            if !is_value(&tokens, i) {
                i += 1;
                continue;
            }
            let (shape, end) = self.path(template, lexemes, i);
            if i == 0 && end == lexemes.len() {
                whole = shape;
            }
            i = end;
        }
        self.scopes.pop();
        whole
    }

    /// Follows a name and its fields from word `i`; returns what they stand for, and the word after them.
    fn path(&mut self, template: &'a str, lexemes: &[Lexeme<'a>], mut i: usize) -> (Shape, usize) {
        let token = |i: usize| lexemes.get(i).map(|lexeme| lexeme.token);
        let (mut shape, mut said) = (Shape::Anything, String::new());
        if let Some(Lexeme { token: Token::Name(name), at }) = lexemes.get(i) {
            let found = self.scopes.iter().rev().find_map(|scope| scope.get(*name)).cloned();
            let found = found.ok_or_else(|| unknown_name(name, self.scopes.iter().flat_map(Names::keys)));
            shape = self.note(template, at, found);
            (*name).clone_into(&mut said);
        }
        i += 1;
        loop {
            let (sign, field, after) = (token(i), token(i + 1), token(i + 2));
            let named = match (sign, field, after) {
                (Some(Token::Sign("." | "?.")), Some(Token::Name(field)), _) => Some((field, 2)),
                (Some(Token::Sign("[" | "?[")), Some(Token::Literal(field)), Some(Token::Sign("]"))) => {
                    Some((field, 3))
                }
                _ => None,
            };
            if let (Some((field, length)), Some(lexeme)) = (named, lexemes.get(i + 1)) {
                shape = self.field((template, lexeme), &shape, &said, field);
                said = if length == 2 { format!("{said}.{field}") } else { format!("{said}[…]") };
                i += length;
            } else if matches!(sign, Some(Token::Sign("[" | "?["))) {
                let end = closing_bracket(lexemes, i);
                self.expression(template, lexemes.get(i + 1..end).unwrap_or_default());
                shape = entry_of(shape);
                said = format!("{said}[…]");
                i = end + 1;
            } else {
                return (shape, i);
            }
        }
    }

    fn field(&mut self, (template, lexeme): (&'a str, &Lexeme<'a>), shape: &Shape, said: &str, field: &str) -> Shape {
        let views = self.views;
        match shape {
            Shape::Anything => Shape::Anything,
            Shape::Many(entry) => (**entry).clone(),
            // What stands in brackets may count the characters of a text.
            Shape::Plain(_) if matches!(lexeme.token, Token::Literal(_)) => Shape::Anything,
            Shape::Plain(kind) => self.note(template, &lexeme.at, Err(no_fields(said, kind))),
            Shape::View(name) => {
                let fields = views.fields(name);
                let found = fields.and_then(|fields| fields.get(field)).cloned();
                let known = || fields.into_iter().flat_map(Names::keys);
                self.note(template, &lexeme.at, found.ok_or_else(|| unknown_field(said, field, known())))
            }
        }
    }

    /// Notes whether a name is known at a place, and returns what it stands for.
    fn note(&mut self, template: &'a str, at: &Range<usize>, found: Result<Shape, Diagnostic>) -> Shape {
        let spot = (template, at.start);
        match found {
            Ok(shape) => {
                self.known.insert(spot);
                shape
            }
            Err(finding) => {
                let finding = finding.at(&format!("templates/{template}"), at.clone());
                self.unknown.entry(spot).or_insert(finding);
                Shape::Anything
            }
        }
    }
}

/// What each entry of a list or a map is.
fn entry_of(shape: Shape) -> Shape {
    if let Shape::Many(entry) = shape { *entry } else { Shape::Anything }
}

/// The names that a loop gives.
fn loop_names<const N: usize>(own: [(&str, Shape); N]) -> Names {
    own.into_iter().chain([("loop", Shape::Anything)]).map(|(name, shape)| (name.to_owned(), shape)).collect()
}

/// The names that `[x for x in list]` gives, which stand before it too.
fn comprehended(tokens: &[Token<'_>]) -> Names {
    let after = tokens.iter().skip_while(|token| **token != Token::Name("for")).skip(1);
    let names = after.take_while(|token| **token != Token::Name("in"));
    let name = |token: &Token<'_>| if let Token::Name(name) = token { Some((*name).to_owned()) } else { None };
    names.filter_map(name).map(|name| (name, Shape::Anything)).collect()
}

/// Whether word `i` names a value: no keyword, filter, test, function or argument does.
fn is_value(tokens: &[Token<'_>], i: usize) -> bool {
    use Token::{Name, Sign};
    let before = |n: usize| i.checked_sub(n).and_then(|at| tokens.get(at)).copied();
    let is_name = matches!(tokens.get(i), Some(Name(name)) if !KEYWORDS.contains(name) && *name != "__tera_context");
    let is_filter = before(1) == Some(Sign("|"));
    let is_test = before(1) == Some(Name("is")) || (before(1) == Some(Name("not")) && before(2) == Some(Name("is")));
    let is_called = matches!(tokens.get(i + 1), Some(Sign("(" | "=")));
    is_name && !is_filter && !is_test && !is_called
}

/// Whether a component is called, `<Name … />`, whose words have a grammar of their own: `<` stands where no comparison can.
fn calls_component(tokens: &[Token<'_>]) -> bool {
    let is_operand = |token: &Token<'_>| match token {
        Token::Name(name) => !KEYWORDS.contains(name),
        Token::Literal(_) => true,
        Token::Sign(sign) => matches!(*sign, ")" | "]" | "}"),
    };
    let is_call = |i: usize| {
        let after_operand = i.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(is_operand);
        matches!(tokens.get(i), Some(Token::Sign("<" | "</"))) && !after_operand
    };
    (0..tokens.len()).any(is_call)
}

/// The word that closes the bracket at word `i`.
fn closing_bracket(lexemes: &[Lexeme<'_>], i: usize) -> usize {
    let mut depth = 0_usize;
    for (at, lexeme) in lexemes.iter().enumerate().skip(i) {
        match lexeme.token {
            Token::Sign("[" | "?[") => depth += 1,
            Token::Sign("]") if depth == 1 => return at,
            Token::Sign("]") => depth -= 1,
            _ => {}
        }
    }
    lexemes.len()
}

fn unknown_name<'n>(name: &str, known: impl Iterator<Item = &'n String>) -> Diagnostic {
    let known: BTreeSet<&str> = known.map(String::as_str).filter(|known| !known.is_empty()).collect();
    Diagnostic::error("JZ703", format!("unknown name `{name}`")).hint(hint(name, &known, "the pages"))
}

fn unknown_field<'n>(of: &str, field: &str, known: impl Iterator<Item = &'n String>) -> Diagnostic {
    let known: BTreeSet<&str> = known.map(String::as_str).collect();
    let of = format!("`{of}`");
    Diagnostic::error("JZ703", format!("{of} has no `{field}`")).hint(hint(field, &known, &of))
}

fn no_fields(of: &str, kind: &str) -> Diagnostic {
    Diagnostic::error("JZ703", format!("`{of}` is {kind} and has no fields")).hint(format!("type `{of}` alone"))
}

/// What was meant, and what there is.
fn hint(typed: &str, known: &BTreeSet<&str>, of: &str) -> String {
    let all: Vec<&str> = known.iter().copied().collect();
    let listed = if all.len() > N_LISTED {
        "docs/theme.md says where they are listed".to_owned()
    } else {
        let have = if of.starts_with('`') { "has" } else { "have" };
        format!("{of} {have} {}", all.join(", "))
    };
    match did_you_mean(typed, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`? {listed}"),
        None => listed,
    }
}
