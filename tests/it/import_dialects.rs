//! The command `import` on Markdown that other programs write: the article builds, and nothing of it is left to take out.

use crate::import::Imported;

/// Imports `text` as `NAME.md`, builds the site, and checks front matter and body.
#[track_caller]
fn check(name: &str, text: &str, front: &str, body: &str) -> Imported {
    let imported = Imported::new(&format!("{name}.md"), text);
    let slug = imported.slug();
    assert_eq!(imported.read(&format!("{slug}/index.md")), format!("---\n{front}lang: zh-Hant\n---\n\n{body}"));
    assert_eq!(imported.read(&format!("{slug}/received.md")), text);
    imported.check_builds();
    imported
}

#[test]
fn hexo() {
    let imported = check(
        "bells",
        "title: 修鐘\ndate: 2024/3/5 21:28:18\ntags: 鐘, 溪鎮\ncategories:\n- 記事\n---\n　　村口的老鐘停了三年。\n\n<!--more-->\n\n{% note info %}\n鐘聲傳到東山。\n{% endnote %}\n\n<center>老鐘</center>\n",
        "title: 修鐘\ndate: 2024-03-05\ntags: [\"鐘\", \"溪鎮\"]\n",
        "村口的老鐘停了三年。\n\n\n\n\n鐘聲傳到東山。\n\n\n老鐘\n",
    );
    imported.check_reported("`date` is shortened to its day: `2024/3/5 21:28:18`");
    imported.check_reported("not known here: categories");
    imported.check_reported("comments are left out (lines 9)");
    imported.check_reported("line 11: `{% note info %}` is a command of another program: left out");
    imported.check_reported("HTML became Markdown: `<center>` (lines 15)");
    imported.check_reported("the body is kept but for this");
}

#[test]
fn hugo() {
    let imported = check(
        "bells",
        "+++\ntitle = \"修鐘\"\ndate = 2024-03-05T10:00:00+08:00\nlastmod = \"2024-03-06\"\nauthors = [\"陳小石\"]\ndescription = \"一座鐘。\"\n[header]\nimage = \"\"\n+++\n\n村口的老鐘停了三年。\n\n{{< admonition type=tip title=\"按\" >}}\n鐘聲傳到東山。\n{{< /admonition >}}\n",
        "date: 2024-03-05\ntitle: \"修鐘\"\nauthor: [\"陳小石\"]\nsummary: \"一座鐘。\"\nupdated: \"2024-03-06\"\n",
        "村口的老鐘停了三年。\n\n**按**\\\n鐘聲傳到東山。\n\n",
    );
    imported.check_reported("the front matter's `lastmod` is taken for `updated`");
    imported.check_reported("not known here: header");
}

#[test]
fn jekyll_and_pandoc() {
    let imported = check(
        "2024-03-05-bells",
        "---\nlayout: post\ntitle: |\n  修鐘的\n  人\nauthor:\n  - name: 陳小石\n    email: a@example.org\n---\n# 緣起 {#start .unnumbered}\n\n老鐘停了三年^[見村史。]。\n",
        "title: \"修鐘的人\"\nauthor: [\"陳小石\"]\ndate: 2024-03-05\n",
        "# 緣起\n\n老鐘停了三年[^note-1]。\n\n[^note-1]: 見村史。\n",
    );
    imported.check_reported("the date `2024-03-05` is that of the file's name");
    assert_eq!(imported.slug(), "bells");
    imported.check_reported("notes that stand within a sentence became notes: 1");
}

#[test]
fn a_numbered_list_of_sources() {
    let imported = Imported::new(
        "bells.md",
        "# 修鐘\n\n老鐘停了三年[1]，後來修好了[2]。\n\n## 參考文獻\n\n[1] 林某. 鐘的歷史[J]. 鐘錶, 2019, 3(2): 1-9.\n[2] 陳某. 溪鎮志[M]. 溪鎮: 溪聲書局, 1998: 12.\n",
    );
    let body = "# 修鐘\n\n老鐘停了三年[^n1]，後來修好了[^n2]。\n\n[^n1]: [@source-1]\n\n[^n2]: [@source-2]\n";
    assert_eq!(imported.read("bells/index.md"), format!("---\nlang: zh-Hant\n---\n\n{body}"));
    assert!(imported.read("bells/sources.yaml").contains("title: \"鐘的歷史\""));
    imported.check_reported("the list of sources at the end became 2 sources in sources.yaml, with 2 marks");
    imported.check_builds();
}
