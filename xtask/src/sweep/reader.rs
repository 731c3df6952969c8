//! A reader who looks at the site without a pause while builds replace it.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::bench::{Bench, succeed};
use crate::Outcome;

/// Pages that the change touches, and one that it does not.
const PAGES: [&str; 4] = ["index.html", "zh-hant/du-kou/index.html", "data/du-kou/edition.json", "404.html"];

/// Builds `n` times, each time with the other words in the article, while pages are read in a loop: each reading must find a page
/// whole, as one of the two sites has it.
///
/// Errors: the program cannot be run; or a page was missing, cut or mixed.
pub(super) fn read_while_building(n: usize) -> Outcome<()> {
    let bench = Bench::lay("reader")?;
    bench.restore(false)?;
    let read = |name: &str, page: &str| fs::read(bench.path(name).join(page)).map_err(|e| format!("{page}: {e}"));
    let mut known = Vec::new();
    for page in PAGES {
        known.push([read("old", page)?, read("new", page)?]);
    }
    let is_over = AtomicBool::new(false);
    let (n_read, faults) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut n_read, mut faults) = (0_usize, Vec::new());
            while !is_over.load(Ordering::Relaxed) {
                for (page, known) in PAGES.iter().zip(&known) {
                    n_read += 1;
                    match read("site/public", page) {
                        Ok(bytes) if known.contains(&bytes) => {}
                        Ok(bytes) => faults.push(format!("{page}: {} bytes that neither site has", bytes.len())),
                        Err(fault) => faults.push(fault),
                    }
                }
            }
            (n_read, faults)
        });
        let built = (0..n).try_for_each(|i| {
            let (from, to) = if i % 2 == 0 { ("兩條河", "三條河") } else { ("三條河", "兩條河") };
            bench.change(from, to)?;
            succeed(bench.build().output(), "a build")
        });
        is_over.store(true, Ordering::Relaxed);
        let (n_read, mut faults) = reader.join().map_err(|_| "the reader panicked".to_owned())?;
        faults.extend(built.err());
        Ok::<_, String>((n_read, faults))
    })?;
    println!("{n} builds, {n_read} pages read meanwhile: {} faults", faults.len());
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}
