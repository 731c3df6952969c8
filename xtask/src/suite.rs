//! `cargo xtask test`: every check of this repository, in order; the first failure stops.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::thread;

use crate::command::{cargo, run};
use crate::npm::node;
use crate::site::PUBLIC;
use crate::steps::Steps;
use crate::{Outcome, books, compare, npm, seclusion, site, system};

/// Sites below `tests/sites/` whose pages are tested in the browser like the edition's.
const FIXTURE_SITES: &[&str] = &["edition_evidence/site", "lists_tags_and_series/site", SECLUDED_SITE, SEARCHED_SITE];
/// Sites of which only the books are tested: pages show what leads nowhere as it is typed, books do not.
const BOOK_SITES: &[&str] = &["edition_books/site"];
/// The one that `search.mjs` knows what is found in.
const SEARCHED_SITE: &str = "search_both_scripts/site";
/// The one whose build is watched.
const SECLUDED_SITE: &str = "every_kind/site";

/// Runs the whole suite and prints a summary, also after a failure.
///
/// Errors: that of the first step that fails.
pub fn run_suite() -> Outcome<()> {
    let mut steps = Steps::default();
    let outcome = run_steps(&mut steps);
    steps.print_summary();
    outcome
}

fn run_steps(steps: &mut Steps) -> Outcome<()> {
    steps.run("set-up", set_up)?;
    steps.run("formatting", || run(&mut cargo(["fmt", "--all", "--check"])))?;
    steps.run("lints", || run(&mut cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])))?;
    steps.run("Rust tests", || run(rust_tests().env("TMPDIR", system::scratch_folder())))?;
    steps.run("docs", || {
        let mut doc = cargo(["doc", "--no-deps", "--workspace", "--document-private-items"]);
        run(doc.env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    steps.run("edition", || build_site(Path::new("."), Path::new(PUBLIC), &[]))?;
    steps.run("same bytes twice", compare_two_builds)?;
    let mut sites = vec![PathBuf::from(PUBLIC)];
    steps.run("fixture sites", || build_fixtures(FIXTURE_SITES, &mut sites))?;
    let page_sites = Path::new("target/page-sites");
    // Only Linux has the program that watches.
    if cfg!(target_os = "linux") {
        steps.run("seclusion", || {
            let site = Path::new("tests/sites").join(SECLUDED_SITE);
            seclusion::check(&program()?, &site, &page_sites.join(SECLUDED_SITE))
        })?;
    }
    steps.run("books", || {
        let mut with_books = sites.clone();
        build_fixtures(BOOK_SITES, &mut with_books)?;
        books::check(&with_books)
    })?;
    steps.run("browser tests", || {
        let hostile = page_sites.join("hostile");
        build_site(&Path::new(npm::FOLDER).join("fixtures/hostile"), &hostile, &["--quiet"])?;
        run(test_files(["selftest.mjs", "search.mjs", "inert.mjs", "reader.mjs"])
            .env("SEARCH_SITE", absolute(&page_sites.join(SEARCHED_SITE))?)
            .env("HOSTILE_SITE", absolute(&hostile)?)
            .env("READER_SITE", absolute(Path::new(PUBLIC))?))
    })?;
    steps.run("page tests", || {
        let sites = sites.iter().map(|site| absolute(site)).collect::<Outcome<Vec<_>>>()?;
        run(node().arg("run.mjs").args(sites))
    })
}

fn absolute(path: &Path) -> Outcome<PathBuf> {
    std::path::absolute(path).map_err(|e| format!("no working folder: {e}"))
}

fn set_up() -> Outcome<()> {
    system::require_page_tools()?;
    system::require_rust_tools()?;
    site::set_up()?;
    books::install()?;
    npm::install()
}

/// Tests that wait for programs and files more than they compute: two at a time for each processor.
fn rust_tests() -> Command {
    let n_threads = thread::available_parallelism().map_or(2, |n| 2 * n.get());
    let mut tests = cargo(["test", "--workspace"]);
    if env::var_os("RUST_TEST_THREADS").is_none() {
        tests.env("RUST_TEST_THREADS", n_threads.to_string());
    }
    tests
}

/// Builds the edition again, on one thread, and compares it with the first.
fn compare_two_builds() -> Outcome<()> {
    let second = env::temp_dir().join(format!("jiaozhu-second-{}", process::id()));
    let outcome =
        build_site(Path::new("."), &second, &["--jobs", "1"]).and_then(|()| compare::trees(Path::new(PUBLIC), &second));
    if second.exists() {
        fs::remove_dir_all(&second).map_err(|e| format!("cannot remove {}: {e}", second.display()))?;
    }
    let n_files = outcome?;
    println!("{n_files} files, the same bytes twice");
    Ok(())
}

/// Builds each of the fixture sites `names` into `target/page-sites/` and adds its folder to `sites`.
fn build_fixtures(names: &[&str], sites: &mut Vec<PathBuf>) -> Outcome<()> {
    for name in names {
        let output = Path::new("target/page-sites").join(name);
        build_site(&Path::new("tests/sites").join(name), &output, &[])?;
        sites.push(output);
    }
    Ok(())
}

/// Returns the program that the Rust tests have just made, which stands beside ours: `cargo build` would compile most crates
/// once more, with the fewer features that they have without the tests' own dependencies.
fn program() -> Outcome<PathBuf> {
    let ours = env::current_exe().map_err(|e| format!("cannot find the folder of programs: {e}"))?;
    Ok(ours.with_file_name(format!("jiaozhu{}", env::consts::EXE_SUFFIX)))
}

fn build_site(root: &Path, output: &Path, options: &[&str]) -> Outcome<()> {
    let mut build = Command::new(program()?);
    run(build.args(["build", "--root"]).arg(root).arg("--output").arg(output).args(options))
}

/// Node's test runner on `files`, all at once: each waits for a browser of its own more than it computes.
fn test_files<const N: usize>(files: [&str; N]) -> Command {
    let mut runner = node();
    runner.args(["--test", "--test-reporter=spec", &format!("--test-concurrency={N}")]).args(files);
    runner
}
