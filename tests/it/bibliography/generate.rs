//! Generates sources: every kind of work, names and dates of every shape, marks and signs of every format.

use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "水譜",
        "茶事",
        "山上的泉水",
        "Qwen",
        "The Bell",
        "of",
        "and",
        "{",
        "}",
        "$",
        "\\",
        "#",
        "%",
        "&",
        "_",
        "~",
        "^",
        "--",
        "—",
        "–",
        "，",
        "：",
        "「鐘」",
        "<i>",
        "\"",
        "'",
        "@",
        "=",
        "a",
        "é",
        "12",
        ",",
        " ",
        "\n",
        "𠀀",
        "/",
    ]);
    prop::collection::vec(word, 1..6)
        .prop_map(|words| words.concat().trim().to_owned())
        .prop_map(|text| if text.is_empty() { "題".to_owned() } else { text })
}

/// A text as hayagriva wants it typed, marks escaped or set.
fn marked() -> impl Strategy<Value = String> {
    (text(), 0..4_u8).prop_map(|(text, kind)| {
        let escaped: String = text
            .chars()
            .flat_map(|c| {
                let mark = matches!(c, '\\' | '{' | '}' | '$').then_some('\\');
                mark.into_iter().chain([c])
            })
            .collect();
        match kind {
            0 => format!("{{{escaped}}} 記"),
            1 => format!("論 {{{escaped}}}"),
            _ => escaped,
        }
    })
}

fn name() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::json;
    prop_oneof![
        Just(json!("陳, 小石")),
        Just(json!("林一泉")),
        Just(json!("國家圖書館")),
        Just(json!("歐陽, 修")),
        Just(json!("Ministry of Water and Tea")),
        Just(json!("Stone, Jr., Anna")),
        Just(json!("van der Berg, Jan")),
        Just(json!({"name": "茶水組, 編", "alias": "茶"})),
        Just(json!({"name": "Ministry of Tea"})),
        Just(json!({"name": "others"})),
        Just(json!({"name": "Stone", "given-name": "A.", "suffix": "III", "comma-suffix": true})),
        text().prop_map(|text| json!({"name": text})),
        (text(), text()).prop_map(|(name, given)| json!({"name": name, "given-name": given})),
    ]
}

fn date() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["1925", "~1925", "1925-03", "~1925-03", "2026-05-01", "~0812", "-0043", "0812-01-02"])
        .prop_map(str::to_owned)
}

fn parent() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::json;
    let kinds = vec![
        "newspaper",
        "web",
        "book",
        "periodical",
        "proceedings",
        "video",
        "blog",
        "anthology",
        "reference",
        "misc",
    ];
    let kind = prop::sample::select(kinds);
    let fields =
        (marked(), prop::option::of(marked()), prop::option::of(0..40_u8), prop::option::of("[1-9]|第[一二]卷"));
    (kind, fields, prop::option::of(name())).prop_map(|(kind, (title, publisher, volume, issue), editor)| {
        let mut parent = json!({"type": kind, "title": title});
        let mut set = |name: &str, value: Option<serde_json::Value>| {
            if let Some(value) = value {
                parent[name] = value;
            }
        };
        set("publisher", publisher.map(|publisher| json!({"name": publisher, "location": "北京"})));
        set("volume", volume.map(|volume| json!(volume)));
        set("issue", issue.map(|issue| json!(issue)));
        set("editor", editor);
        parent
    })
}

/// The fields of a source that are its own.
fn fields() -> impl Strategy<Value = Vec<(&'static str, serde_json::Value)>> {
    use serde_json::json;
    let pages = prop::sample::select(vec!["3", "12-14", "1-3, 5", "A1-A3", "頁 12–14", "iv"]);
    let languages = prop::sample::select(vec!["zh-Hant", "zh-Hans", "zh", "en", "en-US", "ja", "de", "zh-TW", "no"]);
    let serial = prop_oneof![
        Just(json!({"doi": "10.1000/182_a"})),
        Just(json!({"isbn": "978-7-101-00000-0"})),
        Just(json!({"arxiv": "2401.00001", "issn": "1234-5678"})),
        Just(json!("第 7 號")),
        Just(json!({"pmid": "123", "pmcid": "PMC9", "other": "x"})),
    ];
    let urls = prop::sample::select(vec![
        "https://example.org/a_b?c=1&d=%E6%B0%B4#x",
        "https://例.org/水譜",
        "http://example.org/~a/{b}?{c}\\d",
    ]);
    let url = (urls, prop::option::of(date())).prop_map(|(url, date)| match date {
        Some(date) => json!({"value": url, "date": date}),
        None => json!(url),
    });
    let title = (marked(), prop::option::of(marked())).prop_map(|(value, short)| match short {
        Some(short) => json!({"value": value, "short": short}),
        None => json!(value),
    });
    let roles =
        prop::sample::select(vec!["translator", "director", "compiler", "writer", "foreword", "cinematography"]);
    let affiliated = (roles, name()).prop_map(|(role, name)| json!({"role": role, "names": name}));
    let parents = prop_oneof![3 => parent(), 1 => prop::collection::vec(parent(), 2).prop_map(|list| json!(list))];
    let some = |name: &'static str, value: BoxedStrategy<serde_json::Value>| {
        prop::option::of(value).prop_map(move |value| value.map(|value| (name, value))).boxed()
    };
    vec![
        some("title", title.boxed()),
        some("author", prop::collection::vec(name(), 1..4).prop_map(|names| json!(names)).boxed()),
        some("editor", name().boxed()),
        some("affiliated", affiliated.boxed()),
        some("date", date().prop_map(|date| json!(date)).boxed()),
        some("parent", parents.boxed()),
        some("url", url.boxed()),
        some("serial-number", serial.boxed()),
        some("language", languages.prop_map(|language| json!(language)).boxed()),
        some("page-range", pages.prop_map(|pages| json!(pages)).boxed()),
        some("note", marked().prop_map(|note| json!(note)).boxed()),
        some("publisher", marked().prop_map(|publisher| json!(publisher)).boxed()),
        some("organization", marked().prop_map(|organization| json!(organization)).boxed()),
        some("genre", marked().prop_map(|genre| json!(genre)).boxed()),
        some("edition", prop::sample::select(vec!["2", "第二版"]).prop_map(|edition| json!(edition)).boxed()),
        some("volume", (1..9_u8).prop_map(|volume| json!(volume)).boxed()),
        some("page-total", (1..999_u16).prop_map(|total| json!(total)).boxed()),
        some("runtime", Just(json!("01:23:45")).boxed()),
        some("call-number", marked().prop_map(|number| json!(number)).boxed()),
    ]
    .prop_map(|fields| fields.into_iter().flatten().collect())
}

/// A source as `sources.yaml` has it.
pub fn source() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::json;
    let kinds = vec![
        "article",
        "book",
        "chapter",
        "anthos",
        "web",
        "video",
        "report",
        "thesis",
        "misc",
        "post",
        "entry",
        "newspaper",
        "periodical",
        "conference",
        "audio",
        "artwork",
        "case",
        "legislation",
        "manuscript",
        "repository",
        "original",
        "proceedings",
        "anthology",
        "reference",
        "patent",
        "performance",
        "exhibition",
        "scene",
        "thread",
        "blog",
    ];
    let jz = (text(), prop::option::of(text())).prop_map(|(why, stake)| {
        let mut jz = json!({"class": "primary", "why": why, "relays": [{"source": "k0", "as": "quotes"}]});
        if let Some(stake) = stake {
            jz["stake"] = json!(stake);
        }
        jz["archives"] = json!([{"url": "https://archive.example.org/a", "date": "2026-05-02"}]);
        jz
    });
    (prop::sample::select(kinds), fields(), prop::option::of(jz)).prop_map(|(kind, fields, jz)| {
        let mut source = json!({"type": kind});
        for (name, value) in fields {
            source[name] = value;
        }
        if let Some(jz) = jz {
            source["jz"] = jz;
        }
        source
    })
}
