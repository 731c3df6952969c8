//! The command `import`: a received file becomes an article that builds, and nothing of it is lost.

use std::fs;
use std::path::Path;

use jiaozhu::build::{Request, run};
use jiaozhu::diag::{Catalogue, Diagnostic, Severity};
use jiaozhu::receive::{self, receive};

/// A folder in which a file was imported.
pub struct Imported {
    root: tempfile::TempDir,
    report: Vec<String>,
}

impl Imported {
    pub fn new(name: &str, text: &str) -> Self {
        Self::titled(name, text, None)
    }

    fn titled(name: &str, text: &str, title: Option<&str>) -> Self {
        Self::tried(name, text.as_bytes(), title, None).expect("a text that can be imported")
    }

    /// Imports bytes in an encoding of their own; the report is there in Chinese too.
    pub fn tried(name: &str, bytes: &[u8], title: Option<&str>, encoding: Option<&str>) -> Result<Self, String> {
        let root = tempfile::tempdir().expect("a folder");
        let file = root.path().join(name);
        fs::write(&file, bytes).expect("a file");
        let request = receive::Request { root: root.path(), file: &file, slug: None, title, encoding };
        let report = receive(&request).expect("the run is done");
        fs::remove_file(&file).expect("the file goes");
        let said = report.as_ref().map_or_else(std::slice::from_ref, Vec::as_slice);
        check_told_in_chinese(said);
        report.map(|report| Self { root, report })
    }

    pub fn report(&self) -> &[String] {
        &self.report
    }

    /// The name of the folder that was made.
    pub fn slug(&self) -> String {
        let entries = fs::read_dir(self.root.path().join("content")).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        names.collect::<Vec<_>>().concat()
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.root.path().join("content").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.path().join("content").join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[track_caller]
    pub fn check_reported(&self, part: &str) {
        assert!(self.report.iter().any(|line| line.contains(part)), "`{part}` in {:#?}", self.report);
    }

    /// Builds the site; the received text comes back, so nothing above info is found.
    #[track_caller]
    pub fn check_builds(&self) {
        self.check_builds_but(&[]);
    }

    /// Builds the site; the received text comes back, and nothing above info is found but of these codes.
    #[track_caller]
    pub fn check_builds_but(&self, codes: &[&str]) {
        let root = self.root.path().to_owned();
        let report = run(&Request { root, publish: true, ..Request::default() }).expect("the run is done");
        let is_loud = |finding: &&Diagnostic| finding.severity != Severity::Info && !codes.contains(&finding.code);
        let loud: Vec<_> = report.findings.iter().filter(is_loud).collect();
        assert!(loud.is_empty(), "{loud:#?}");
        assert!(report.outcome.is_some());
    }

    /// A page of the site that was built.
    fn page(&self, path: &str) -> String {
        fs::read_to_string(self.root.path().join("public").join(path)).expect("a page")
    }

    pub fn exists_in_content(&self, path: &str) -> bool {
        self.root.path().join("content").join(path).is_file()
    }

    pub fn exists(&self, path: &str) -> bool {
        Path::new(self.root.path()).join("public").join(path).is_file()
    }
}

/// Checks that the catalogue has a Chinese text for all that a command said.
#[track_caller]
pub fn check_told_in_chinese(said: &[String]) {
    let chinese = Catalogue::chinese(str::to_owned);
    let missing: Vec<&String> = said.iter().filter(|line| chinese.text(line).is_none()).collect();
    assert!(missing.is_empty(), "no Chinese text for {missing:#?}");
}

#[test]
fn markdown_is_kept_and_its_leaves_are_the_witness() {
    let body = "# 鐘聲[^t]\n\n**老鐘。**停了[三年][^a]，\n今年<br>修好了。\n\n- 鐘油\n- <ruby>銼<rt>ㄘㄨㄛˋ</rt></ruby>刀\n\n> 「響了。」\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | `丁` |\n\n![鐘](a.png \"樓\")\n\n看![圖](b.png)。\n\n[^a]: 村史。\n[^t]: 題。\n";
    let imported = Imported::new("clock.md", body);
    assert_eq!(imported.read("clock/index.md"), format!("---\nlang: zh-Hant\n---\n\n{body}"));
    assert_eq!(imported.read("clock/received.md"), body);
    assert_eq!(
        imported.read("clock/witness.txt"),
        "鐘聲\n老鐘。停了三年，今年\n修好了。\n- 鐘油\n- 銼刀\n「響了。」\n甲\n乙\n丙\n丁\n鐘\n樓\n看\u{FFFC}。\n"
    );
    imported.check_reported("title `鐘聲` from the first `#` heading");
    // The pictures were not received.
    imported.check_builds_but(&["JZ402"]);
    assert!(imported.exists("data/clock/received.md"));
}

#[test]
fn a_title_that_stands_in_the_front_matter_and_above_the_text_is_one() {
    let imported = Imported::new("clock.md", "---\ntitle: \"鐘聲\"\n---\n# 鐘聲\n\n老鐘停了。\n");
    assert_eq!(imported.read("clock/index.md"), "---\nlang: zh-Hant\n---\n\n# 鐘聲\n\n老鐘停了。\n");
    imported.check_reported("title `鐘聲` from the first `#` heading, as in the front matter");
    let imported = Imported::new("clock.md", "---\ntitle: 老鐘\n---\n# 鐘聲\n\n老鐘停了。\n");
    imported.check_reported("title `老鐘` from the front matter");
}

#[test]
fn front_matter_is_sifted() {
    let imported = Imported::new(
        "a.md",
        "---\ntitle: 鐘\nlayout: post\n  x: 1\ntags:\n  - 村\nslug: bell\nlang: zh-TW\n---\n鐘響了。\n",
    );
    let index = imported.read("bell/index.md");
    assert_eq!(index, "---\ntitle: 鐘\ntags:\n  - 村\nslug: bell\nlang: zh-Hant\n---\n\n鐘響了。\n");
    imported.check_reported("not known here: layout");
    imported.check_reported("lang `zh-TW` gives way");
    imported.check_builds();
}

/// Front matter of other programs: what cannot be read here does not keep the article from being built.
#[test]
fn values_that_cannot_be_read_are_dropped() {
    let imported = Imported::new(
        "a.md",
        "---\ntitle: 鐘\ndate: 2024-05-01T10:00:00+08:00\nupdated: 去年\ndraft: maybe\nkind: [a, b]\ntags: [村]\n---\n鐘響了。\n",
    );
    assert_eq!(
        imported.read("a/index.md"),
        "---\ntitle: 鐘\ndate: 2024-05-01\ntags: [村]\nlang: zh-Hant\n---\n\n鐘響了。\n"
    );
    imported.check_reported("`date` is shortened to its day: `2024-05-01T10:00:00+08:00`");
    imported.check_reported("cannot be read here: `updated`, `draft`, `kind`");
    imported.check_builds();
}

#[test]
fn a_title_is_made_where_there_is_none() {
    let imported = Imported::new("a.md", "## 鐘 & 樓\n\n鐘響了。");
    assert!(imported.read("a/index.md").starts_with("---\ntitle: \"鐘 & 樓\"\nlang: zh-Hant\n---\n\n## 鐘"));
    imported.check_builds();
}

#[test]
fn a_plain_text_comes_out_whole() {
    let text = "鐘樓\r\n\r\n第一章 修鐘\r\n第二章 聽鐘\r\n第三章 賣鐘\r\n\r\n第一章 修鐘\r\n村裡的鐘停了三年，今年 *春天* 才修好，花了 [12] 個人、一桶油。\r\n\r\n鐘聲到東山\r\n鐘聲到西灣\r\n一聲牛下坡\r\n兩聲人上田\r\n\r\n- 鐘油\r\n- 銼刀\r\n";
    let imported = Imported::new("鐘樓.txt", text);
    assert_eq!(imported.read("article-1/witness.txt"), text);
    imported.check_reported("heading `第一章 修鐘`");
    imported.check_builds();
    assert!(imported.exists("original/article-1/index.html"));
    assert!(imported.exists("parallel/article-1/index.html"));
}

#[test]
fn passages_left_out_for_one_reason_are_one_entry_of_the_apparatus() {
    let text = "舊橋\n\n橋在溪鎮的東邊[1]，建成已經很久了[2]。\n\n註釋\n[1] 見村史。\n[2] 見鎮志。\n";
    let imported = Imported::new("bridge.txt", text);
    imported.check_builds();
    let page = imported.page("zh-hant/bridge/index.html");
    // The marks, the heading of the notes, the notes.
    assert_eq!(page.matches("<div class=\"rule omitted\">").count(), 3);
    assert!(
        page.contains(
            "<span class=\"reading\" lang=\"zh-Hant\">[1]</span> <span class=\"reading\" lang=\"zh-Hant\">[2]</span>"
        ),
        "{page}"
    );
}

/// What was received as the title is no longer the title, and still there.
#[test]
fn a_typed_title_leaves_the_received_one_in_the_text() {
    let body = "# 鐘聲\n\n## 修鐘的人\n\n村口的老鐘停了三年。\n";
    let imported = Imported::titled("clock.md", &format!("---\ntitle: 舊題\n---\n{body}"), Some("修鐘記"));
    assert_eq!(imported.read("clock/index.md"), format!("---\ntitle: \"修鐘記\"\nlang: zh-Hant\n---\n\n{body}"));
    imported.check_reported("title `修鐘記` as typed, in place of `舊題`, which received.md keeps");
    imported.check_reported("heading `鐘聲` stays the first of the text");
    imported.check_builds();
    let text = "鐘聲\n\n修鐘的人\n\n村口的老鐘停了三年，今年春天有人修好了它。\n";
    let imported = Imported::titled("clock.txt", text, Some("修鐘記"));
    let index = imported.read("clock/index.md");
    assert!(
        index.ends_with("---\n\n## 鐘聲\n\n## 修鐘的人\n\n村口的老鐘停了三年，今年春天有人修好了它。\n"),
        "{index}"
    );
    imported.check_builds();
}
