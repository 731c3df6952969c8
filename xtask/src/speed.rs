//! `cargo xtask bench`: how fast sites are built, beside others that do the same work and beside the least that it can cost.
//!
//! 1. `options` reads what was typed; the program, and the `floor` beside this folder, are built as releases.
//! 2. `corpus` writes invented articles (`text`), `peers` the same for others.
//! 3. Each round builds with ours, the floor and the peers in turn, into fresh folders; `measure` says what a run costs. One build
//!    without changes and one with one changed article follow.
//! 4. One more build names its stages; `figures` makes medians and ratios, which are printed with the load there was before.
//! 5. `cargo xtask bench-serve` measures what an editor waits for: an article saved, until a browser shows it.

mod corpus;
mod figures;
mod measure;
mod options;
mod peers;
mod text;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{answer, cargo, run};
use crate::wheel::failed;
use crate::{Outcome, npm, site, system};
use measure::Cost;
use options::Options;
use peers::Chain;

const PROGRAM: &str = "target/release/jiaozhu";
const FLOOR: &str = "target/release/floor";
/// How many articles a site has whose changes are painted, and how many times one is saved.
const N_SERVED: usize = 1000;
const N_SAVED: usize = 20;
/// Stages that are OpenCC's work.
const OF_OPENCC: [&str; 2] = ["open", "convert"];

/// Measures and prints.
///
/// Errors: an option is unknown, a program cannot be built or fails, a file cannot be written.
pub fn bench(typed: &[String]) -> Outcome<()> {
    let options = Options::read(typed)?;
    build()?;
    let opencc = peers::opencc_cli()?;
    let hugo = options.hugo.as_deref().map(|hugo| hugo.display().to_string());
    let version = hugo.as_deref().and_then(|hugo| answer(hugo, &["version"]));
    println!(
        "OpenCC's program with s2tw and tw2s; {}",
        version.as_deref().unwrap_or("no Hugo found (--hugo FILE names it)")
    );
    println!("in {}, {} rounds", options.folder.display(), options.n_rounds);
    for &n_articles in &options.sizes {
        let place = options.folder.join(format!("jiaozhu-bench-{}", std::process::id()));
        let chain = version.as_ref().and(options.hugo.clone());
        let chain = chain.map(|hugo| Chain { opencc: opencc.clone(), hugo, place: place.join("peers") });
        let bench = Bench { n_rounds: options.n_rounds, chain, place, n_articles };
        let load = load();
        let measured = bench.measure();
        if bench.place.exists() {
            fs::remove_dir_all(&bench.place).map_err(failed("remove", &bench.place))?;
        }
        println!("\n{n_articles} articles; load before: {load}; after: {}\n{}", self::load(), measured?);
    }
    Ok(())
}

/// Measures how long it takes from saving an article to its new text's being painted in a browser, and prints it.
///
/// Errors: what is needed cannot be had, a file cannot be written, a page does not show the new text.
pub fn serve() -> Outcome<()> {
    system::require_page_tools()?;
    npm::install()?;
    build()?;
    let place = system::scratch_folder().join(format!("jiaozhu-serve-{}", std::process::id()));
    corpus::write_own(&place, N_SERVED)?;
    let program = fs::canonicalize(PROGRAM).map_err(failed("find", Path::new(PROGRAM)))?;
    println!("{N_SERVED} articles; load before: {}", load());
    let measured = run(npm::node().arg("saved.mjs").args([&program, &place]).arg(N_SAVED.to_string()));
    fs::remove_dir_all(&place).map_err(failed("remove", &place))?;
    measured
}

/// Makes the programs that are measured, both at once: one alone would be compiled anew, with other features.
fn build() -> Outcome<()> {
    site::set_up()?;
    run(&mut cargo(["build", "--release", "--quiet", "--package", "jiaozhu", "--package", "floor"]))
}

/// Measurements of one size.
struct Bench {
    n_rounds: usize,
    chain: Option<Chain>,
    /// All that is written lies here.
    place: PathBuf,
    n_articles: usize,
}

/// What the builds of one size cost, a round each.
#[derive(Default)]
struct Rounds {
    ours: Vec<Cost>,
    floor: Vec<Cost>,
    opencc: Vec<Cost>,
    hugo: Vec<Cost>,
    unchanged: Vec<Cost>,
    changed: Vec<Cost>,
}

/// How much is read and written.
struct Amounts {
    n_files: usize,
    n_pages: usize,
    n_bytes: usize,
    n_read: usize,
}

impl Bench {
    fn measure(&self) -> Outcome<String> {
        let root = self.place.join("root");
        let n_read = corpus::write_own(&root, self.n_articles)?;
        if let Some(chain) = &self.chain {
            chain.prepare(self.n_articles)?;
        }
        // The first build warms what the system keeps of files, says what the floor has to write, and names the stages.
        let output = self.place.join("ours");
        self.build(&root, &output, &["--timings"])?;
        let stages = figures::stages(&fs::read_to_string(self.log()).map_err(failed("read", &self.log()))?);
        let amounts = self.plan(&output, n_read)?;
        let mut rounds = Rounds::default();
        for round in 0..self.n_rounds {
            self.round(&root, round, &mut rounds)?;
        }
        Ok(self.draw(&rounds, &amounts, &stages))
    }

    fn round(&self, root: &Path, round: usize, rounds: &mut Rounds) -> Outcome<()> {
        let output = self.place.join("ours");
        self.clear(&[&output, &root.join(".jiaozhu")])?;
        rounds.ours.push(self.build(root, &output, &[])?);
        rounds.unchanged.push(self.build(root, &output, &[])?);
        let article = root.join(format!("content/a{:05}/index.md", self.n_articles / 2 / 8 * 8));
        let text = fs::read_to_string(&article).map_err(failed("read", &article))?;
        corpus::write(&article, &format!("{}\n\n第{round}次改稿。\n", text.trim_end()))?;
        rounds.changed.push(self.build(root, &output, &[])?);
        corpus::write(&article, &text)?;
        let floor = self.place.join("floor");
        let words = [Path::new(FLOOR), root, &self.place.join("plan"), &floor].map(|word| word.display().to_string());
        rounds.floor.push(measure::run(&words, &self.log())?);
        self.clear(&[&floor])?;
        if let Some(chain) = &self.chain {
            let theirs = self.place.join("hugo");
            rounds.opencc.push(chain.convert()?);
            rounds.hugo.push(chain.hugo(&theirs)?);
            self.clear(&[&theirs])?;
        }
        Ok(())
    }

    fn build(&self, root: &Path, output: &Path, options: &[&str]) -> Outcome<Cost> {
        let (root, output) = (root.display().to_string(), output.display().to_string());
        let mut words = vec![PROGRAM, "build", "--root", &root, "--output", &output];
        words.extend(options);
        measure::run(&words.into_iter().map(str::to_owned).collect::<Vec<_>>(), &self.log())
    }

    fn log(&self) -> PathBuf {
        self.place.join("log")
    }

    fn clear(&self, folders: &[&Path]) -> Outcome<()> {
        folders
            .iter()
            .filter(|folder| folder.exists())
            .try_for_each(|folder| fs::remove_dir_all(folder).map_err(failed("remove", folder)))
    }

    /// Writes what the floor has to write, a line `length path` a file of `output`.
    fn plan(&self, output: &Path, n_read: usize) -> Outcome<Amounts> {
        let (mut plan, mut amounts) = (String::new(), Amounts { n_files: 0, n_pages: 0, n_bytes: 0, n_read });
        for path in crate::compare::files_of(output)? {
            let length = fs::metadata(output.join(&path)).map_err(failed("read", &path))?.len();
            amounts.n_files += 1;
            amounts.n_pages += usize::from(path.extension().is_some_and(|extension| extension == "html"));
            amounts.n_bytes += usize::try_from(length).unwrap_or_default();
            // Writing into a text cannot fail.
            writeln!(plan, "{length} {}", path.display()).ok();
        }
        corpus::write(&self.place.join("plan"), &plan)?;
        Ok(amounts)
    }

    fn draw(&self, rounds: &Rounds, amounts: &Amounts, stages: &[(String, f64)]) -> String {
        let [ours, floor, unchanged, changed] =
            [&rounds.ours, &rounds.floor, &rounds.unchanged, &rounds.changed].map(|costs| figures::median(costs));
        let [opencc, hugo] = [&rounds.opencc, &rounds.hugo].map(|costs| figures::median(costs));
        let chain = opencc.then(hugo);
        let mut drawn = String::new();
        let mut line = |text: String| {
            drawn.push_str(&text);
            drawn.push('\n');
        };
        let Amounts { n_files, n_pages, n_bytes, n_read } = amounts;
        line(format!(
            "  {:.1} MB read, {n_files} files of {:.1} MB written, {n_pages} of them pages",
            mega(*n_read),
            mega(*n_bytes)
        ));
        let per_second = |n: f64| if ours.wall > 0.0 { n / ours.wall } else { 0.0 };
        line(format!(
            "  {:.0} pages/s, {:.1} MB/s read, {:.1} MB/s written",
            per_second(number(*n_pages)),
            per_second(mega(*n_read)),
            per_second(mega(*n_bytes))
        ));
        line(format!(
            "  {:<18}{:>9}{:>9}{:>10}{:>14}{:>13}",
            "", "wall s", "cpu s", "peak MB", "ours ÷ it wall", "cpu"
        ));
        let all = [
            ("first build", ours),
            ("unchanged", unchanged),
            ("one change", changed),
            ("floor", floor),
            ("OpenCC's program", opencc),
            ("Hugo", hugo),
            ("OpenCC and Hugo", chain),
        ];
        for (name, cost) in all.into_iter().filter(|(_, cost)| cost.wall > 0.0) {
            let ratios = [figures::ratio(ours.wall, cost.wall), figures::ratio(ours.cpu, cost.cpu)];
            line(format!(
                "  {name:<18}{:>9.3}{:>9.3}{:>10.0}{:>14}{:>13}",
                cost.wall,
                cost.cpu,
                cost.peak / 1024.0,
                ratios[0],
                ratios[1]
            ));
        }
        let part = |cost: Cost| {
            figures::ratio(cost.wall * 100.0, ours.wall)
                + " % wall, "
                + &figures::ratio(cost.cpu * 100.0, ours.cpu)
                + " % cpu"
        };
        line(format!("  of a first build: unchanged {}; one change {}", part(unchanged), part(changed)));
        let n_articles = number(self.n_articles);
        line(format!(
            "  cpu an article: {:.3} ms, of it without OpenCC {:.3} ms; the stages:",
            ours.cpu * 1000.0 / n_articles,
            figures::own_work(stages, &OF_OPENCC, n_articles)
        ));
        let named: Vec<String> = stages.iter().map(|(name, ms)| format!("{name} {ms:.0}")).collect();
        line(format!("  {} (ms)", named.join(", ")));
        drawn
    }
}

fn number(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::INFINITY, f64::from)
}

fn mega(n_bytes: usize) -> f64 {
    number(n_bytes / 1000) / 1000.0
}

/// How busy the machine was, in the mean of one, five and fifteen minutes.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load
        .and_then(|load| Some(load.split(' ').take(3).collect::<Vec<_>>().join(" ")).filter(|load| !load.is_empty()));
    load.or_else(|| answer("uptime", &[])).unwrap_or_else(|| "unknown".to_owned())
}
