//! `cargo xtask lexicon`: the tables of the room `words`, made anew from what others have counted.
//!
//! 1. `sources` fetches ICU's and jieba's words, OpenCC's tables and OpenCC itself, in pinned versions.
//! 2. `trie` reads ICU's words and their costs.
//! 3. `characters` derives shapes, spellings and rivals from OpenCC's tables and from `supplement.tsv`.
//! 4. `counts` weighs ICU's words as Traditional text has them, adds jieba's and leaves out what decides nothing.
//! 5. The four tables are written, sorted, into `src/words/`.
//!
//! The same sources give the same bytes: counts are summed in the order of the words, costs are whole numbers.

mod characters;
mod counts;
mod sources;
mod supplement;
mod trie;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::wheel::{WorkFolder, failed};
use characters::{Characters, is_han};
use counts::{Counts, Entry};
use sources::Sources;
use supplement::Supplement;

const FOLDER: &str = "src/words";

/// Makes the tables and writes them.
///
/// Errors: a source cannot be fetched or is not as expected, OpenCC fails, a table cannot be written.
pub fn make() -> Outcome<()> {
    let work = WorkFolder::make("lexicon")?;
    let sources = Sources::fetch(&work.0)?;
    let supplement = Supplement::read()?;
    let characters = Characters::new(&sources, &supplement)?;
    let entries = weigh(&sources, &characters, &supplement)?;
    println!("{} words", entries.len());
    let guess = |entry: &Entry| if entry.is_guess { "?" } else { "" };
    let entries = entries.iter().map(|entry| (&entry.word, format!("{}{}", entry.cost, guess(entry))));
    let columns =
        "word, cost in tenths of a nat, ? where a form is but guessed; in the order of the words' Simplified spellings";
    write_table("lexicon", columns, entries)?;
    write_table("simplified", "character, its Simplified spelling", characters.spellings())?;
    write_table("variants", "shape of a character, the shape that the lexicon has", characters.folds())?;
    write_table("rivals", "Simplified spelling, its Traditional forms, OpenCC's choice first", characters.rivals())
}

fn weigh(sources: &Sources, characters: &Characters, supplement: &Supplement) -> Outcome<Vec<Entry>> {
    let counts = counts::of_dictionary(&trie::read_words(&sources.icu)?, characters);
    let jieba = jieba_words(&sources.jieba)?;
    let mut simplified: Vec<String> = counts.keys().map(|word| characters.spell(word)).collect();
    simplified.extend(jieba.iter().map(|(word, _)| (*word).to_owned()));
    let mut written = sources.to_traditional(&simplified)?.into_iter().map(|word| characters.fold(&word));
    let converted = counts.keys().map(String::as_str).zip(written.by_ref()).collect();
    let phrases: BTreeSet<String> = sources.table("STPhrases")?.into_iter().map(|(phrase, _)| phrase).collect();
    let (mut others, mut guesses) = (Counts::new(), supplement.guesses.clone());
    for (word, (typed, count)) in written.zip(jieba) {
        // A form that OpenCC takes for want of a phrase, and that nobody counted.
        if !counts.contains_key(&word) && !characters.are_told(typed, &phrases) {
            guesses.insert(word.clone());
        }
        *others.entry(word).or_default() += count;
    }
    let icu = counts::Balance { counts: &counts, converted, phrases, characters }.balanced();
    let mut shares = counts::mixed(&icu, &others);
    shares.retain(|word, _| !supplement.wrong.contains(word));
    Ok(counts::select(&shares, characters, (&supplement.words, &guesses)))
}

/// Reads jieba's lines `word count kind`: the words of two or more Han characters.
fn jieba_words(text: &str) -> Outcome<Vec<(&str, f64)>> {
    let mut words = Vec::new();
    for line in text.lines() {
        let mut columns = line.split(' ');
        let (word, count) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        if word.chars().nth(1).is_some() && word.chars().all(is_han) {
            // Whole numbers far below 2^53: their sum is exact.
            let count: u32 = count.parse().map_err(|_| format!("jieba's line `{line}` has no count"))?;
            words.push((word, f64::from(count)));
        }
    }
    Ok(words)
}

/// Writes `rows` of two columns below a line that says what they are.
fn write_table<K, V>(name: &str, columns: &str, rows: impl IntoIterator<Item = (K, V)>) -> Outcome<()>
where
    K: std::fmt::Display,
    V: std::fmt::Display,
{
    let mut text = format!("# Made by `cargo xtask lexicon` from the sources that THIRD-PARTY.md names: {columns}.\n");
    for (key, value) in rows {
        writeln!(text, "{key}\t{value}").map_err(|e| format!("cannot write the table {name}: {e}"))?;
    }
    let path = Path::new(FOLDER).join(format!("{name}.tsv"));
    fs::write(&path, text).map_err(failed("write", &path))
}
