//! Compares what the program makes with files beside the input; `JIAOZHU_BLESS=1 cargo test` rewrites them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiaozhu::build::{Report, Request, run};
use jiaozhu::diag::{Catalogue, Diagnostic, Language, Severity, Style, Texts, draw_human, draw_json, draw_sarif};
use jiaozhu::discover::read_for_drawing;
use similar::TextDiff;
use tempfile::TempDir;

/// Compares `actual` with the file `path`; with `JIAOZHU_BLESS=1` writes it there.
pub fn check_golden(path: &Path, actual: &str) {
    if is_blessing() {
        fs::write(path, actual).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return;
    }
    let expected = fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}\nJIAOZHU_BLESS=1 cargo test writes it:\n{actual}", path.display()));
    assert!(
        expected == actual,
        "{} differs; if the new text is right, `JIAOZHU_BLESS=1 cargo test` accepts it\n{}",
        path.display(),
        TextDiff::from_lines(expected.as_str(), actual).unified_diff().header("expected", "actual")
    );
}

/// Says whether expected files are rewritten.
pub fn is_blessing() -> bool {
    std::env::var_os("JIAOZHU_BLESS").is_some_and(|value| value == "1")
}

/// Builds the site of `case` and compares its findings and its `expected/` files.
pub fn check_site(case: &str) {
    check_site_with(case, |_| {});
}

/// As [`check_site`], with `prepare` first adding to the copied root what git would mangle.
pub fn check_site_with(case: &str, prepare: impl FnOnce(&Path)) {
    let site = Site::copy(case);
    prepare(site.root());
    let report = site.build();
    check_findings(case, &site, &report);
    let expected = case_folder(case).join("expected");
    for (file, _) in files_below(&expected) {
        let built = fs::read_to_string(report.output.join(&file))
            .unwrap_or_else(|error| panic!("{case}: {file} was not built: {error}"));
        check_golden(&expected.join(&file), &built);
    }
}

/// Compares the findings of `report` with `findings.txt`, and that the site is published when none is an error.
pub fn check_findings(case: &str, site: &Site, report: &Report) {
    check_drawn(case, site, report);
    let has_error = report.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(report.outcome.is_none(), has_error, "{case}: a site is published unless a finding is an error");
}

/// Compares the findings of `report` with `findings.txt`.
pub fn check_drawn(case: &str, site: &Site, report: &Report) {
    let (folder, texts) = (case_folder(case), site.texts(report));
    let chinese = Catalogue::chinese(str::to_owned);
    let translated: Vec<Diagnostic> = report.findings.iter().map(|finding| chinese.translate(finding)).collect();
    let style = Style { language: Language::Hant, ..Style::default() };
    check_golden(&folder.join("findings.txt"), &draw_human(&report.findings, &texts, Style::default()));
    check_golden(&folder.join("findings.zh-hant.txt"), &draw_human(&translated, &texts, style));
    check_golden(&folder.join("findings.json"), &(draw_json(&report.findings, &texts) + "\n"));
    check_golden(&folder.join("findings.sarif"), &(draw_sarif(&report.findings, &texts) + "\n"));
    check_translated(&report.findings);
}

/// Checks that the catalogue has a Chinese text for all that `findings` say.
pub fn check_translated(findings: &[Diagnostic]) {
    let chinese = Catalogue::chinese(str::to_owned);
    let texts = findings.iter().flat_map(|finding| std::iter::once(&finding.message).chain(&finding.hint));
    let missing: Vec<&String> = texts.filter(|text| chinese.text(text).is_none()).collect();
    assert!(missing.is_empty() || is_blessing(), "no Chinese text for {missing:?}");
}

/// A case's site in a folder of its own.
pub struct Site(TempDir);

impl Site {
    /// Copies `tests/sites/<case>/site`.
    pub fn copy(case: &str) -> Self {
        let site = Self(tempfile::tempdir().expect("a temporary folder"));
        for (file, bytes) in files_below(&case_folder(case).join("site")) {
            write(&site.root().join(file), &bytes);
        }
        site
    }

    /// The site's root.
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// Builds the site into `public/`.
    pub fn build(&self) -> Report {
        run(&Request { root: self.root().to_owned(), publish: true, ..Request::default() }).expect("the run is done")
    }

    /// Checks the site, without building it.
    pub fn check(&self) -> Report {
        run(&Request { root: self.root().to_owned(), ..Request::default() }).expect("the run is done")
    }

    /// Returns the texts that the findings of `report` point into.
    pub fn texts(&self, report: &Report) -> Texts {
        let files = report.findings.iter().filter_map(|Diagnostic { place, .. }| Some(&place.as_ref()?.file));
        files.filter_map(|file| read_for_drawing(self.root(), file).ok()).map(|file| (file.path, file.text)).collect()
    }
}

/// Writes a file, with the folders it lies in.
pub fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder is made");
    fs::write(path, bytes).expect("the file is written");
}

/// Returns the folder of all cases.
pub fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites")
}

fn case_folder(case: &str) -> PathBuf {
    cases_folder().join(case)
}

/// Returns the bytes of every file below `folder`, by path relative to it; none when there is no such folder.
pub fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("the folder is read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("it lies below").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("the file is read"));
        }
    }
    files
}
