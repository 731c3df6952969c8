use std::error::Error as StdError;
use std::os::unix::fs::symlink;

use tempfile::TempDir;

use super::*;

type Result = std::result::Result<(), Box<dyn StdError>>;

fn site(files: &[(&str, &[u8])]) -> std::result::Result<TempDir, Box<dyn StdError>> {
    let root = TempDir::new()?;
    for (path, bytes) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().ok_or("no parent")?)?;
        fs::write(path, bytes)?;
    }
    Ok(root)
}

fn shown(findings: &[Diagnostic]) -> Vec<String> {
    let line = |f: &Diagnostic| {
        let place = f.place.as_ref().map(|p| format!(" {}:{:?}", p.file, p.span)).unwrap_or_default();
        format!("{}{place} {} ({})", f.code, f.message, f.hint.as_deref().unwrap_or_default())
    };
    findings.iter().map(line).collect()
}

fn check_refused(path: &str, bytes: &[u8], code: &str, span: std::ops::Range<usize>, text_at: &str) {
    let finding = decode(path, bytes.to_vec()).expect_err("refused");
    assert_eq!(finding.code, code);
    assert_eq!(finding.place.map(|place| place.span), Some(span.clone()));
    assert_eq!(decode::decode_lossy(path, bytes).text.get(span), Some(text_at));
}

#[test]
fn decode_names_the_first_refused_bytes() {
    check_refused("a.md", b"\xef\xbb\xbf\xe4\xb9\xbe\r\n\xa4\xa4", "JZ001", 4..7, "\u{fffd}");
    check_refused("a.txt", b"\xe4\xb9\xbe\r\n\xe4\xb9", "JZ001", 5..8, "\u{fffd}");
    check_refused("a.md", "乾\u{0}".as_bytes(), "JZ002", 3..4, "\u{0}");
    check_refused("a.md", "\r\n\u{b}".as_bytes(), "JZ002", 1..2, "\u{b}");
    for refused in ["\u{1b}", "\u{fdd0}", "\u{fffe}", "\u{ffff}"] {
        check_refused("a.yaml", format!("乾{refused}").as_bytes(), "JZ002", 3..3 + refused.len(), refused);
    }
}

#[test]
fn decode_keeps_the_line_ends_of_a_witness() {
    let text = |path: &str| decode(path, "\u{feff}元\r\n亨\r利\t".into()).map(|file| file.text);
    assert_eq!(text("index.md").as_deref(), Ok("元\n亨\n利\t"));
    assert_eq!(text("witness.txt").as_deref(), Ok("元\r\n亨\r利\t"));
}

#[test]
fn a_site_is_read_in_sorted_order() -> Result {
    let root = site(&[
        ("jiaozhu.toml", b"title = \"t\""),
        ("content/index.md", b"x"),
        ("content/sources.yaml", b"{}"),
        ("content/glosary.yml", b""),
        ("content/zhen/index.md", "震".as_bytes()),
        ("content/a/qian/index.md", "乾".as_bytes()),
        ("content/a/qian/claim.yaml", b""),
        ("content/a/qian/sources.yml", b""),
        ("content/a/qian/witness.txt", b"\xff"),
        ("content/a/qian/received.md", b"1"),
        ("content/a/qian/received.pdf", b"2"),
        ("content/a/qian/links.lock", b""),
        ("content/a/qian/.draft.md", b""),
        ("content/a/qian/images/1.png", b"png"),
        ("content/a/qian/inner/index.md", b"inner"),
        ("content/a/qian/inner/2.png", b"png"),
        ("content/b/Index.md", b""),
        ("templates/page.html", b"<p>\r\n"),
        ("static/.well-known/x", b""),
        ("static/.DS_Store", b""),
    ])?;
    let (files, findings) = read_site(root.path())?;
    let folders: Vec<&str> = files.articles.iter().map(|article| article.folder.as_str()).collect();
    assert_eq!(folders, ["content/a/qian", "content/a/qian/inner", "content/zhen"]);
    assert_eq!(files.statics, [".well-known/x"]);
    assert_eq!(files.templates.first().map(|file| file.text.as_str()), Some("<p>\n"));
    assert!(files.config.is_some() && files.sources.is_some() && files.glossary.is_none());
    assert_eq!(
        shown(&findings),
        [
            "JZ006 content/b/Index.md:0..0 `content/b/Index.md` is not read (rename it `content/b/index.md`)",
            "JZ006 content/glosary.yml:0..0 `content/glosary.yml` is not read \
             (did you mean `glossary.yaml`? rename the file)",
            "JZ006 content/index.md:0..0 `content/index.md` is not read \
             (an article is a folder: move it to `content/<slug>/index.md`)",
        ]
    );
    let (article, findings) = read_article(root.path(), files.articles.first().ok_or("no article")?)?;
    let article = article.ok_or("refused")?;
    assert_eq!((article.name.as_str(), article.index.text.as_str()), ("qian", "乾"));
    assert_eq!(article.assets, ["images/1.png"]);
    assert_eq!(article.witness.map(|file| file.bytes).as_deref(), Some(&b"\xff"[..]));
    assert_eq!(article.received.map(|file| file.path).as_deref(), Some("content/a/qian/received.md"));
    assert!(article.sources.is_none() && article.claims.is_none());
    assert_eq!(findings.len(), 3, "{:?}", shown(&findings));
    Ok(())
}

#[test]
fn links_and_fifos_are_refused_by_name() -> Result {
    let root = site(&[("content/qian/index.md", b"x"), ("content/kun/text", b"x"), ("elsewhere/1.png", b"x")])?;
    let at = |path: &str| root.path().join(path);
    symlink(at("elsewhere"), at("content/qian/images"))?;
    symlink(at("content/kun/text"), at("content/kun/index.md"))?;
    symlink(at("elsewhere"), at("static"))?;
    std::process::Command::new("mkfifo").arg(at("content/qian/witness.txt")).status()?;
    let (files, findings) = read_site(root.path())?;
    assert_eq!(files.articles.len(), 1);
    let named: Vec<&str> = findings.iter().filter_map(|f| Some(f.place.as_ref()?.file.as_str())).collect();
    assert_eq!(named, ["content/kun/index.md", "content/qian/images", "content/qian/witness.txt", "static"]);
    assert!(findings.iter().all(|finding| finding.code == "JZ003"));
    let (article, findings) = read_article(root.path(), files.articles.first().ok_or("no article")?)?;
    assert!(findings.is_empty() && article.is_some_and(|article| article.witness.is_none()));
    let message = |path: &str| read_bytes(root.path(), path).map_err(|error| error.message);
    assert_eq!(message("static/1.png"), Err("is a symbolic link, and links are not followed".into()));
    assert_eq!(message("content/qian/witness.txt"), Err("is not a regular file".into()));
    assert_eq!(message("content/../elsewhere/1.png"), Err("leaves the site's root".into()));
    assert_eq!(message("elsewhere/1.png"), Ok(b"x".to_vec()));
    Ok(())
}

#[test]
fn a_refused_text_leaves_the_rest_of_the_article() -> Result {
    let root = site(&[("content/qian/index.md", b"x"), ("content/qian/claims.yaml", b"\xff")])?;
    File::create(root.path().join("content/qian/sources.yaml"))?.set_len(TEXT_LIMIT + 1)?;
    let article = ArticlePaths { folder: "content/qian".into(), name: "qian".into() };
    let (files, findings) = read_article(root.path(), &article)?;
    assert!(files.is_some_and(|files| files.claims.is_none() && files.sources.is_none()));
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["JZ001", "JZ004"]);
    fs::write(root.path().join("content/qian/index.md"), b"\0")?;
    assert!(read_article(root.path(), &article)?.0.is_none());
    assert_eq!(read_for_drawing(root.path(), "content/qian/index.md")?.text, "\0");
    Ok(())
}

#[test]
fn a_site_without_articles_is_an_error() -> Result {
    let root = site(&[("jiaozhu.toml", b"")])?;
    let expected =
        |message| [format!("JZ005 {message} (write `content/<slug>/index.md`, or run `jiaozhu import FILE`)")];
    assert_eq!(shown(&read_site(root.path())?.1), expected("the site has no folder `content`"));
    fs::create_dir(root.path().join("content"))?;
    assert_eq!(shown(&read_site(root.path())?.1), expected("no article in the folder `content`"));
    assert_eq!(find_root(&root.path().join("content")).as_deref(), Some(root.path()));
    Ok(())
}

/// A site is not another one because the disk did not say what is there.
#[test]
fn what_cannot_be_seen_is_not_absent() -> Result {
    let folder = TempDir::new()?;
    assert!(stat(&folder.path().join("a"))?.is_none());
    assert!(stat(folder.path())?.is_some());
    assert!(stat(&folder.path().join("a".repeat(300))).is_err());
    Ok(())
}
