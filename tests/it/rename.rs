//! The command `rename`: a word gets another name wherever it means a label or a source, and nowhere else.

use jiaozhu::rename::{Named, Request, rename};
use jiaozhu::typed_files::Stop;

use crate::typed::{Site, check_said, program, stop};

const INDEX: &str = "# 鐘樓

[鐘樓很高][^tower]，[塔也高][^towers]。`[^tower]`與 tower 與 \\[^tower]。又說鐘樓[^Tower]。見[註](#n-tower)。

    [^tower] 是碼

[^tower]: 見志，不是 [@bell] 的 tower。[@tower, 卷三；
    ＠bell，頁 2]
[^towers]: 見報。[@bell]
";
const CLAIMS: &str = "# tower 的註
\"tower\":   # 引號
  kind: fact
  gist: tower
  evidence:
    tower: {stance: supports, via: bell}
    bell:
      - {stance: supports, note: bell}
towers: {kind: allegation, against: 某君, reply: {text: 否認。, source: 'bell'}, evidence: {\"bell\": {stance: supports, via: tower}}}
";
const CHANGES: &str = "- {date: 2026-05-01, version: 二, summary: 改 tower。, claims: [towers, tower]}\n- date: 2026-04-01\n  version: 一\n  summary: 初稿\n  claims:\n    - \"tower\"\n";
const SOURCES: &str = "tower: {type: book, title: tower}\nbell:\n  type: web\n  title: bell  # bell\n  jz:\n    relays: [{source: tower, as: reports}]\nother: {type: web, title: 他, jz: {relays: [{source: bell}]}}\n";

fn site() -> Site {
    Site::new(&[
        ("a/index.md", INDEX),
        ("a/claims.yaml", CLAIMS),
        ("a/changes.yaml", CHANGES),
        ("a/sources.yaml", SOURCES),
    ])
}

fn run(site: &Site, old: &str, new: &str, named: Option<Named>) -> Result<Vec<String>, Stop> {
    let renamed = rename(&Request { root: site.root(), slug: "a", old, new, named });
    check_said(renamed.iter().flatten());
    renamed
}

#[test]
fn a_label_is_renamed_wherever_it_is_one() {
    let site = site();
    let before = site.codes();
    let lines = run(&site, "Tower", "spire", Some(Named::Label)).expect("it is done");
    assert_eq!(
        lines,
        [
            "renamed in content/a/index.md: 1 definition, 2 marks",
            "renamed in content/a/claims.yaml: 1 entry",
            "renamed in content/a/changes.yaml: 2 labels",
            "note: 1 comment in content/a/claims.yaml still names `tower`",
            "note: content/a/index.md:3 links to `#n-tower`: type `spire` there",
            "note: addresses ending in `#c-tower`, `#n-tower`, `#r-tower` lead nowhere from the next build on",
        ]
    );
    let index = INDEX
        .replace("很高][^tower]", "很高][^spire]")
        .replace("[^Tower]", "[^spire]")
        .replace("[^tower]:", "[^spire]:");
    assert_eq!(site.read("a/index.md"), index);
    assert_eq!(site.read("a/claims.yaml"), CLAIMS.replace("\"tower\":", "\"spire\":"));
    assert_eq!(site.read("a/changes.yaml"), CHANGES.replace(", tower]", ", spire]").replace("\"tower\"", "\"spire\""));
    assert_eq!(site.read("a/sources.yaml"), SOURCES);
    assert_eq!(site.codes(), before);
    assert!(site.build().outcome.is_some());
}

#[test]
fn a_source_is_renamed_wherever_it_is_one() {
    let site = site();
    let before = site.codes();
    let lines = run(&site, "bell", "zhong", None).expect("it is done");
    assert_eq!(
        lines,
        [
            "renamed in content/a/index.md: 3 citations",
            "renamed in content/a/claims.yaml: 1 `reply`, 1 `via`, 2 pieces of evidence",
            "renamed in content/a/sources.yaml: 1 `relays`, 1 entry",
            "note: addresses ending in `#s-bell` lead nowhere from the next build on",
        ]
    );
    assert_eq!(site.read("a/index.md"), INDEX.replace("@bell", "@zhong").replace("＠bell", "＠zhong"));
    let claims = CLAIMS
        .replace("via: bell", "via: zhong")
        .replace("    bell:", "    zhong:")
        .replace("'bell'", "'zhong'")
        .replace("\"bell\"", "\"zhong\"");
    assert_eq!(site.read("a/claims.yaml"), claims);
    assert_eq!(
        site.read("a/sources.yaml"),
        SOURCES.replace("\nbell:", "\nzhong:").replace("source: bell", "source: zhong")
    );
    assert_eq!(site.codes(), before);
}

#[test]
fn there_and_back_is_nothing() {
    let site = site();
    site.write("a/index.md", &INDEX.replace("[^Tower]", "[^tower]").replace('\n', "\r\n"));
    let before = site.typed();
    run(&site, "tower", "spire", Some(Named::Label)).expect("it is done");
    assert_ne!(site.typed(), before);
    run(&site, "spire", "tower", None).expect("it is done");
    run(&site, "tower", "null", Some(Named::Source)).expect("it is done");
    assert!(site.read("a/sources.yaml").starts_with("\"null\": {"));
    run(&site, "null", "tower", None).expect("it is done");
    let after = site.typed();
    assert_eq!(
        site.read("a/sources.yaml"),
        SOURCES.replacen("tower:", "\"tower\":", 1).replace("source: tower", "source: \"tower\"")
    );
    assert_eq!(after["a/index.md"], before["a/index.md"]);
    assert_eq!(after["a/changes.yaml"], before["a/changes.yaml"]);
}

#[test]
fn what_cannot_be_renamed() {
    let site = site();
    let before = site.typed();
    let said = |old, new, named| stop(run(&site, old, new, named)).1;
    assert_eq!(
        said("tower", "spire", None),
        "`tower` is both a label and a source of `a`; say which with `--label` or `--source`"
    );
    assert_eq!(said("towr", "spire", None), "`a` has no label or source `towr`; did you mean `tower`?");
    assert_eq!(said("towers", "spire", Some(Named::Source)), "`a` has no source `towers`; did you mean `tower`?");
    let chars = "use a-z, then a-z, 0-9 and `-`, at most 40 characters";
    assert_eq!(said("towers", "塔", None), format!("`塔` cannot be a name; {chars}"));
    assert_eq!(
        said("towers", "fn-1", None),
        "`fn-1` begins with `fn-`; such labels are made by the program; choose another"
    );
    assert_eq!(said("towers", "tower", None), "`tower` is taken: it stands in content/a/index.md; choose another name");
    assert_eq!(
        said("bell", "other", None),
        "`other` is taken: it stands in content/a/sources.yaml; choose another name"
    );
    assert_eq!(site.typed(), before);
}

/// A mark that waits for its definition would find one; an alias would name what is gone.
#[test]
fn all_is_changed_or_nothing() {
    let site = site();
    site.write("a/index.md", &INDEX.replace("又說", "又說[^spire]"));
    let before = site.typed();
    let (is_content, said) = stop(run(&site, "towers", "spire", None));
    assert!(is_content);
    assert_eq!(
        said,
        "`spire` would be read in other places than `towers` is now; is it typed already, without a definition? choose another name"
    );
    site.write("a/index.md", INDEX);
    site.write(
        "a/claims.yaml",
        "tower: {evidence: {bell: {stance: supports, via: &b bell}, tower: {stance: supports, via: *b}}}\n",
    );
    assert_eq!(
        stop(run(&site, "bell", "zhong", None)),
        (true, "content/a/claims.yaml: line 1 names `bell` in a form that cannot be exchanged; type the word itself there, then run again".to_owned())
    );
    site.write("a/claims.yaml", "tower: [\n");
    assert_eq!(
        stop(run(&site, "bell", "zhong", None)),
        (true, "content/a/claims.yaml: cannot be read; run `jiaozhu check` and mend what it says first".to_owned())
    );
    site.write("a/claims.yaml", CLAIMS);
    let mut before = before;
    before.insert("a/index.md".to_owned(), INDEX.as_bytes().to_vec());
    assert_eq!(site.typed(), before);
}

/// The second of three files cannot be written: the first gets its old bytes back.
#[test]
fn a_failed_write_changes_nothing() {
    let site = site();
    let before = site.typed();
    let in_the_way = format!("a/.claims.yaml.jiaozhu-new-{}", std::process::id());
    site.write(&in_the_way, "");
    let (is_content, said) = stop(run(&site, "bell", "zhong", None));
    assert!(!is_content && said.contains("claims.yaml"), "{said}");
    let mut after = site.typed();
    after.remove(&in_the_way);
    assert_eq!(after, before);
}

/// A key of the shared list is renamed in every article that means it.
#[test]
fn a_shared_source_is_renamed_in_all_articles() {
    let cites = |key: &str| format!("# 題\n\n[一句][^x]。\n\n[^x]: 見。[@{key}]\n");
    let site = Site::new(&[
        ("sources.yaml", "zhi: {type: book, title: 志}\nbao: {type: web, title: 報, jz: {relays: [{source: zhi}]}}\n"),
        ("a/index.md", &cites("zhi").replacen('#', "---\nbased-on: zhi\n---\n#", 1)),
        ("b/index.md", &cites("zhi")),
        ("c/index.md", &cites("zhi")),
        ("c/sources.yaml", "zhi: {type: book, title: 自己的志}\n"),
        ("d/index.md", &cites("bao")),
        ("e/defaults.yaml", "author: 甲\nbased-on: zhi  # 底本\n"),
        ("e/f/index.md", "# 題\n\n一句。\n"),
        ("e/f/sources.yaml", "lao: {type: book, title: 老}\n"),
        ("d/sources.yaml", "xin: {type: book, title: 新}\n"),
    ]);
    let before = site.typed();
    let lines = run(&site, "zhi", "xin", None).expect("it is done");
    assert_eq!(
        lines,
        [
            "renamed in content/sources.yaml: 1 `relays`, 1 entry",
            "renamed in content/e/defaults.yaml: 1 `based-on`",
            "renamed in content/a/index.md: 1 `based-on`, 1 citation",
            "renamed in content/b/index.md: 1 citation",
            "note: addresses ending in `#s-zhi` lead nowhere from the next build on",
        ]
    );
    let after = site.typed();
    for path in ["c/index.md", "c/sources.yaml", "d/index.md", "d/sources.yaml"] {
        assert_eq!(after[path], before[path], "{path}");
    }
    assert_eq!(site.read("b/index.md"), cites("xin"));
    assert_eq!(site.read("e/defaults.yaml"), "author: 甲\nbased-on: xin  # 底本\n");
    assert!(site.codes().is_empty(), "{:?}", site.codes());
    assert_eq!(
        stop(run(&site, "xin", "lao", None)).1,
        "`lao` is taken: it stands in content/e/f/sources.yaml; choose another name",
        "the article has `based-on` from its folder"
    );
    site.write("b/sources.yaml", "jiu: {type: book, title: 舊}\n");
    assert_eq!(
        stop(run(&site, "xin", "jiu", None)).1,
        "`jiu` is taken: it stands in content/b/sources.yaml; choose another name"
    );
}

/// 0 done, 1 the content stands in the way, 2 the run could not be done.
#[test]
fn how_a_run_ends_and_what_it_says() {
    let site = site();
    let lines = [
        "已改 content/a/index.md：1 條註文、2 個註號",
        "已改 content/a/claims.yaml：1 項紀錄",
        "已改 content/a/changes.yaml：2 個標籤",
        "附註：content/a/claims.yaml 裡有 1 條註解仍寫著 `tower`",
        "附註：content/a/index.md:3 連到 `#n-tower`：請改打 `spire`",
        "附註：下次建置以後，以 `#c-tower`, `#n-tower`, `#r-tower` 結尾的網址不再有所指",
    ];
    let renamed = program(&site, &["rename", "a", "tower", "spire", "--label", "--lang", "zh-Hant"]);
    assert_eq!(renamed, (Some(0), lines.map(str::to_owned).to_vec()));
    assert_eq!(program(&site, &["rename", "a", "spire", "tower", "--quiet"]), (Some(0), Vec::new()));
    let taken = ["錯誤: `other` 已經用了：在 content/a/sources.yaml 裡", "提示: 請另取一個名稱"];
    let refused = program(&site, &["rename", "a", "bell", "other", "--lang", "zh-Hant"]);
    assert_eq!(refused, (Some(2), taken.map(str::to_owned).to_vec()));
    let taken = ["error: `other` is taken: it stands in content/a/sources.yaml", "hint: choose another name"];
    assert_eq!(program(&site, &["rename", "a", "bell", "other"]), (Some(2), taken.map(str::to_owned).to_vec()));
    site.write("a/claims.yaml", "tower: [\n");
    let stands = ["错误: content/a/claims.yaml: 读不出来", "提示: 请先运行 `jiaozhu check`，改好它所说的"];
    let refused = program(&site, &["rename", "a", "bell", "zhong", "--lang", "zh-Hans"]);
    assert_eq!(refused, (Some(1), stands.map(str::to_owned).to_vec()));
}
