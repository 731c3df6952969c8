//! Named steps with a heading, a time and a summary.

use std::time::{Duration, Instant};

use crate::Outcome;

/// The steps run so far.
#[derive(Default)]
pub struct Steps {
    done: Vec<(&'static str, Duration, bool)>,
}

impl Steps {
    /// Runs `work` under a heading.
    ///
    /// Errors: that of `work`, with the step's name before it.
    pub fn run(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
        println!("\n== {name}");
        let start = Instant::now();
        let outcome = work();
        self.done.push((name, start.elapsed(), outcome.is_ok()));
        outcome.map_err(|error| format!("step `{name}` failed: {error}"))
    }

    /// Prints one line a step.
    pub fn print_summary(&self) {
        println!();
        for (name, time, passed) in &self.done {
            let verdict = if *passed { "ok" } else { "FAILED" };
            println!("step {name:<22} {:>7.1} s  {verdict}", time.as_secs_f64());
        }
    }
}
