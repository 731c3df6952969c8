//! Our own sentences: converted as articles, and corrupted to see what is detected.

use std::path::Path;

use jiaozhu::collate::detect::detect;
use jiaozhu::config::{Conversion, Segmentation};
use jiaozhu::model::{Engines, Grade, Variant};

use crate::article::{Settings, page_text};
use crate::score::Score;
use crate::{Outcome, files};

/// What a careless converter puts for plain forms.
const CORRUPTED: [(char, char); 6] =
    [('面', '麵'), ('里', '裡'), ('系', '係'), ('只', '隻'), ('谷', '穀'), ('制', '製')];

/// A genre: sentences, Simplified and Traditional.
struct Genre {
    name: String,
    sentences: Vec<(String, String)>,
}

/// Prints what comes out right of the sentences in `folder/*.tsv`, and what is found in them when they are corrupted.
pub fn measure(folder: &Path, engines: Engines<'_>) -> Outcome<()> {
    let genre = |(name, text): (String, String)| {
        let pair = |line: &str| line.split_once('\t').map(|(hans, hant)| (hans.to_owned(), hant.to_owned()));
        Genre { name, sentences: text.lines().filter_map(pair).collect() }
    };
    let genres: Vec<Genre> = files(folder, "tsv")?.into_iter().map(genre).collect();
    measure_conversion(&genres, engines)?;
    measure_detection(&genres, engines);
    Ok(())
}

fn measure_conversion(genres: &[Genre], engines: Engines<'_>) -> Outcome<()> {
    println!("Our own sentences, an article a genre, lang: zh-Hans, page in zh-Hant");
    Score::print_head();
    let (mut all, mut n_right, mut n_all) = (Score::default(), [0, 0], 0);
    for Genre { name, sentences } in genres {
        let hans: Vec<&str> = sentences.iter().map(|(hans, _)| hans.as_str()).collect();
        let by = |segmentation| {
            let conversion = Conversion { segmentation, ..Conversion::default() };
            page_text(&hans, &Settings { own: Variant::HANS, target: Variant::HANT, conversion }, engines)
        };
        let (opencc, ours) = (by(Segmentation::Opencc)?, by(Segmentation::Frequency)?);
        let mut score = Score::default();
        for (i, (_, gold)) in sentences.iter().enumerate() {
            let plain = gold.replace('「', "“").replace('」', "”");
            score.add(Score::of(&plain, &opencc[i], &ours[i], engines.words));
            for (n, shown) in n_right.iter_mut().zip([&opencc[i], &ours[i]]) {
                let mut pairs = shown.chars().zip(plain.chars());
                *n += usize::from(pairs.all(|(a, b)| engines.words.fold(a) == engines.words.fold(b)));
            }
        }
        n_all += sentences.len();
        score.print(name);
        all.add(score);
    }
    all.print("all");
    println!("  sentences wholly right: OpenCC {} of {n_all}, jiaozhu {} of {n_all}\n", n_right[0], n_right[1]);
    Ok(())
}

/// Alarms at wrong places and at sound ones.
#[derive(Default)]
struct Alarms {
    n_wrong: usize,
    firm: usize,
    any: usize,
    false_firm: usize,
    false_any: usize,
}

fn measure_detection(genres: &[Genre], engines: Engines<'_>) {
    let table: Vec<String> = CORRUPTED.iter().map(|(plain, marked)| format!("{plain}→{marked}")).collect();
    println!("Detection in our own sentences, an article a genre ({})", table.join(" "));
    for (name, every) in [("sound", 0), ("every place corrupted", 1), ("every third place corrupted", 3)] {
        let mut alarms = Alarms::default();
        for genre in genres {
            alarms.count(genre, every, engines);
        }
        alarms.print(name);
    }
    println!();
}

impl Alarms {
    /// Corrupts every `every`-th place; none when it is 0.
    fn count(&mut self, genre: &Genre, every: usize, engines: Engines<'_>) {
        let gold: Vec<Vec<char>> = genre.sentences.iter().map(|(_, hant)| hant.chars().collect()).collect();
        let mut texts = gold.clone();
        let mut n_met = 0_usize;
        for c in texts.iter_mut().flatten() {
            if let Some((_, marked)) = CORRUPTED.iter().find(|(plain, _)| plain == c) {
                if every > 0 && n_met.is_multiple_of(every) {
                    *c = *marked;
                    self.n_wrong += 1;
                }
                n_met += 1;
            }
        }
        let texts: Vec<&[char]> = texts.iter().map(Vec::as_slice).collect();
        for suspect in detect(&texts, engines.words) {
            let meant = gold.get(suspect.text).and_then(|text| text.get(suspect.at)).copied();
            let is_right = meant.map(|c| engines.words.fold(c)) == Some(suspect.lemma);
            let is_firm = usize::from(suspect.grade == Grade::Firm);
            if is_right {
                self.any += 1;
                self.firm += is_firm;
            } else {
                self.false_any += 1;
                self.false_firm += is_firm;
            }
        }
    }

    fn print(&self, name: &str) {
        let Self { n_wrong, firm, any, false_firm, false_any } = self;
        let percent = |n: usize, of: usize| {
            if of == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * n as f64 / of as f64) }
        };
        println!("  {name}: {n_wrong} wrong characters");
        println!(
            "    firm: recall {}, precision {} ({false_firm} false); with tentative: recall {}, precision {} ({false_any} false)",
            percent(*firm, *n_wrong),
            percent(*firm, firm + false_firm),
            percent(*any, *n_wrong),
            percent(*any, any + false_any),
        );
    }
}
