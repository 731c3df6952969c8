//! What a run costs, stage by stage, for whoever asks with `build --timings`. In: work. Out: what it returns; time is added up.
//! Knows nothing of what is done, and nothing reads it but the command line: no page depends on a clock.
//!
//! 1. `watch` begins. Before that nothing is measured, and asking costs one look at a flag.
//! 2. `time` measures what one thread does, less what was measured within: the stages add up. `time_all` measures all threads.
//! 3. `lines` draws the stages in processor time, which neighbours on the machine do not lengthen as they do the time of day.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

use crate::diag::Error;
use crate::model::{Convert, ScriptConfig};
use crate::opencc::OpenCc;

/// A part of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// What the last build left is read.
    Recall,
    /// Files are listed, settings and shared sources read.
    List,
    /// What is published already is looked through.
    Survey,
    /// Articles are read and known again by their keys.
    Read,
    Parse,
    Collate,
    Annotate,
    /// OpenCC's dictionaries are opened.
    Open,
    /// OpenCC converts.
    Convert,
    /// What was converted is laid out in leaves.
    Script,
    /// Passages are folded for search.
    Fold,
    Card,
    /// Lines of citation are formatted.
    Cite,
    /// Pages of articles are drawn.
    Draw,
    /// `edition.json` and the exports.
    Export,
    /// Files are hashed and written.
    Write,
    /// Lists, feeds and sitemap.
    Lists,
    /// The index of search.
    Index,
    /// Unchanged files are linked and the folders exchanged.
    Publish,
    /// Findings are drawn.
    Tell,
    /// The old site is removed, and what the next build can use is written.
    Leave,
}

const NAMES: [&str; 21] = [
    "recall", "list", "survey", "read", "parse", "collate", "annotate", "open", "convert", "script", "fold", "card",
    "cite", "draw", "export", "write", "lists", "index", "publish", "tell", "leave",
];

static IS_WATCHED: AtomicBool = AtomicBool::new(false);
static NANOS: [AtomicU64; NAMES.len()] = [const { AtomicU64::new(0) }; NAMES.len()];

thread_local! {
    /// What was measured within the work that is being measured.
    static WITHIN: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// Begins to measure.
pub(crate) fn watch() {
    IS_WATCHED.store(true, Ordering::Relaxed);
}

/// Does `work`, which belongs to `stage`, on this thread.
pub(crate) fn time<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    if !IS_WATCHED.load(Ordering::Relaxed) {
        return work();
    }
    let (outer, start) = (WITHIN.replace(Duration::ZERO), now(ClockId::ThreadCPUTime));
    let done = work();
    let spent = now(ClockId::ThreadCPUTime).saturating_sub(start);
    add(stage, spent.saturating_sub(WITHIN.get()));
    WITHIN.set(outer + spent);
    done
}

/// Does `work`, which belongs to `stage`, on any threads; nothing else may be going on, nor be measured within.
pub(crate) fn time_all<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    if !IS_WATCHED.load(Ordering::Relaxed) {
        return work();
    }
    let start = now(ClockId::ProcessCPUTime);
    let done = work();
    add(stage, now(ClockId::ProcessCPUTime).saturating_sub(start));
    done
}

/// Returns a line a stage, in milliseconds; the last is all that the process has cost.
pub(crate) fn lines() -> Vec<String> {
    let stages = NAMES.iter().zip(&NANOS).map(|(name, nanos)| (*name, nanos.load(Ordering::Relaxed)));
    let total = u64::try_from(now(ClockId::ProcessCPUTime).as_nanos()).unwrap_or(u64::MAX);
    let all = stages.chain([("total", total)]);
    all.map(|(name, nanos)| format!("stage {name:<9}{:>9}.{:03} ms", nanos / 1_000_000, nanos / 1_000 % 1_000))
        .collect()
}

fn add(stage: Stage, spent: Duration) {
    if let Some(nanos) = NANOS.get(stage as usize) {
        nanos.fetch_add(u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

fn now(clock: ClockId) -> Duration {
    clock_gettime(clock).try_into().unwrap_or_default()
}

/// The engine, with opening and conversion told apart.
pub(crate) struct Timed<'a>(pub(crate) &'a OpenCc);

impl Convert for Timed<'_> {
    fn convert(&self, config: ScriptConfig, text: &str) -> Result<String, Error> {
        time(Stage::Open, || self.0.open(config))?;
        time(Stage::Convert, || self.0.convert(config, text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_within_work_counts_once() {
        watch();
        let busy = || (0..2_000_000_u64).fold(0, |sum, n| std::hint::black_box(sum ^ n));
        let start = now(ClockId::ThreadCPUTime);
        time(Stage::Card, || (busy(), time(Stage::Fold, busy)));
        let spent = now(ClockId::ThreadCPUTime).saturating_sub(start);
        let of = |stage: Stage| Duration::from_nanos(NANOS[stage as usize].load(Ordering::Relaxed));
        assert!(of(Stage::Card) > Duration::ZERO && of(Stage::Fold) > Duration::ZERO);
        assert!(of(Stage::Card) + of(Stage::Fold) <= spent);
    }

    #[test]
    fn a_line_a_stage() {
        let lines = lines();
        assert_eq!(lines.len(), NAMES.len() + 1);
        assert!(lines.iter().all(|line| line.starts_with("stage ") && line.ends_with(" ms")), "{lines:?}");
        assert_eq!(NAMES[Stage::Leave as usize], "leave");
    }
}
