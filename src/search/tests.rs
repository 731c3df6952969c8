use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;
use std::sync::Mutex;

use serde_json::Value;

use super::folding::folding;
use super::{
    Indexed, Passage, each_difference, each_shard, index_article, numbered_alike, shard_by_spread, write_texts,
    write_whole,
};
use crate::model::{Convert, ScriptConfig};
use crate::opencc::OpenCc;

/// An article with the bytes of its grams.
struct Article(Indexed, Vec<u8>);

impl AsRef<Indexed> for Article {
    fn as_ref(&self) -> &Indexed {
        &self.0
    }
}

/// The files of the index, shards in the order of their numbers, and that of the whole.
fn made(articles: &[Article]) -> Vec<(String, Vec<u8>)> {
    let files = Mutex::new(Vec::new());
    let put = |name, bytes| {
        files.lock().expect("no thread failed").push((name, bytes));
        Ok::<(), Infallible>(())
    };
    let read = |article: &Article, part: Range<u32>, out: &mut Vec<u8>| {
        out.extend_from_slice(&article.1[part.start as usize..part.end as usize]);
        Ok(())
    };
    let Ok((whole, bytes)) = write_whole(articles, read);
    let Ok(()) = put(whole, bytes).and_then(|()| each_shard(articles, |_| true, read, put));
    let mut files: Vec<(String, Vec<u8>)> = files.into_inner().expect("no thread failed");
    files.sort_by_key(|(name, _)| name.parse().unwrap_or(u32::MAX));
    files
}

fn fold(text: &str) -> String {
    String::from_utf16(&folding().fold(text)).expect("whole characters")
}

#[test]
fn forms_of_a_character_are_one() {
    for forms in [
        "里裏裡",
        "台臺",
        "为爲為",
        "卫衛衞",
        "线線綫",
        "着著",
        "群羣",
        "峰峯",
        "发發髮",
        "说説說",
        "户戶",
        "么麼麽",
        "只隻衹",
    ] {
        let folded: Vec<String> = forms.chars().map(|c| fold(&c.to_string())).collect();
        assert!(folded.iter().all(|form| *form == folded[0]), "{forms} become {folded:?}");
    }
}

#[test]
fn common_punctuation_parts_words_as_any_other_does() {
    for c in "，。、：；！？「」『』（）".chars() {
        assert_eq!(fold(&format!("a{c}b")), "a b", "{c}");
        assert_eq!(fold(&format!("a{c} {c}b")), fold("a<br>b").replace("br ", ""), "{c}");
    }
}

#[test]
fn width_case_and_what_parts_words() {
    for (text, expected) in [
        ("山上的泉水，比井水輕。", "山上的泉水 比井水轻"),
        ("「矽谷」", "矽谷"),
        ("使用 Ｑｗｅｎ 模型", "使用qwen模型"),
        ("Qwen  App", "qwen app"),
        ("Qwen，App", "qwen app"),
        ("3.5 GPT-4", "3 5 gpt 4"),
        ("甲\t乙\n丙 丁", "甲 乙 丙丁"),
        ("A 甲 B", "a甲b"),
        ("<b>粗體</b>", "b 粗体 b"),
        ("橋\u{200B}邊\u{2060}", "桥边"),
        ("㎏ ① ﾊ", "kg 1ハ"),
        ("İÉ", "i é"),
        ("𠮷野家", "𠮷野家"),
        ("……", ""),
    ] {
        assert_eq!(fold(text), expected, "{text}");
    }
}

/// What either script writes for the same words folds to one text, but for four rare characters.
#[test]
fn simplified_characters_fold_as_the_traditional_ones_that_they_become() {
    let opencc = OpenCc::new();
    let all: String = ('\u{4E00}'..='\u{9FA5}').flat_map(|c| [c, '\n']).collect();
    for config in [ScriptConfig::S2t, ScriptConfig::S2tw, ScriptConfig::S2hk] {
        let converted = opencc.convert(config, &all).expect("OpenCC converts");
        let differing: String =
            all.lines().zip(converted.lines()).filter(|(a, b)| fold(a) != fold(b)).map(|(a, _)| a).collect();
        assert_eq!(differing, "暅毶颚鲶", "{}", config.name());
    }
}

fn article(slug: &str, date: &str, texts: &[[&str; 2]]) -> Article {
    let passage = |(i, texts): (usize, &[&str; 2])| Passage {
        id: if i == 0 { "title".to_owned() } else { format!("p{i}") },
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
    };
    let passages: Vec<Passage> = texts.iter().enumerate().map(passage).collect();
    let (postings, bytes) = index_article(&passages);
    assert_eq!(bytes.len(), postings.len() as usize);
    Article(Indexed { slug: slug.to_owned(), date: date.to_owned(), postings }, bytes)
}

/// The whole index, read as the script reads it: the passages of each gram, and what `index.json` says.
fn read(articles: &[Article]) -> (BTreeMap<String, Vec<u32>>, Value) {
    let files: Vec<(String, Vec<u8>)> = made(articles);
    let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).expect("JSON");
    let (last, shards) = files.split_last().expect("there are files");
    assert_eq!(last.0, "index");
    let whole = json(&last.1);
    let shift = u32::try_from(whole["shift"].as_u64().expect("a number")).expect("a shift");
    assert_eq!(shards.len(), 1 << (32 - shift));
    let mut grams = BTreeMap::new();
    for (number, (name, bytes)) in shards.iter().enumerate() {
        assert_eq!(*name, number.to_string());
        for (gram, places) in json(bytes).as_object().expect("an object") {
            assert_eq!(shard_of(gram, shift), number, "{gram}");
            grams.insert(gram.clone(), decode(places.as_str().expect("a text")));
        }
    }
    (grams, whole)
}

fn shard_of(gram: &str, shift: u32) -> usize {
    let units: Vec<u32> = gram.encode_utf16().map(u32::from).collect();
    let key = if units.len() == 3 { units[0] << 14 | units[1] << 7 | units[2] } else { units[0] << 16 | units[1] };
    usize::try_from(key.wrapping_mul(0x9E37_79B1) >> shift).expect("a number")
}

fn decode(text: &str) -> Vec<u32> {
    let (mut number, mut passage, mut passages) = (0, 0, Vec::new());
    for digit in text.bytes().map(u32::from) {
        if digit < 93 {
            number = number * 57 + digit - 35;
        } else {
            passage += number * 34 + digit - 93;
            passages.push(passage);
            number = 0;
        }
    }
    passages
}

#[test]
fn both_scripts_are_one_text_and_words_that_differ_are_both_found() {
    let articles = [
        article("jing", "2020", &[["井邊", "井边"], ["井水很涼，井水很淺。", "井水很凉，井水很浅。"]]),
        article("gu", "2024", &[["矽谷", "硅谷"], ["AI 晶片", "AI 芯片"]]),
    ];
    let (grams, whole) = read(&articles);
    assert_eq!(whole["slugs"], "gu jing");
    assert_eq!(whole["sizes"], serde_json::json!([16, 16]));
    assert_eq!(whole["forms"], "凉涼 浅淺 谷穀 边邊", "only of what occurs");
    for (gram, expected) in [
        ("矽谷", vec![0]),
        ("硅谷", vec![0]),
        ("晶片", vec![1]),
        ("芯片", vec![1]),
        ("i芯", vec![1]),
        ("ai", vec![1]),
        ("井边", vec![16]),
        ("井水", vec![17, 17]),
        ("很凉", vec![17]),
    ] {
        assert_eq!(grams.get(gram), Some(&expected), "{gram}");
    }
    assert!(!grams.contains_key("凉井") && !grams.contains_key("凉 ") && !grams.contains_key(" 井"), "{grams:?}");
}

#[test]
fn latin_words_have_grams_of_three_and_characters_beyond_the_plane_two_halves() {
    let (grams, _) = read(&[article("x", "", &[["甲", "甲"], ["Qwen App é", "Qwen App é"]])]);
    // Halves are escapes, which `serde_json` refuses and browsers read.
    let beyond = article("x", "", &[["𠮷", "𠮷"], ["甲𠮷", "甲𠮷"]]);
    let files: String = made(&[beyond]).into_iter().map(|file| String::from_utf8(file.1).expect("UTF-8")).collect();
    assert!(files.contains("\"\\ud842\\udfb7\":\"]^\""), "{files}");
    assert!(files.contains("\"甲\\ud842\":\"^\""), "{files}");
    for gram in ["qw", "qwe", "wen", "en ", "n a", "app"] {
        assert_eq!(grams.get(gram), Some(&vec![1]), "{gram}");
    }
    assert!(!grams.contains_key("p é"));
}

/// Against the plainest way: every gram of every passage counted by itself, over several shards and far numbers.
#[test]
fn merged_shards_hold_what_the_passages_hold() {
    let mut state = 7_u32;
    let mut next = |most: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % most
    };
    let texts: Vec<String> = (0..6400)
        .map(|_| (0..8).map(|_| char::from_u32(0x4E00 + next(40) * 3).unwrap_or('一')).collect::<String>())
        .map(|text| fold(&text))
        .collect();
    let articles: Vec<Article> = (texts.chunks(32).enumerate())
        .map(|(i, chunk)| {
            let pairs: Vec<[&str; 2]> = chunk.iter().map(|text| [text.as_str(), text.as_str()]).collect();
            article(&format!("a{i:03}"), "", &pairs)
        })
        .collect();
    let (grams, whole) = read(&articles);
    assert!(whole["shift"].as_u64() < Some(31), "{whole}");
    let mut expected: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (n, text) in (0..).zip(&texts) {
        let characters: Vec<char> = text.chars().collect();
        for pair in characters.windows(2) {
            expected.entry(pair.iter().collect()).or_default().push(n);
        }
    }
    assert!(grams == expected);
}

#[test]
fn texts_are_pairs_of_id_and_text() {
    let passages = [Passage { id: "p1".to_owned(), texts: vec!["「井」<b>".to_owned(), "“井”<b>".to_owned()] }];
    assert_eq!(write_texts(&passages, 1), "[[\"p1\",\"“井”<b>\"]]".as_bytes());
}

#[test]
fn shards_without_a_gram_that_differs_are_the_same() {
    let texts: Vec<String> = (0x4E00..0x9000).filter_map(char::from_u32).map(|c| format!("{c}橋{c}")).collect();
    let articles = |last: &str| -> Vec<Article> {
        let article = |(i, chunk): (usize, &[String])| {
            let pairs: Vec<[&str; 2]> = chunk.iter().map(|text| [text.as_str(), text.as_str()]).collect();
            article(&format!("a{i:03}"), "", &pairs)
        };
        let mut articles: Vec<Article> = texts.chunks(32).enumerate().map(article).collect();
        articles.push(self::article("z", "", &[["井", "井"], [last, last]]));
        articles
    };
    let (old, new) = (articles("井水很涼。"), articles("井水很淺。"));
    assert_eq!(numbered_alike(&old, &new).map(|pairs| pairs.len()), Some(old.len()));
    let (shard, mut changed) = (shard_by_spread(&new), Vec::new());
    let last = |articles: &'_ [Article]| articles.len() - 1;
    let (ours, theirs) = (&old[last(&old)], &new[last(&new)]);
    each_difference((&ours.0.postings, &ours.1), (&theirs.0.postings, &theirs.1), |spread| changed.push(shard(spread)));
    changed.sort_unstable();
    let differing: Vec<u32> = (0..)
        .zip(made(&old).into_iter().zip(made(&new)))
        .filter(|(_, (old, new))| old != new)
        .map(|(number, _)| number)
        .collect();
    assert_eq!(differing.len(), 2, "很凉 went and 很浅 came: {differing:?}");
    assert_eq!(changed, differing);
}
