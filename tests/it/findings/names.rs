//! A file's name is a stranger's text too, and so is what is typed.

use std::path::Path;
use std::process::Command;

use jiaozhu::diag::Error;

use super::Site;

#[test]
fn regression_a_name_cannot_steer_the_terminal_or_begin_a_line() {
    let site = Site::new();
    site.write("content/a/index.md", "# 題\n\n他說天下雨了。\n");
    site.write("content/a/\u{1b}[31m\n::error::b.png", "");
    site.write("static/a\\b", "");
    let expected = "\
error[JZ003]: the file's name holds U+001B, which no address can have
--> content/a/\u{FFFD}[31m\u{FFFD}::error::b.png:1:1
 1  | ^
   = hint: rename the file, or its folder

error[JZ003]: the file's name holds U+005C, which no address can have
--> static/a\\b:1:1
 1  | ^
   = hint: rename the file, or its folder

2 errors, 0 warnings, 0 infos
";
    assert_eq!(site.build().0.replace(" -->", "-->").replace(" |\n", ""), expected);
    let error = Error::at(Path::new("a\u{1b}]0;b\n::error::c"), "is no folder");
    assert_eq!(error.to_string(), "a\u{FFFD}]0;b\u{FFFD}::error::c: is no folder");
    let mut program = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
    program.args(["cite", "\u{1b}[2J\u{9b}31m", "--lang", "en", "--root"]).arg(site.0.path());
    let said = String::from_utf8(program.output().expect("it runs").stderr).expect("text");
    assert!(said.contains("no source has the key `\u{FFFD}[2J\u{FFFD}31m`"), "{said}");
}
