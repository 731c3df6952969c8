//! Starting other programs.

use std::env;
use std::ffi::OsString;
use std::process::{Command, Stdio};

use crate::Outcome;

/// Returns the cargo that started us, so that a chosen toolchain stays the chosen one.
pub fn cargo<const N: usize>(args: [&str; N]) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.args(args);
    cargo
}

/// Runs `command` with its output on our terminal.
///
/// Errors: it cannot be started, or ends with another status than 0.
pub fn run(command: &mut Command) -> Outcome<()> {
    let line = shown(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{line}` failed ({status})")),
        Err(error) => Err(format!("cannot start `{line}`: {error}")),
    }
}

/// Returns whether `program` can be started with `args` and says it is well; prints nothing.
pub fn works(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Returns what `program` prints, trimmed; none when it fails or prints nothing.
pub fn answer(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
