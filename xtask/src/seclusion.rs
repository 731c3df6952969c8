//! What a build asks of the system: no network, no other program, no library or setting that lies in the site's folder.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{self, Command};

use crate::command::run;
use crate::{Outcome, compare, system};

/// A configuration of OpenCC that loads a library; OpenCC looks for its configurations in the working folder first.
const HOSTILE: &str =
    r#"{"name": "x", "segmentation": {"type": "plugin", "__plugin_library": "./planted.so"}, "conversion_chain": []}"#;

/// The names under which OpenCC would look for it.
const PLANTED: [&str; 8] =
    ["s2t.json", "s2tw.json", "s2hk.json", "t2s.json", "tw2s.json", "hk2s.json", "t2tw.json", "t2hk.json"];

/// Builds the site at `site` with `program` in a folder where hostile configurations lie, and looks at its calls.
///
/// Errors: it opens a socket, starts a program, opens a planted file, or the site is another than `expected`.
pub fn check(program: &Path, site: &Path, expected: &Path) -> Outcome<()> {
    system::require_tracer()?;
    let folder = env::temp_dir().join(format!("jiaozhu-seclusion-{}", process::id()));
    let outcome = check_in(&folder, program, site, expected);
    fs::remove_dir_all(&folder).map_err(|e| format!("cannot remove {}: {e}", folder.display()))?;
    outcome
}

fn check_in(folder: &Path, program: &Path, site: &Path, expected: &Path) -> Outcome<()> {
    let trace = folder.join("trace");
    fs::create_dir_all(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
    let (root, published) = (folder.join("site"), folder.join("published"));
    run(Command::new("cp").arg("-r").args([site, &root]))?;
    for name in PLANTED {
        fs::write(root.join(name), HOSTILE).map_err(|e| format!("cannot plant {name}: {e}"))?;
    }
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-e", "trace=network,process,openat,open", "-o"]).arg(&trace).arg("--").arg(program);
    run(traced.args(["build", "--quiet", "--output"]).arg(&published).current_dir(&root))?;
    let text = fs::read_to_string(&trace).map_err(|e| format!("no trace: {e}"))?;
    let faults: Vec<_> = text.lines().filter(|line| is_foreign(line)).collect();
    // The program itself is the one that is started.
    let n_started = text.lines().filter(|line| line.contains(" execve(")).count();
    if !faults.is_empty() || n_started != 1 {
        return Err(format!(
            "a build asks for what it must not ({n_started} programs started):\n{}",
            faults.join("\n")
        ));
    }
    let n_files = compare::trees(&published, expected)?;
    println!("{n_files} files, no socket, no other program, no planted file opened, in {} calls", text.lines().count());
    Ok(())
}

/// Whether a line of a trace is a call that a build has no use for.
fn is_foreign(line: &str) -> bool {
    let Some((call, arguments)) = line.split_once(' ').and_then(|(_, call)| call.trim_start().split_once('(')) else {
        return false;
    };
    match call {
        // The end of a call that another thread's stood before; its beginning is a line of its own.
        _ if call.starts_with("<...") => false,
        "open" | "openat" => {
            arguments.contains("planted.so") || PLANTED.iter().any(|name| arguments.contains(&format!("\"{name}\"")))
        }
        "clone" | "clone3" => !arguments.contains("CLONE_THREAD"),
        "execve" | "exit" | "exit_group" | "wait4" | "gettid" | "getpid" | "kill" | "tgkill" => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_foreign;

    #[test]
    fn calls_are_told_apart() {
        for (line, expected) in [
            ("71 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3", true),
            ("71 connect(3, {sa_family=AF_INET}, 16) = 0", true),
            ("71 vfork() = 72", true),
            ("71 clone3({flags=CLONE_VM|CLONE_FS|CLONE_THREAD}, 88) = 72", false),
            ("71 clone(child_stack=NULL, flags=SIGCHLD) = 72", true),
            (r#"71 openat(AT_FDCWD, "t2s.json", O_RDONLY) = 3"#, true),
            (r#"71 openat(AT_FDCWD, "/tmp/x/t2s.json", O_RDONLY) = 3"#, false),
            (r#"71 openat(AT_FDCWD, "./planted.so", O_RDONLY) = 3"#, true),
            ("71 <... openat resumed>) = -1 ENOENT (No such file or directory)", false),
            ("71 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP <unfinished ...>", true),
            ("71 exit_group(0) = ?", false),
            ("71 +++ exited with 0 +++", false),
        ] {
            assert_eq!(is_foreign(line), expected, "{line}");
        }
    }
}
