//! Any edits give the site and the findings of a clean build.

use std::fs;

use jiaozhu::build::Request;
use proptest::prelude::*;

use super::{FILES, OTHER, TEA, build, build_as, check_clean, request};
use crate::golden::write;
use crate::typed::Site;

/// A file of the site, and the texts that it may have; none says that there is no such file.
const CHOICES: [(&str, &[&str]); 16] = [
    (
        "content/tea/index.md",
        &[
            "",
            TEA,
            "# 茶\n\n這裡沒有水。\n",
            "---\ntags: [茶, 水]\nseries: 裡\n---\n# 茶裡\n\n茶。\n",
            "---\nslug: cup\n---\n# 茶\n\n水。\n",
        ],
    ),
    ("content/cup/index.md", &["", "# 杯\n\n杯子只是杯子[^a]。\n\n[^a]: 見[@shuipu, 頁 3]。\n", OTHER]),
    (
        "content/pot/index.md",
        &[
            "",
            "---\ndraft: true\ndate: 2026-03-01\n---\n# 壺\n\n壺。\n",
            "---\naliases: [old]\n---\n# 壺\n\n見[茶](../tea/#n-a)、[水](../tea/#水)與[杯](../cup/#h1)。\n",
        ],
    ),
    ("content/me/index.md", &["", "---\nkind: page\n---\n# 關於裡面\n\n我。\n", "---\nkind: page\n---\n# 說明\n"]),
    (
        "content/deep/er/index.md",
        &[
            "",
            "---\ndate: 2026-02-02\n---\n# 深處\n\n杯子[^gone]。\n",
            "---\nseries: 裡\ntags: 水\n---\n# 深處\n\n硅谷。\n",
        ],
    ),
    ("content/tea/sources.yaml", &["", "shuipu:\n  type: book\n  title: 茶譜\n", "shuipu:\n  type: web\n"]),
    ("content/tea/claims.yaml", &["", "a:\n  kind: opinion\n", "a:\n  kind: fact\n  checked: 2026-01-02\n"]),
    (
        "content/tea/collation.yaml",
        &["", "rules:\n  - {id: water, reading: 水輕, lemma: 水清, kind: wording, reason: 試, status: accepted}\n"],
    ),
    ("content/tea/cup.svg", &["", "<svg/>", "<svg></svg>"]),
    ("content/sources.yaml", &["", FILES[3].1, "shuipu:\n  type: book\n  title: 泉譜\n"]),
    (
        "content/glossary.yaml",
        &["", "- {zh-Hant: 杯, zh-Hans: 盏}\n", "- {zh-Hant: 杯子, zh-Hans: 盏}\n", "- {keep: 裡面}\n"],
    ),
    (
        "content/defaults.yaml",
        &["", "tags: [裡]\nauthor: 甲\n", "draft: true\n", "glossary:\n  - {keep: 裡面}\nkind: page\n", "titel: 茶\n"],
    ),
    ("content/deep/defaults.yaml", &["", "series: 杯裡\n", "lang: zh-Hans\ndraft: false\n"]),
    ("templates/404.html", &["", "{{ page.title }}", "{{"]),
    ("static/robots.txt", &["", "User-agent: *\n", "User-agent: b\n"]),
    (
        "jiaozhu.toml",
        &["title = \"試裡\"\n", "title = \"試\"\nauthor = \"甲\"\n", "title = \"試\"\nlang = \"zh-Hans\"\n"],
    ),
];

#[derive(Debug, Clone)]
struct Step {
    edits: Vec<(usize, usize)>,
    drafts: bool,
    has_address: bool,
    renames: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let edit = (0..CHOICES.len(), 0..5_usize);
    let flags = (prop::bool::weighted(0.2), prop::bool::weighted(0.3), prop::bool::weighted(0.15));
    (prop::collection::vec(edit, 0..3), flags).prop_map(|(edits, (drafts, has_address, renames))| Step {
        edits,
        drafts,
        has_address,
        renames,
    })
}

fn take(site: &Site, step: &Step) {
    for (file, choice) in &step.edits {
        let (path, texts) = CHOICES[*file];
        let path = site.root().join(path);
        match texts[choice % texts.len()] {
            "" => drop(fs::remove_file(path)),
            text => write(&path, text.as_bytes()),
        }
    }
    let (one, other) = (site.root().join("content/cup"), site.root().join("content/bowl"));
    if step.renames {
        let (from, to) = if one.exists() { (one, other) } else { (other, one) };
        if from.exists() && !to.exists() {
            fs::rename(from, to).expect("renamed");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_give_the_site_and_the_findings_of_a_clean_build(steps in prop::collection::vec(step(), 1..7)) {
        let site = Site::new(&FILES);
        build(&site);
        for step in &steps {
            take(&site, step);
            let address = step.has_address.then(|| "https://a.example/b/".to_owned());
            let request = Request { drafts: step.drafts, base_url: address, ..request(&site) };
            let report = build_as(&request);
            check_clean(&site, &request, &report);
            let is_published = report.outcome.is_some();
            drop(report);
            let again = build_as(&request);
            prop_assert!(!is_published || (again.n_made == 0 && again.outcome.is_some_and(|outcome| !outcome.exchanged)));
        }
    }
}
