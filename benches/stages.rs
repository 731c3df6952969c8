//! What single stages cost for one article: `cargo bench --bench stages`; a name behind it chooses some of them.
//!
//! The article has some 12 kB of invented text and twenty notes, as the median of `cargo xtask bench`.

#![expect(clippy::expect_used, reason = "a benchmark ends where its article is not as it should be")]

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use jiaozhu::annotate::{Given, annotate};
use jiaozhu::collate::collate;
use jiaozhu::config::{Config, Conversion, Segmentation};
use jiaozhu::model::{Annotated, Collation, Document, Engines, Scripted, SharedGlossary, Variant};
use jiaozhu::opencc::OpenCc;
use jiaozhu::parse::{Input, parse};
use jiaozhu::pipeline::{article_html, parallel_html};
use jiaozhu::script::convert;
use jiaozhu::words::Words;

const N_NOTES: usize = 20;

static OPENCC: LazyLock<OpenCc> = LazyLock::new(OpenCc::new);
static WORDS: LazyLock<Words> = LazyLock::new(Words::new);

fn main() {
    divan::main();
}

/// An article in Simplified characters, with the variant `lang`.
fn index(lang: &str) -> String {
    let sentence = "桥边的老人说，后院的干菜和面粉都是从山里运来的，价钱比去年便宜；";
    let claimed = "图书馆的档案记录了**铁路**经过这个村庄的时间";
    let paragraph =
        |n: usize| format!("{}[{claimed}][^n{n}]。{sentence}河流改道以后，只有几家工厂留下。\n\n", sentence.repeat(4));
    let note = |n: usize| format!("[^n{n}]: 见[县志](https://example.org/{n})，{sentence}\n\n");
    let body: String = (0..N_NOTES).map(paragraph).chain((0..N_NOTES).map(note)).collect();
    format!("---\nlang: {lang}\n---\n\n# 桥边的钟声\n\n{body}")
}

/// A site whose second column is in Taiwan's words where `lang` has a region.
fn config(lang: &str, segmentation: Segmentation) -> Config {
    let variant = |tag: &str| tag.parse::<Variant>().expect("a tag of the program");
    let hant = if lang == "zh-Hans" { "zh-Hant" } else { "zh-Hant-TW" };
    let conversion = Conversion { segmentation, ..Conversion::default() };
    Config { variants: vec![variant(hant), variant(lang)], conversion, ..Config::default() }
}

fn parsed(text: &str, config: &Config) -> Document {
    let (document, _) = parse(&Input { path: "content/a/index.md", text, name: "a", config, defaults: None });
    document.expect("the article can be read")
}

fn annotated(lang: &str, config: &Config) -> Annotated {
    let (edition, _) = collate(parsed(&index(lang), config), Collation::default(), None);
    annotate(edition, Given::nothing(config)).0
}

fn scripted(annotated: Annotated, config: &Config) -> Scripted {
    convert(annotated, &SharedGlossary::default(), config, Engines { opencc: &*OPENCC, words: &*WORDS })
        .expect("OpenCC converts")
        .0
}

/// Markdown becomes leaves.
#[divan::bench]
fn parsing(bencher: Bencher<'_, '_>) {
    let (text, config) = (index("zh-Hans"), config("zh-Hans", Segmentation::Opencc));
    bencher.bench(|| parsed(black_box(&text), &config));
}

/// Claims, sentences and ids are found.
#[divan::bench]
fn annotating(bencher: Bencher<'_, '_>) {
    let config = config("zh-Hans", Segmentation::Opencc);
    let document = parsed(&index("zh-Hans"), &config);
    bencher
        .with_inputs(|| collate(document.clone(), Collation::default(), None).0)
        .bench_values(|edition| annotate(edition, Given { seeks_unsourced: true, ..Given::nothing(&config) }));
}

/// One call of OpenCC, laid out in leaves.
#[divan::bench]
fn converting(bencher: Bencher<'_, '_>) {
    convert_by(bencher, "zh-Hans", Segmentation::Opencc);
}

/// The same with a second opinion by the frequencies of words.
#[divan::bench]
fn converting_by_frequency(bencher: Bencher<'_, '_>) {
    convert_by(bencher, "zh-Hans", Segmentation::Frequency);
}

/// Words of a region have other lengths: a second call, and both texts are aligned.
#[divan::bench]
fn aligning(bencher: Bencher<'_, '_>) {
    convert_by(bencher, "zh-Hans-CN", Segmentation::Opencc);
}

fn convert_by(bencher: Bencher<'_, '_>, lang: &str, segmentation: Segmentation) {
    let config = config(lang, segmentation);
    let annotated = annotated(lang, &config);
    bencher.with_inputs(|| annotated.clone()).bench_values(|annotated| scripted(annotated, &config));
}

/// The text of one page.
#[divan::bench]
fn rendering(bencher: Bencher<'_, '_>) {
    let config = config("zh-Hans", Segmentation::Opencc);
    let scripted = scripted(annotated("zh-Hans", &config), &config);
    bencher.bench(|| article_html(black_box(&scripted), 0));
}

/// The text of the page side by side.
#[divan::bench]
fn rendering_side_by_side(bencher: Bencher<'_, '_>) {
    let config = config("zh-Hans", Segmentation::Opencc);
    let scripted = scripted(annotated("zh-Hans", &config), &config);
    bencher.bench(|| parallel_html(black_box(&scripted)));
}
