//! The commands about the program itself: `doctor`, `completions`, `man`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::args::Cli;
use super::chinese;
use super::findings::speaker;
use super::{End, print_bytes, say};
use crate::diag::Error;
use crate::discover;
use crate::doctor::{Grade, examine_all};

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command [default: the program itself]
    command: Option<String>,
}

/// Runs `doctor`.
pub(super) fn doctor(cli: &Cli) -> Result<End, Error> {
    let here = std::env::current_dir().map_err(|error| Error::new(format!("no current folder: {error}")))?;
    let root = cli.root.clone().or_else(|| discover::find_root(&here));
    let found = examine_all(root.as_deref());
    let (text, language) = (speaker(cli), cli.language());
    for (grade, statement) in &found {
        let word = match grade {
            Grade::Good => ["ok", "好", "好"],
            Grade::Note => ["note", "注意", "注意"],
            Grade::Wrong => ["wrong", "不好", "不好"],
        };
        if !cli.quiet || *grade == Grade::Wrong {
            say(&format!("{}: {}", language.choose(word), text(statement)));
        }
    }
    let is_wrong = found.iter().any(|(grade, _)| *grade == Grade::Wrong);
    Ok(if is_wrong { End::ContentErrors } else { End::Done })
}

/// Runs `completions`.
pub(super) fn completions(args: &CompletionsArgs) -> Result<End, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "jiaozhu", &mut script);
    print_bytes(&script)?;
    Ok(End::Done)
}

/// Runs `man`.
///
/// Errors: no such command.
pub(super) fn man(cli: &Cli, args: &ManArgs) -> Result<End, Error> {
    let program = chinese::definitions(cli.language());
    let command = match &args.command {
        None => program,
        Some(name) => {
            let found = program.get_subcommands().find(|command| command.get_name() == name).cloned();
            let missing = || Error::new(format!("there is no command `{name}`")).hint("`jiaozhu --help` lists them");
            found.ok_or_else(missing)?
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Error::new(format!("the page cannot be made: {error}")))?;
    print_bytes(&page)?;
    Ok(End::Done)
}
