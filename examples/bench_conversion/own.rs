//! Our own sentences: converted as articles, and corrupted to see what is detected.

use std::path::Path;

use jiaozhu::config::{Conversion, Segmentation};
use jiaozhu::model::{Engines, Variant};

use crate::alarms::{Alarms, WAYS, corruptions};
use crate::article::{Settings, page_text};
use crate::score::Score;
use crate::{Outcome, files};

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

fn measure_detection(genres: &[Genre], engines: Engines<'_>) {
    println!("Detection in our own sentences, an article a genre ({})", corruptions());
    for (name, every) in WAYS {
        let mut alarms = Alarms::default();
        for genre in genres {
            let gold: Vec<Vec<char>> = genre.sentences.iter().map(|(_, hant)| hant.chars().collect()).collect();
            alarms.count(&gold, every, engines);
        }
        alarms.print(name);
    }
    println!();
}
