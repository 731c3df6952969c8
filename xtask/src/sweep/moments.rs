//! Builds killed at moments spread over their whole course, without a word to them.

use std::thread;
use std::time::{Duration, Instant};

use super::bench::Bench;
use crate::Outcome;

/// Kills `n` builds, each at another moment, and looks at the published site; then an undisturbed build must give the new one.
///
/// Errors: the program cannot be run; or a build left what it must not.
pub(super) fn kill(n: usize) -> Outcome<()> {
    let bench = Bench::lay("kill")?;
    bench.restore(true)?;
    let start = Instant::now();
    super::succeed(bench.build().output(), "a build")?;
    let whole = start.elapsed();
    let (mut n_old, mut n_new, mut n_ended, mut faults) = (0, 0, 0, Vec::new());
    // A fixed seed: a fault can be looked for again, as far as moments can be repeated.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..n {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let part = (state >> 11) as f64 / (1_u64 << 53) as f64;
        let moment = whole.mul_f64(part * 0.9);
        bench.restore(true)?;
        let mut build = bench.build().spawn().map_err(|e| format!("cannot start a build: {e}"))?;
        thread::sleep(moment);
        let has_ended = build.try_wait().is_ok_and(|status| status.is_some());
        build.kill().map_err(|e| format!("cannot kill a build: {e}"))?;
        build.wait().map_err(|e| format!("cannot wait for a build: {e}"))?;
        let left = bench.look(has_ended, "");
        n_ended += usize::from(has_ended);
        n_old += usize::from(left.is_old);
        n_new += usize::from(left.is_new);
        let found = left.faults.into_iter().chain(bench.recover().err());
        faults.extend(found.map(|fault| format!("killed after {}: {fault}", shown(moment))));
    }
    println!("a build takes {}", shown(whole));
    println!("{n} killed at random moments: {n_old} left the old site, {n_new} the new one ({n_ended} had ended)");
    println!("{} faults", faults.len());
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
