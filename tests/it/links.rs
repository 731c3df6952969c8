//! Links over time: what hosts are asked for, what `links.lock` keeps of it, what an editor reads. Here hosts are a table;
//! in `host` one answers from this machine.

mod host;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiaozhu::build::{self, run};
use jiaozhu::check_links::{Request, find_stale_links, visit_links};
use jiaozhu::diag::{Diagnostic, Style, Texts, draw_human};
use jiaozhu::discover::read_for_drawing;
use jiaozhu::links::{Link, Pace, Status, read_lock};
use jiaozhu::model::{Date, Failure, Fetch, Fetched, Limits};
use tempfile::TempDir;

use crate::golden::{check_golden, check_translated, is_blessing, write};

const LOCK: &str = "content/qiao/links.lock";
const MS: fn(u64) -> Duration = Duration::from_millis;

/// A site of one article.
struct Site(TempDir);

impl Site {
    fn new(index: &str, sources: &str) -> Self {
        let site = Self(tempfile::tempdir().expect("a folder"));
        site.write("jiaozhu.toml", "title = \"試\"\n");
        site.write("content/qiao/index.md", index);
        site.write("content/qiao/sources.yaml", sources);
        site
    }

    /// A site whose article leads to `paths` of the host at `address`.
    fn leading_to(address: &str, paths: &[&str]) -> Self {
        let links: Vec<String> = paths.iter().map(|path| format!("見[此]({address}{path})。")).collect();
        Self::new(&format!("# 舊橋\n\n{}\n", links.join("\n\n")), "")
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.root().join(path), text.as_bytes());
    }

    fn lock(&self) -> String {
        fs::read_to_string(self.root().join(LOCK)).unwrap_or_default()
    }

    fn links(&self) -> Vec<Link> {
        run(&build::Request { root: self.root().to_owned(), ..build::Request::default() }).expect("it runs").links
    }

    fn visit(&self, links: &[Link], fetch: &dyn Fetch) -> Vec<Diagnostic> {
        let request = Request {
            root: self.root(),
            links,
            today: &day("2026-05-01"),
            again: false,
            is_complete: true,
            pace: brisk(),
        };
        visit_links(&request, fetch, &mut |_, _, _| ()).expect("it runs")
    }

    /// Status of each path of the lock.
    fn statuses(&self) -> BTreeMap<String, Status> {
        let lock = read_lock(LOCK, &self.lock()).expect("a lock");
        let path = |url: &str| url.splitn(4, '/').nth(3).unwrap_or_default().to_owned();
        lock.into_iter().map(|(url, entry)| (path(&url), entry.status)).collect()
    }

    fn draw(&self, findings: &[Diagnostic]) -> String {
        let files = findings.iter().filter_map(|finding| Some(&finding.place.as_ref()?.file));
        let texts: Texts =
            files.filter_map(|file| read_for_drawing(self.root(), file).ok()).map(|f| (f.path, f.text)).collect();
        draw_human(findings, &texts, Style::default())
    }
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn brisk() -> Pace {
    let limits = Limits { connect: MS(1000), read: MS(250), max_body: 64 * 1024 };
    Pace { pause: MS(30), backoff: MS(30), longest_wait: MS(2000), save_every: MS(100), limits, ..Pace::default() }
}

/// Answers from a table, 404 otherwise; remembers what was asked for and how many requests were under way at once.
#[derive(Default)]
struct Table {
    pages: BTreeMap<&'static str, Result<Fetched, Failure>>,
    delay: Duration,
    asked: Mutex<Vec<(String, Instant, Instant)>>,
    n_now: AtomicUsize,
    n_most: AtomicUsize,
}

impl Table {
    fn new(pages: impl IntoIterator<Item = (&'static str, Result<Fetched, Failure>)>) -> Self {
        Self { pages: pages.into_iter().collect(), ..Self::default() }
    }

    fn n_asked(&self, url: &str) -> usize {
        self.asked.lock().expect("unbroken").iter().filter(|(asked, ..)| asked == url).count()
    }
}

impl Fetch for Table {
    fn fetch(&self, url: &str, _: &Limits) -> Result<Fetched, Failure> {
        let start = Instant::now();
        self.n_most.fetch_max(self.n_now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(self.delay);
        self.n_now.fetch_sub(1, Ordering::SeqCst);
        self.asked.lock().expect("unbroken").push((url.to_owned(), start, Instant::now()));
        self.pages.get(url).cloned().unwrap_or(Ok(Fetched { status: 404, ..Fetched::default() }))
    }
}

fn page(text: &str) -> Result<Fetched, Failure> {
    let content_type = "text/html; charset=utf-8".to_owned();
    Ok(Fetched { status: 200, content_type, body: text.as_bytes().to_vec(), ..Fetched::default() })
}

/// The cases of `tests/links/`: each is a file with the findings as they are drawn.
const CASES: [&str; 7] = [
    "jz219_checked_later",
    "jz411_fails",
    "jz412_dead",
    "jz413_passage_gone",
    "jz414_old_check",
    "jz415_robots",
    "jz416_lock_unreadable",
];

#[track_caller]
fn check_case(case: &str, site: &Site, findings: &[Diagnostic]) {
    assert!(CASES.contains(&case), "{case}");
    check_translated(findings);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links").join(format!("{case}.txt"));
    check_golden(&path, &site.draw(findings));
}

#[test]
fn every_file_is_a_case() {
    if is_blessing() {
        return;
    }
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links")).expect("the cases are there");
    let files: BTreeSet<String> =
        files.map(|file| file.expect("a case").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(files, CASES.iter().map(|case| format!("{case}.txt")).collect());
}

const INDEX: &str =
    "# 舊橋\n\n[橋下的水很清][^shui]，[見鎮志](https://example.org/zhi)。\n\n[^shui]: 水文站量過。[@zhan]\n";
const SOURCES: &str = "zhan:\n  type: web\n  title: 水文記\n  url: https://example.net/shuiwen\n";
const ARCHIVED: &str = "  jz:\n    archives: [{url: https://archive.example.org/shuiwen}]\n";

/// A build knows no day, and says nothing.
#[test]
fn jz219_checked_later() {
    let site = Site::new(INDEX, SOURCES);
    site.write("content/qiao/claims.yaml", "shui:\n  checked: 2026-05-02\n  evidence:\n    zhan: {stance: supports}\n");
    let check = |today: Option<Date>| {
        let report = run(&build::Request { root: site.root().to_owned(), today, ..build::Request::default() });
        report.expect("it runs").findings
    };
    assert_eq!(check(None), []);
    assert_eq!(check(Some(day("2026-05-02"))), []);
    check_case("jz219_checked_later", &site, &check(Some(day("2026-05-01"))));
}

#[test]
fn jz411_fails() {
    let site = Site::new(INDEX, &format!("{SOURCES}{ARCHIVED}"));
    let fetch = Table::new([("https://example.org/zhi", Err(Failure::Timeout))]);
    check_case("jz411_fails", &site, &site.visit(&site.links(), &fetch));
}

#[test]
fn jz412_dead() {
    let site = Site::new(INDEX, SOURCES);
    let fetch = Table::new([("https://example.org/zhi", page("<p>鎮志"))]);
    check_case("jz412_dead", &site, &site.visit(&site.links(), &fetch));
}

#[test]
fn jz413_passage_gone() {
    let site = Site::new(INDEX, SOURCES);
    let mut links = site.links();
    let source = links.iter_mut().find(|link| link.url.contains("shuiwen")).expect("the source's address");
    source.quotes = vec!["溪水清可見底".to_owned(), "水深三尺".to_owned()];
    let text = page("<p>溪水<b>清</b>可\n見底，水深二尺。");
    let fetch = Table::new([("https://example.org/zhi", page("<p>鎮志")), ("https://example.net/shuiwen", text)]);
    check_case("jz413_passage_gone", &site, &site.visit(&links, &fetch));
    assert!(site.lock().contains("text = \"溪水清可見底\"\nfound = true\n"), "{}", site.lock());
    assert!(site.lock().contains("text = \"水深三尺\"\nfound = false\n"), "{}", site.lock());
}

#[test]
fn jz414_old_check() {
    let site = Site::new(INDEX, SOURCES);
    let links = site.links();
    let stale = |today: &str| find_stale_links(site.root(), &links, &day(today)).expect("it runs");
    assert_eq!(stale("2026-10-29"), [], "there is no lock");
    let fetch = Table::new([("https://example.org/zhi", page("")), ("https://example.net/shuiwen", page(""))]);
    site.visit(&links, &fetch);
    assert_eq!(stale("2026-10-28"), []);
    check_case("jz414_old_check", &site, &stale("2026-10-29"));
}

#[test]
fn jz415_robots() {
    let site = Site::new(INDEX, SOURCES);
    let fetch = Table::new([
        ("https://example.org/robots.txt", page("User-agent: *\nDisallow: /zhi\n")),
        ("https://example.net/shuiwen", page("")),
    ]);
    check_case("jz415_robots", &site, &site.visit(&site.links(), &fetch));
    assert_eq!(fetch.n_asked("https://example.org/zhi"), 0);
}

#[test]
fn jz416_lock_unreadable() {
    let site = Site::new(INDEX, SOURCES);
    let broken = "version = 1\n<<<<<<< ours\n";
    site.write(LOCK, broken);
    let fetch = Table::default();
    check_case("jz416_lock_unreadable", &site, &site.visit(&site.links(), &fetch));
    assert_eq!(site.lock(), broken);
    assert!(fetch.asked.lock().expect("unbroken").is_empty());
}

#[test]
fn the_lock_is_sorted_and_the_same_for_the_same_answers() {
    let site = Site::new(INDEX, SOURCES);
    let fetch = Table::new([("https://example.org/zhi", page("橋"))]);
    site.visit(&site.links(), &fetch);
    let sha256 = "c2995d6958268e93f5a9c7209716568a49634485a970edb4659deda70f014f5a";
    let expected = format!(
        "# Written by `jiaozhu check --links`. Commit it; do not edit it.
version = 1

[[link]]
url = \"https://example.net/shuiwen\"
status = 404
checked = \"2026-05-01\"

[[link]]
url = \"https://example.org/zhi\"
status = 200
checked = \"2026-05-01\"
sha256 = \"{sha256}\"
"
    );
    assert_eq!(site.lock(), expected);
    fs::remove_file(site.root().join(LOCK)).expect("the lock is removed");
    site.visit(&site.links(), &fetch);
    assert_eq!(site.lock(), expected);
}

#[test]
fn what_was_checked_today_is_not_asked_for_again_unless_a_passage_is_new() {
    let site = Site::new(INDEX, SOURCES);
    let fetch = Table::new([("https://example.org/zhi", page("橋"))]);
    let mut links = site.links();
    site.visit(&links, &fetch);
    let findings = site.visit(&links, &fetch);
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["JZ412"], "known from the lock");
    assert_eq!((fetch.n_asked("https://example.org/zhi"), fetch.n_asked("https://example.net/shuiwen")), (1, 1));
    links.iter_mut().filter(|link| link.url.ends_with("zhi")).for_each(|link| link.quotes.push("橋".to_owned()));
    site.visit(&links, &fetch);
    assert_eq!((fetch.n_asked("https://example.org/zhi"), fetch.n_asked("https://example.net/shuiwen")), (2, 1));
    let today = day("2026-05-01");
    let request =
        Request { root: site.root(), links: &links, today: &today, again: true, is_complete: true, pace: brisk() };
    visit_links(&request, &fetch, &mut |_, _, _| ()).expect("it runs");
    assert_eq!((fetch.n_asked("https://example.org/zhi"), fetch.n_asked("https://example.net/shuiwen")), (3, 2));
}

#[test]
fn entries_go_with_their_addresses_unless_an_article_could_not_be_read_whole() {
    let site = Site::new(INDEX, SOURCES);
    let fetch = Table::default();
    let links = site.links();
    site.visit(&links, &fetch);
    let (today, fewer) = (day("2026-05-01"), links.get(..1).expect("two links"));
    for (is_complete, n_entries) in [(false, 2), (true, 1)] {
        let request =
            Request { root: site.root(), links: fewer, today: &today, again: false, is_complete, pace: brisk() };
        visit_links(&request, &fetch, &mut |_, _, _| ()).expect("it runs");
        assert_eq!(site.lock().matches("[[link]]").count(), n_entries);
    }
}

#[test]
fn a_machine_without_a_network_records_nothing() {
    let site = Site::new(INDEX, SOURCES);
    let robots = ["https://example.org/robots.txt", "https://example.net/robots.txt"];
    let fetch = Table::new(robots.map(|url| (url, Err(Failure::UnknownHost))));
    let (today, links) = (day("2026-05-01"), site.links());
    let request =
        Request { root: site.root(), links: &links, today: &today, again: false, is_complete: true, pace: brisk() };
    let error = visit_links(&request, &fetch, &mut |_, _, _| ()).expect_err("nothing was reached");
    assert_eq!(error.to_string(), "none of the hosts has an address, so nothing was recorded of them");
    assert!(!site.root().join(LOCK).exists());
    let fetch = Table::new([(robots[0], Err(Failure::UnknownHost))]);
    site.visit(&links, &fetch);
    assert!(site.lock().contains("status = \"unknown-host\""), "{}", site.lock());
}

#[test]
fn hosts_are_asked_side_by_side_and_each_one_thing_at_a_time() {
    let hosts = (0..12).map(|n| format!("https://h{n}.example"));
    let text: String = hosts.clone().map(|host| format!("[甲]({host}/1)[乙]({host}/2)。\n\n")).collect();
    let site = Site::new(&format!("# 題\n\n{text}"), "");
    let fetch = Table { delay: MS(20), ..Table::default() };
    site.visit(&site.links(), &fetch);
    let most = fetch.n_most.load(Ordering::SeqCst);
    assert!((2..=8).contains(&most), "{most} requests at once");
    let asked = fetch.asked.lock().expect("unbroken");
    assert_eq!(asked.len(), 36);
    for host in hosts {
        let of_host: Vec<_> = asked.iter().filter(|(url, ..)| url.starts_with(&format!("{host}/"))).collect();
        assert!(of_host[0].0.ends_with("/robots.txt"));
        assert!(of_host.windows(2).all(|pair| pair[1].1.duration_since(pair[0].2) >= brisk().pause), "{of_host:?}");
    }
}
