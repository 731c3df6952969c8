//! What a program costs: wall time, processor time of it and its children, peak memory.
//!
//! Python, which every chore needs anyhow, starts it and asks the system (`wait4`); the time of Python itself is not counted.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::system::find_python;

const WAIT: &str = "
import os, sys, time
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
start = time.perf_counter()
actions = [(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)]
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=actions)
_, status, used = os.wait4(pid, 0)
wall = time.perf_counter() - start
print(os.waitstatus_to_exitcode(status), wall, used.ru_utime + used.ru_stime, used.ru_maxrss)
";

/// What one run cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cost {
    /// Seconds.
    pub wall: f64,
    /// Seconds of all processors.
    pub cpu: f64,
    /// Kilobytes.
    pub peak: f64,
}

impl Cost {
    /// Returns what it costs to do this and then `next`.
    pub fn then(self, next: Self) -> Self {
        Self { wall: self.wall + next.wall, cpu: self.cpu + next.cpu, peak: self.peak.max(next.peak) }
    }
}

/// Runs `words`, the first of them a program; what it prints goes to the file `log`.
///
/// Errors: it cannot be started, or ends with another status than 0; the message has the end of what it printed.
pub fn run(words: &[String], log: &Path) -> Outcome<Cost> {
    let python = find_python().ok_or("no Python 3 with pip was found\ninstall python3 and its pip")?;
    let mut command = Command::new(python);
    command.args(["-c", WAIT]).arg(log).args(words).stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("cannot start {python}: {error}"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    match parse(&printed) {
        Some((0, cost)) => Ok(cost),
        Some((status, _)) => Err(format!("`{}` failed ({status}): {}", words.join(" "), tail(log))),
        None => Err(format!("`{}` could not be run: {}", words.join(" "), String::from_utf8_lossy(&output.stderr))),
    }
}

/// Reads `status wall cpu peak`; macOS counts memory in bytes, all others in kilobytes.
fn parse(printed: &str) -> Option<(i32, Cost)> {
    let mut words = printed.split_whitespace();
    let status = words.next()?.parse().ok()?;
    let mut number = || words.next()?.parse::<f64>().ok();
    let (wall, cpu, peak) = (number()?, number()?, number()?);
    let peak = if cfg!(target_os = "macos") { peak / 1024.0 } else { peak };
    Some((status, Cost { wall, cpu, peak }))
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(5)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_system_says() {
        let peak = if cfg!(target_os = "macos") { 2.0 } else { 2048.0 };
        assert_eq!(parse("0 0.5 0.75 2048\n"), Some((0, Cost { wall: 0.5, cpu: 0.75, peak })));
        assert_eq!(parse("-9 0.5 0.75 2048\n").map(|(status, _)| status), Some(-9));
        assert_eq!(parse("Traceback"), None);
    }

    #[test]
    fn costs_add_up_and_memory_does_not() {
        let (first, next) = (Cost { wall: 1.0, cpu: 2.0, peak: 10.0 }, Cost { wall: 0.5, cpu: 0.5, peak: 7.0 });
        assert_eq!(first.then(next), Cost { wall: 1.5, cpu: 2.5, peak: 10.0 });
    }
}
