//! The commands about the program itself, as typed: `doctor`, `completions`, `man`, `check --watch`, and the locale.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::import::check_told_in_chinese;

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
    command.current_dir(folder);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_doctor_says_what_is_there_and_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let nothing = run(folder.path(), &["doctor"]);
    assert_eq!(nothing.status.code(), Some(0));
    assert!(said(&nothing).contains("note: no site here: `jiaozhu init DIR` makes one"), "{}", said(&nothing));
    assert!(said(&nothing).contains("ok: OpenCC converts"), "{}", said(&nothing));
    run(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    let well = said(&run(&site, &["doctor"]));
    assert!(well.contains("ok: jiaozhu.toml is read") && well.contains("is not there yet"), "{well}");
    assert!(well.contains("note: no base-url") && well.contains("the file system exchanges"), "{well}");
    let lines: Vec<String> =
        well.lines().filter_map(|line| Some(line.split_once(": ")?.1.to_owned())).skip(1).collect();
    check_told_in_chinese(&lines);
    assert!(fs::read_dir(&site).expect("a folder").count() == 4, "nothing is left behind");
    fs::create_dir(site.join("public")).expect("a folder");
    fs::write(site.join("public/other.html"), "x").expect("a file");
    let wrong = run(&site, &["doctor"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said(&wrong).contains("wrong: ") && said(&wrong).contains("holds files of others"), "{}", said(&wrong));
    fs::write(site.join("jiaozhu.toml"), "titel = 1\n").expect("a file");
    let wrong = said(&run(&site, &["doctor"]));
    assert!(wrong.contains("wrong: jiaozhu.toml cannot be read"), "{wrong}");
}

#[test]
fn every_shell_gets_completions_and_every_command_a_page() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = String::from_utf8(run(here, &["completions", shell]).stdout).expect("a text");
        assert!(script.contains("jiaozhu") && script.contains("collate"), "{shell}: {script}");
    }
    let page = String::from_utf8(run(here, &["man"]).stdout).expect("a text");
    assert!(page.contains(".TH jiaozhu 1") && page.contains("jiaozhu\\-import"), "{page}");
    let page = String::from_utf8(run(here, &["man", "import"]).stdout).expect("a text");
    assert!(page.contains(".TH jiaozhu-import 1") && page.contains("\\-\\-encoding"), "{page}");
    assert_eq!(run(here, &["man", "nothing"]).status.code(), Some(2));
}

#[test]
fn the_locale_chooses_the_language_and_lang_goes_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let ask = |name: &str, value: &str, arguments: &[&str]| {
        said(&program(folder.path()).env(name, value).args(arguments).output().expect("it runs"))
    };
    assert!(ask("LANG", "zh_TW.UTF-8", &["check"]).starts_with("錯誤: "));
    assert!(ask("LANG", "zh_CN.UTF-8", &["check"]).starts_with("错误: "));
    assert!(ask("LC_ALL", "zh-Hant", &["check"]).starts_with("錯誤: "));
    assert!(ask("LANG", "de_DE.UTF-8", &["check"]).starts_with("error: "));
    assert!(ask("LANG", "zh_TW.UTF-8", &["check", "--lang", "en"]).starts_with("error: "));
    assert!(ask("LANG", "C", &["check", "--lang", "zh-hans"]).starts_with("错误: "));
}

#[test]
fn what_is_typed_wrong_is_said_in_chinese() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |arguments: &[&str], expected: &str| {
        let output = program(folder.path()).env("LANG", "zh_TW.UTF-8").args(arguments).output().expect("it runs");
        assert_eq!((output.status.code(), said(&output).trim_end()), (Some(2), expected.trim()), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    };
    check(
        &["check", "--link"],
        "錯誤：這裡沒有 `--link` 這個參數\n\n  提示：是不是 `--links`？\n\n用法：jiaozhu check --links\n\n要看說明，在後面加上 `--help`",
    );
    check(
        &["biuld"],
        "錯誤：沒有 `biuld` 這個命令\n\n  提示：是不是 `build`？\n\n用法：jiaozhu [OPTIONS] <COMMAND>\n\n要看說明，在後面加上 `--help`",
    );
    check(
        &["check", "--lang", "zh"],
        "錯誤：`zh` 不能作 `--lang <LANG>` 的值\n\n  提示：是不是 `zh-Hans`？\n\n  提示：這裡可用：en, zh-Hant, zh-Hans\n\n要看說明，在後面加上 `--help`",
    );
    check(&["build", "--jobs"], "錯誤：`--jobs <N>` 要一個值，卻沒有打\n\n要看說明，在後面加上 `--help`");
    check(
        &["check", "--today", "2026"],
        "錯誤：`2026` 不能作 `--today <DATE>` 的值：日期請打成 YYYY-MM-DD\n\n要看說明，在後面加上 `--help`",
    );
    check(&["new"], "錯誤：少了必須打的：<TITLE>\n\n用法：jiaozhu new <TITLE>\n\n要看說明，在後面加上 `--help`");
    check(
        &["check", "--watch", "--links"],
        "錯誤：`--watch` 不能和 `--links` 一起用\n\n用法：jiaozhu check --watch\n\n要看說明，在後面加上 `--help`",
    );
    let english = said(&program(folder.path()).args(["check", "--link"]).output().expect("it runs"));
    assert!(english.starts_with("error: unexpected argument '--link' found"), "{english}");
    let simplified = said(&run(folder.path(), &["biuld", "--lang", "zh-Hans"]));
    assert!(simplified.starts_with("错误：没有 `biuld` 这个命令"), "{simplified}");
}

#[test]
fn check_goes_on_as_files_are_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["init", "site"]);
    let site = folder.path().join("site");
    let mut child = program(&site).args(["check", "--watch"]).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map(|line| line.expect("a text"));
    assert!(lines.any(|line| line == "1 article checked"));
    let index = site.join("content/bell/index.md");
    let text = fs::read_to_string(&index).expect("the example");
    fs::write(&index, format!("{text}\n一句[^nope]。\n")).expect("it is saved");
    assert!(lines.any(|line| line.contains("note mark `[^nope]` has no definition")));
    assert!(lines.any(|line| line == "1 article checked"));
    fs::write(&index, text).expect("it is saved");
    assert!(lines.any(|line| line == "1 article checked"));
    child.kill().expect("it is ended");
    child.wait().expect("it has ended");
}

#[test]
fn articles_of_a_later_date_wait_when_a_day_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = |slug: &str, date: &str| {
        let path = folder.path().join("content").join(slug);
        fs::create_dir_all(&path).expect("a folder");
        fs::write(path.join("index.md"), format!("---\ndate: {date}\naliases: [old-{slug}]\n---\n\n# 鐘\n\n響了。\n"))
            .expect("a file");
    };
    fs::write(folder.path().join("jiaozhu.toml"), "title = \"試\"\n").expect("settings");
    let dates = [
        ("past", "2026-05-01"),
        ("same", "2026-05-02"),
        ("later", "2026-05-03"),
        ("month", "2026-05"),
        ("next", "2026-06"),
    ];
    dates.iter().for_each(|(slug, date)| article(slug, date));
    let published = || -> Vec<&str> {
        let page = |slug: &str| folder.path().join("public/zh-hant").join(slug).join("index.html").is_file();
        dates.iter().map(|(slug, _)| *slug).filter(|slug| page(slug) && page(&format!("old-{slug}"))).collect()
    };
    let built = run(folder.path(), &["build", "--until", "2026-05-02"]);
    assert!(said(&built).contains("2 articles dated later, not published yet"), "{}", said(&built));
    assert_eq!(published(), ["past", "same", "month"]);
    let list = fs::read_to_string(folder.path().join("public/zh-hant/index.html")).expect("a list");
    assert!(list.contains("past") && !list.contains("later") && !list.contains("old-next"), "{list}");
    run(folder.path(), &["build", "--until", "2026-05-03"]);
    assert_eq!(published(), ["past", "same", "later", "month"]);
    run(folder.path(), &["build"]);
    assert_eq!(published().len(), 5);
    assert_eq!(run(folder.path(), &["build", "--until", "May"]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["build", "--until", "today"]).status.code(), Some(0));
}

#[test]
fn help_and_manual_pages_are_in_the_language_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = |arguments: &[&str]| {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).expect("a text")
    };
    let hant = told(&["--lang", "zh-Hant", "check", "--help"]);
    assert!(hant.contains("用法：jiaozhu check") && hant.contains("存檔就再查一次"), "{hant}");
    assert!(hant.contains("〔預設：human〕") && !hant.contains("[default"), "{hant}");
    let hans = told(&["--lang=zh-hans", "help", "import"]);
    assert!(hans.contains("选项") && hans.contains("收到的文件"), "{hans}");
    assert!(told(&["check", "--help"]).contains("Usage: jiaozhu check"));
    assert!(told(&["man", "check", "--lang", "zh-Hant"]).contains("存檔就再查一次"));
    let mut command = program(folder.path());
    let asked = command.env("LANG", "zh_TW.UTF-8").arg("--help").output().expect("it runs");
    assert!(String::from_utf8_lossy(&asked.stdout).contains("寫出網站"));
}

/// A name without a folder lies in the current one.
#[test]
fn regression_an_output_without_a_folder_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["init", "."]);
    let output = run(folder.path(), &["export", "bell", "--format", "tei", "--output", "bell.xml"]);
    assert_eq!((output.status.code(), said(&output)), (Some(0), String::new()));
    assert!(folder.path().join("bell.xml").is_file());
}

#[test]
fn builds_say_in_chinese_what_they_did() {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["init", "."]);
    let built = said(&run(folder.path(), &["build", "--lang", "zh-Hant"]));
    assert!(
        built.starts_with("1 篇文章 → ") && built.ends_with(" 個\n") && built.contains("個檔案，其中新寫的 "),
        "{built}"
    );
    let again = said(&run(folder.path(), &["build", "--lang", "zh-Hant"]));
    assert!(again.ends_with("：沒有改動\n"), "{again}");
}
