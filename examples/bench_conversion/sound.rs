//! Sound Traditional texts, made Simplified and converted back, and corrupted.

use std::path::Path;

use jiaozhu::config::{Conversion, Segmentation};
use jiaozhu::model::{Engines, ScriptConfig};
use jiaozhu::script::convert_text;

use crate::alarms::{Alarms, WAYS, corruptions};
use crate::score::Score;
use crate::{Outcome, files};

/// Characters of a document: whole paragraphs up to here.
const DOCUMENT: usize = 3000;

/// Prints, for each `*.txt` of `folder` (a paragraph a line), what comes back right; for all of them, what is found in them.
pub fn measure(folder: &Path, engines: Engines<'_>) -> Outcome<()> {
    println!("Sound texts, made Simplified by OpenCC's t2s and converted back by s2tw");
    Score::print_head();
    let mut all = Score::default();
    for (name, text) in files(folder, "txt")? {
        let mut score = Score::default();
        for gold in documents(&text) {
            score.add(back(&gold, engines).map_err(|error| error.to_string())?);
        }
        score.print(&name);
        all.add(score);
    }
    all.print("all");
    measure_detection(folder, engines)
}

/// Prints what is found in the documents as they are and corrupted.
fn measure_detection(folder: &Path, engines: Engines<'_>) -> Outcome<()> {
    println!("\nDetection in the sound texts ({})", corruptions());
    let texts = files(folder, "txt")?;
    for (name, every) in WAYS {
        let mut alarms = Alarms::default();
        for document in texts.iter().flat_map(|(_, text)| documents(text)) {
            let gold: Vec<Vec<char>> = document.lines().map(|line| line.chars().collect()).collect();
            alarms.count(&gold, every, engines);
        }
        alarms.print(name);
    }
    Ok(())
}

fn back(gold: &str, engines: Engines<'_>) -> Result<Score, jiaozhu::diag::Error> {
    let simplified = engines.opencc.convert(ScriptConfig::T2s, gold)?;
    let by = |segmentation| {
        let settings = Conversion { segmentation, ..Conversion::default() };
        convert_text(&simplified, ScriptConfig::S2tw, &settings, engines)
    };
    let (opencc, ours) = (by(Segmentation::Opencc)?, by(Segmentation::Frequency)?);
    Ok(Score::of(gold, &opencc, &ours, engines.words))
}

fn documents(text: &str) -> Vec<String> {
    let mut documents = vec![String::new()];
    let mut n_chars = 0;
    for line in text.lines() {
        if n_chars >= DOCUMENT {
            documents.push(String::new());
            n_chars = 0;
        }
        n_chars += line.chars().count();
        documents.last_mut().into_iter().for_each(|last| last.extend([line, "\n"]));
    }
    documents
}
