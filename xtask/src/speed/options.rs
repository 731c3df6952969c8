//! What was typed after `cargo xtask bench`.

use std::env;
use std::path::PathBuf;

use crate::Outcome;
use crate::system::scratch_folder;

const USAGE: &str = "usage: cargo xtask bench [--sizes 100,1000,10000] [--rounds N] [--output DIR] [--hugo FILE]";

/// What is measured, how often, and where.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// How many articles, one a corpus.
    pub sizes: Vec<usize>,
    pub n_rounds: usize,
    /// Where corpora and sites are written; a fresh folder in it is made and removed.
    pub folder: PathBuf,
    /// Hugo, when there is one.
    pub hugo: Option<PathBuf>,
}

impl Options {
    /// Reads options; what is not typed is looked for on the machine.
    ///
    /// Errors: an option is unknown, has no value, or one that it cannot have.
    pub fn read(typed: &[String]) -> Outcome<Self> {
        let mut options =
            Self { sizes: vec![100, 1_000, 10_000], n_rounds: 3, folder: scratch_folder(), hugo: find_hugo() };
        for pair in typed.chunks(2) {
            let [name, value] = pair else { return Err(format!("`{}` has no value\n{USAGE}", pair.concat())) };
            let wrong = || format!("`{value}` cannot be what `{name}` is\n{USAGE}");
            let number = |text: &str| text.parse().ok().filter(|number| *number > 0);
            match name.as_str() {
                "--sizes" => options.sizes = value.split(',').map(number).collect::<Option<_>>().ok_or_else(wrong)?,
                "--rounds" => options.n_rounds = number(value).ok_or_else(wrong)?,
                "--output" => options.folder = PathBuf::from(value),
                "--hugo" => options.hugo = Some(PathBuf::from(value)),
                _ => return Err(format!("`{name}` is unknown\n{USAGE}")),
            }
        }
        Ok(options)
    }
}

/// Returns Hugo as it is on PATH; in place of the script of its Python package, the program that this starts.
fn find_hugo() -> Option<PathBuf> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&folders).map(|folder| folder.join("hugo")).find(|path| path.is_file())?;
    let is_script = std::fs::read(&found).is_ok_and(|bytes| bytes.starts_with(b"#!"));
    let lib = found.parent()?.parent()?.join("lib");
    let pythons = std::fs::read_dir(lib).into_iter().flatten().flatten();
    let inner =
        pythons.map(|python| python.path().join("site-packages/hugo/binaries/hugo")).find(|path| path.is_file());
    if is_script { inner.or(Some(found)) } else { Some(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        let typed: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
        let found = match Options::read(&typed) {
            Ok(Options { sizes, n_rounds, folder, .. }) => format!("{sizes:?} {n_rounds} {}", folder.display()),
            Err(message) => message.lines().next().unwrap_or_default().to_owned(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn options_are_read() {
        check("--sizes 10,20 --rounds 2 --output /x", "[10, 20] 2 /x");
        check("--rounds 0", "`0` cannot be what `--rounds` is");
        check("--rounds", "`--rounds` has no value");
        check("--turns 3", "`--turns` is unknown");
    }
}
