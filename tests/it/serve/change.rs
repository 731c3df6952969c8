//! The program itself: what it says, what it shows, and what becomes of it when files change and when it is ended.

use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

use jiaozhu::diag::Catalogue;

use super::program::Program;
use crate::typed::Site;

const INDEX: &str = "---\ndraft: true\n---\n# 茶與水\n\n山上的泉水輕。\n";

#[test]
fn a_change_an_error_and_its_mending_are_shown() {
    let site = Site::new(&[("tea/index.md", INDEX)]);
    let mut program = Program::serving(&site, &[]);
    assert!(program.get("/zh-hans/tea/").contains("山上的泉水轻。"), "a draft is shown");
    site.write("tea/index.md", &INDEX.replace('輕', "重"));
    program.get_when("/zh-hant/tea/", |page| page.contains("山上的泉水重。"));
    assert!(program.said().starts_with("1 article built in "), "what was built is said");
    site.write("tea/index.md", &format!("{INDEX}\n井水<b>重</b>[^gone]。\n"));
    let page = program.get_when("/zh-hant/tea/", |page| page.contains("jiaozhu-trouble"));
    assert!(page.contains("山上的泉水重。"), "the last good page stays");
    for shown in [
        "<summary>the site has errors; this page is as it was before</summary>",
        "error[JZ101]: note mark `[^gone]` has no definition",
        "--&gt; content/tea/index.md:8:11",
        "井水&lt;b&gt;重&lt;/b&gt;[^gone]。",
        "hint: add a line `[^gone]: …`",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    site.write("tea/index.md", INDEX);
    let page = program.get_when("/zh-hant/tea/", |page| !page.contains("jiaozhu-trouble"));
    assert!(page.contains("山上的泉水輕。"));
}

#[test]
fn what_a_folder_states_is_shown_when_it_changes() {
    let site = Site::new(&[("shu/tea/index.md", INDEX), ("cup/index.md", "# 杯\n\n杯。\n")]);
    let program = Program::serving(&site, &[]);
    for author in ["陸羽", "盧仝"] {
        site.write("shu/defaults.yaml", &format!("author: {author}\n"));
        program.get_when("/zh-hant/tea/", |page| page.contains(author));
    }
    assert!(!program.get("/zh-hant/cup/").contains("盧仝"));
}

#[test]
fn a_new_folder_is_watched_and_leavings_of_editors_are_not() {
    let site = Site::new(&[("tea/index.md", INDEX)]);
    let program = Program::serving(&site, &[]);
    // Nothing of this is told; a change that is comes after it.
    site.write("tea/.index.md.swp", "x");
    site.write("tea/index.md~", "x");
    crate::golden::write(&site.root().join("public/index.html"), b"x");
    crate::golden::write(&site.root().join("static/extra/note.txt"), "一".as_bytes());
    let answer = program.get_when("/extra/note.txt", |answer| answer.starts_with("HTTP/1.1 200"));
    assert!(answer.ends_with('一'), "{answer}");
    crate::golden::write(&site.root().join("static/extra/more.txt"), "二".as_bytes());
    let answer = program.get_when("/extra/more.txt", |answer| answer.starts_with("HTTP/1.1 200"));
    assert!(answer.ends_with('二'), "{answer}");
    assert!(
        !site.root().join(".jiaozhu").exists() && !site.root().join("public/zh-hant").exists(),
        "nothing is written"
    );
}

#[test]
fn a_site_that_never_was_without_errors_says_so_in_chinese() {
    let site = Site::new(&[("tea/index.md", "# 茶\n\n水[^gone]。\n")]);
    let program = Program::serving(&site, &["--lang", "zh-Hant"]);
    let page = program.get("/");
    assert!(page.starts_with("HTTP/1.1 500"), "{page}");
    assert!(page.contains("<summary>網站有錯誤，還不能顯示</summary>"), "{page}");
    assert!(page.contains("錯誤[JZ101]"), "{page}");
    site.write("tea/index.md", "# 茶\n\n水。\n");
    program.get_when("/zh-hant/tea/", |page| page.starts_with("HTTP/1.1 200"));
}

#[test]
fn broken_settings_are_told_and_the_last_site_stays() {
    let site = Site::new(&[("tea/index.md", INDEX)]);
    let program = Program::serving(&site, &[]);
    let settings = |text: &str| crate::golden::write(&site.root().join("jiaozhu.toml"), text.as_bytes());
    settings("title = \"試\"\nbase_url = \n");
    let page = program.get_when("/zh-hant/tea/", |page| page.contains("jiaozhu-trouble"));
    assert!(page.contains("--&gt; jiaozhu.toml:2:") && page.contains("山上的泉水輕。"), "{page}");
    settings("title = \"另一個\"\n");
    let page = program.get_when("/zh-hant/tea/", |page| !page.contains("jiaozhu-trouble"));
    assert!(page.contains("另一個"), "{page}");
}

#[test]
fn what_cannot_be_read_is_told_and_the_last_site_stays() {
    let site = Site::new(&[("tea/index.md", INDEX), ("cup/index.md", "# 杯\n\n杯子。\n")]);
    let program = Program::serving(&site, &[]);
    let index = site.root().join("content/tea/index.md");
    std::fs::remove_file(&index).expect("it is removed");
    std::os::unix::fs::symlink("/etc/hostname", &index).expect("a link");
    let page = program.get_when("/zh-hant/tea/", |page| page.contains("jiaozhu-trouble"));
    assert!(page.contains("山上的泉水輕。"), "{page}");
    let told = "error[JZ003]: `content/tea/index.md` is a symbolic link, and links are not followed";
    assert!(page.contains(told), "{page}");
    std::fs::remove_file(&index).expect("it is removed");
    site.write("tea/index.md", INDEX);
    program.get_when("/zh-hant/tea/", |page| !page.contains("jiaozhu-trouble"));
}

#[test]
fn a_root_that_goes_and_comes_back_is_watched_again() {
    let outer = tempfile::tempdir().expect("a folder");
    let (root, away) = (outer.path().join("site"), outer.path().join("away"));
    fill(&root, "山上的泉水輕。");
    let program = Program::serving_at(&root);
    std::fs::rename(&root, &away).expect("it is moved");
    let page = program.get_when("/zh-hant/tea/", |page| page.contains("jiaozhu-trouble"));
    assert!(page.contains("山上的泉水輕。"), "{page}");
    fill(&root, "山上的泉水重。");
    program.get_when("/zh-hant/tea/", |page| page.contains("山上的泉水重。") && !page.contains("jiaozhu-trouble"));
    fill(&root, "山上的泉水甜。");
    program.get_when("/zh-hant/tea/", |page| page.contains("山上的泉水甜。"));
}

fn fill(root: &Path, text: &str) {
    crate::golden::write(&root.join("jiaozhu.toml"), "title = \"試\"\n".as_bytes());
    crate::golden::write(&root.join("content/tea/index.md"), format!("# 茶\n\n{text}\n").as_bytes());
}

#[test]
fn an_interrupt_ends_it_at_once() {
    let site = Site::new(&[("tea/index.md", INDEX)]);
    for signal in ["-INT", "-TERM"] {
        let temporary = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_jiaozhu"));
        command.env("TMPDIR", temporary.path());
        let mut program = Program::started_by(command, site.root(), &[]);
        let _open_page = TcpStream::connect(program.address).expect("a connection");
        let sent = Command::new("kill").args([signal, &program.child.id().to_string()]).status().expect("it is sent");
        assert!(sent.success());
        assert_eq!(program.child.wait().expect("it ends").code(), Some(0), "{signal}");
        let left: Vec<_> = crate::golden::files_below(temporary.path()).into_keys().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn a_port_that_is_taken_ends_it_and_the_next_is_free() {
    let site = Site::new(&[("tea/index.md", INDEX)]);
    let program = Program::serving(&site, &[]);
    let port = program.address.port().to_string();
    let said = crate::typed::program(&site, &["serve", "--port", &port]);
    let hint = "hint: type another port with --port, or leave it out to get a free one";
    assert_eq!(said, (Some(2), vec![format!("error: port {port} is taken"), hint.to_owned()]));
}

#[test]
fn what_serve_says_is_said_in_chinese_too() {
    let chinese = Catalogue::chinese(str::to_owned);
    for (english, expected) in [
        ("the site is at http://127.0.0.1:4000/; Ctrl-C ends", "網站在 http://127.0.0.1:4000/；按 Ctrl-C 結束"),
        ("1 article built in 83 ms", "1 篇文章，83 毫秒建好"),
        ("4 articles built in 83 ms", "4 篇文章，83 毫秒建好"),
        (
            "note: whoever reaches 0.0.0.0 can read the site, drafts too",
            "注意：凡能連到 0.0.0.0 的人，都讀得到網站，包括草稿",
        ),
        ("note: no browser could be opened; open the address by hand", "注意：打不開瀏覽器；請自己開這個網址"),
        ("the site has errors; this page is as it was before", "網站有錯誤；這一頁還是先前的樣子"),
        ("the site has errors and cannot be shown yet", "網站有錯誤，還不能顯示"),
        ("port 4000 is taken", "連接埠 4000 已有人用"),
        ("the ports from 4000 to 4019 are all taken", "連接埠 4000 到 4019 都有人用"),
        (
            "type another port with --port, or leave it out to get a free one",
            "請用 --port 打另一個連接埠，或不打，由程式找一個空的",
        ),
        ("type another port with --port", "請用 --port 打另一個連接埠"),
        ("cannot listen on 10.0.0.1, port 80: no", "不能在 10.0.0.1 的連接埠 80 等候連線：no"),
        ("the server cannot start: no", "伺服器不能開始：no"),
        ("cannot be watched: no", "不能察看檔案的變動：no"),
    ] {
        assert_eq!(chinese.text(english).as_deref(), Some(expected), "{english}");
    }
}
