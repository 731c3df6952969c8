//! Errors of what was typed on the command line, in Chinese: their kinds and contexts are clap's, the words the catalogue's.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::findings::catalogue;
use crate::diag::Language;

/// Returns the whole message in `language`; none in English, and of what is no error, as help.
pub(super) fn in_chinese(error: &clap::Error, language: Language) -> Option<String> {
    let catalogue = catalogue(language).filter(|_| error.use_stderr())?;
    let text = |english: &str| catalogue.text(english).unwrap_or_else(|| english.to_owned());
    let choose = |hant, hans| language.choose(["", hant, hans]);
    let mut out = format!("{}{}\n", choose("錯誤：", "错误："), text(&what(error)));
    for hint in hints(error) {
        out.push_str(&format!("\n  {}{}\n", choose("提示：", "提示："), text(&hint)));
    }
    if let Some(usage) = value(error, ContextKind::Usage) {
        let usage = usage.trim_start_matches("Usage:").trim();
        out.push_str(&format!("\n{}{usage}\n", choose("用法：", "用法：")));
    }
    out.push_str(&format!("\n{}\n", text("for more information type `--help` behind it")));
    Some(out)
}

/// Says what is wrong in English, for the catalogue; of a kind that is seldom met, in clap's words.
fn what(error: &clap::Error) -> String {
    let arg = || value(error, ContextKind::InvalidArg).unwrap_or_default();
    let typed = || value(error, ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("there is no argument `{}` here", arg()),
        ErrorKind::InvalidSubcommand => {
            let command = value(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("there is no command `{command}`")
        }
        ErrorKind::InvalidValue if typed().is_empty() => format!("`{}` wants a value, and none is typed", arg()),
        ErrorKind::InvalidValue => format!("`{}` is no value of `{}`", typed(), arg()),
        ErrorKind::ValueValidation => match error.source() {
            Some(why) => format!("`{}` is no value of `{}`: {why}", typed(), arg()),
            None => format!("`{}` is no value of `{}`", typed(), arg()),
        },
        ErrorKind::MissingRequiredArgument => format!("what must be typed is missing: {}", arg()),
        ErrorKind::ArgumentConflict => match value(error, ContextKind::PriorArg) {
            Some(prior) if prior != arg() => format!("`{}` cannot be typed with `{prior}`", arg()),
            _ => format!("`{}` is typed more than once", arg()),
        },
        ErrorKind::TooManyValues => format!("`{}` is one value too many for `{}`", typed(), arg()),
        _ => {
            let drawn = error.render().to_string();
            drawn.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    }
}

/// What to type instead, as far as clap knows it.
fn hints(error: &clap::Error) -> Vec<String> {
    let meant = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let meant: Vec<String> = meant.into_iter().filter_map(|kind| value(error, kind)).collect();
    let mut hints: Vec<String> = meant.iter().map(|word| format!("did you mean `{word}`?")).collect();
    let known = value(error, ContextKind::ValidValue).filter(|known| !known.is_empty());
    hints.extend(known.map(|known| format!("known here: {known}")));
    if error.kind() == ErrorKind::InvalidSubcommand && meant.is_empty() {
        hints.push("`jiaozhu --help` lists them".to_owned());
    }
    hints
}

/// Returns what clap says of one side of an error, as text.
fn value(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::None => None,
        ContextValue::Bool(value) => Some(value.to_string()),
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(texts) => Some(texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
