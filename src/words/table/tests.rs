use super::*;

fn spelled(table: &Table, word: &str) -> String {
    word.chars().map(|c| table.simplify(c)).collect()
}

#[test]
fn every_line_is_a_row_or_says_what_the_table_is() {
    for text in [LEXICON, SIMPLIFIED, VARIANTS, RIVALS] {
        assert!(text.starts_with("# Made by `cargo xtask lexicon` "));
        assert_eq!(rows(text).count(), text.lines().filter(|line| !line.starts_with('#')).count());
        assert!(rows(text).all(|(key, value)| !key.is_empty() && !value.is_empty() && !value.contains('\t')));
    }
    for text in [SIMPLIFIED, VARIANTS] {
        assert!(rows(text).all(|(from, to)| from != to && from.chars().count() == 1 && to.chars().count() == 1));
    }
    assert!(rows(LEXICON).all(|(_, cost)| read_cost(cost).is_some()));
    assert_eq!((read_cost("94"), read_cost("153?"), read_cost("?")), (Some((94, false)), Some((153, true)), None));
}

#[test]
fn the_tables_are_sorted_and_say_nothing_twice() {
    let table = Table::read();
    let words: Vec<_> = rows(LEXICON)
        .map(|(word, cost)| (spelled(&table, word), read_cost(cost).map(|(cost, _)| cost), word))
        .collect();
    assert!(words.is_sorted_by(|a, b| a < b), "sorted by spelling, cost, word");
    let mut distinct: Vec<&str> = words.iter().map(|(_, _, word)| *word).collect();
    distinct.sort_unstable();
    assert!(distinct.is_sorted_by(|a, b| a < b), "no word twice");
    for text in [SIMPLIFIED, VARIANTS, RIVALS] {
        assert!(rows(text).is_sorted_by(|(a, _), (b, _)| a < b));
    }
}

#[test]
fn the_lexicon_writes_traditional_characters_in_one_shape() {
    let table = Table::read();
    let is_simplified_only = |c: char| !table.rivals(c).is_empty() && !table.rivals(c).contains(&c);
    let simplified: Vec<&str> =
        rows(LEXICON).map(|(word, _)| word).filter(|word| word.chars().any(is_simplified_only)).collect();
    // In these, Traditional text writes 霉 and 苧 too.
    assert_eq!(simplified, ["倒霉", "苧麻"]);
    let folded: Vec<&str> =
        rows(LEXICON).map(|(word, _)| word).filter(|word| word.chars().any(|c| table.fold(c) != c)).collect();
    assert_eq!(folded, Vec::<&str>::new());
    for forms in table.variants.values().chain(table.rivals.values().flatten()) {
        assert_eq!(table.fold(*forms), *forms);
    }
}

#[test]
fn every_word_is_found_by_its_spelling() {
    let table = Table::read();
    let mut lost = Vec::new();
    for (word, cost) in rows(LEXICON) {
        let forms: Vec<char> = word.chars().collect();
        let spelling: Vec<char> = spelled(&table, word).chars().collect();
        let mut is_found = false;
        let expected = read_cost(cost).map(|(cost, is_guess)| (i32::from(cost), is_guess));
        table.words_at(&spelling, |found| {
            is_found |= found.forms == forms && Some((found.cost, found.is_guess)) == expected;
        });
        if !is_found {
            lost.push(word);
        }
    }
    assert_eq!(lost, Vec::<&str>::new());
}
