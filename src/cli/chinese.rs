//! Help and manual pages in Chinese: the definitions of the command line, each text of theirs from the catalogue.

use clap::builder::PossibleValue;
use clap::error::ErrorKind;
use clap::{Arg, Command, CommandFactory, Parser, ValueEnum};

use super::args::{Cli, Lang};
use super::findings::catalogue;
use super::{language_of_environment, say, usage};
use crate::diag::Language;

/// What stands around the texts of the definitions, in Traditional and Simplified Chinese.
struct Words {
    usage: &'static str,
    commands: &'static str,
    arguments: &'static str,
    options: &'static str,
    default: &'static str,
    known: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        let choose = |hant, hans| language.choose(["", hant, hans]);
        Self {
            usage: choose("用法：", "用法："),
            commands: choose("命令", "命令"),
            arguments: choose("引數", "参数"),
            options: choose("選項", "选项"),
            default: choose("預設：", "默认："),
            known: choose("可用：", "可用："),
        }
    }
}

/// Returns the definitions of the command line, their texts in `language`.
pub(super) fn definitions(language: Language) -> Command {
    let mut command = Cli::command();
    command.build();
    let Some(catalogue) = catalogue(language) else { return command };
    let text = |english: &str| catalogue.text(english).unwrap_or_else(|| english.to_owned());
    say_command(command, &Words::of(language), &text)
}

/// Says why nothing is run, help in the language asked for, and ends the program.
pub(super) fn tell(error: &clap::Error) -> ! {
    let is_help = [ErrorKind::DisplayHelp, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand].contains(&error.kind());
    let language = language_typed();
    if is_help
        && language != Language::English
        && let Err(help) = definitions(language).try_get_matches()
    {
        help.exit();
    }
    if let Some(message) = usage::in_chinese(error, language) {
        say(message.trim_end());
        std::process::exit(error.exit_code());
    }
    error.exit();
}

/// The language asked for, where the command line is not read to its end.
fn language_typed() -> Language {
    let typed: Vec<String> = std::env::args_os().filter_map(|word| word.into_string().ok()).collect();
    let follows =
        typed.iter().zip(typed.iter().skip(1)).find(|(word, _)| *word == "--lang").map(|(_, value)| value.as_str());
    let value = follows.or_else(|| typed.iter().find_map(|word| word.strip_prefix("--lang=")));
    match value.and_then(|value| Lang::from_str(value, true).ok()) {
        Some(lang) => lang.language(),
        None => language_of_environment(),
    }
}

/// Reads the command line; what cannot be run ends the program.
pub(super) fn parse() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| tell(&error))
}

fn say_command(command: Command, words: &Words, text: &dyn Fn(&str) -> String) -> Command {
    let about = command.get_about().map(|about| text(&about.to_string())).unwrap_or_default();
    command
        .about(about)
        .help_template(format!("{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}", words.usage))
        .subcommand_help_heading(words.commands)
        .mut_args(|arg| say_arg(arg, words, text))
        .mut_subcommands(|inner| say_command(inner, words, text))
}

fn say_arg(arg: Arg, words: &Words, text: &dyn Fn(&str) -> String) -> Arg {
    let mut help = arg.get_help().map(|help| text(&help.to_string())).unwrap_or_default();
    if arg.get_action().takes_values() {
        let known: Vec<String> =
            arg.get_possible_values().iter().map(PossibleValue::get_name).map(str::to_owned).collect();
        let defaults: Vec<String> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        for (word, values) in [(words.known, known), (words.default, defaults)] {
            if !values.is_empty() {
                help.push_str(&format!("〔{word}{}〕", values.join("、")));
            }
        }
    }
    let heading = if arg.is_positional() { words.arguments } else { words.options };
    arg.help(help).hide_default_value(true).hide_possible_values(true).help_heading(heading)
}

#[cfg(test)]
mod tests;
