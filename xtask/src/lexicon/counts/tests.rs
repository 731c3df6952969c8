use super::*;

fn characters() -> Characters {
    Characters {
        folds: [('爲', '為')].into(),
        spellings: [('製', '制'), ('颱', '台'), ('風', '风'), ('為', '为'), ('隻', '只')].into(),
        forms: [('制', vec!['制', '製']), ('台', vec!['台', '颱']), ('只', vec!['只', '隻']), ('风', vec!['風'])]
            .into(),
        simplified_only: ['风', '为'].into(),
        dropped: ['査'].into(),
    }
}

fn counts(words: &[(&str, f64)]) -> Counts {
    words.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
}

/// `words`: a word, its count, what OpenCC makes of its spelling.
fn check_balance(words: &[(&str, f64, &str)], phrases: &[&str], expected: &[(&str, f64)]) {
    let (characters, given) = (characters(), counts(&words.iter().map(|row| (row.0, row.1)).collect::<Vec<_>>()));
    let converted = words.iter().map(|(word, _, choice)| (*word, (*choice).to_owned())).collect();
    let phrases = phrases.iter().map(|phrase| (*phrase).to_owned()).collect();
    let balance = Balance { counts: &given, converted, phrases, characters: &characters };
    assert_eq!(balance.balanced(), counts(expected));
}

#[test]
fn only_traditional_words_are_counted_and_shapes_are_joined() {
    let words = [("為", 0), ("爲", 0), ("为", 0), ("査", 0), ("人々", 0), ("制", 72)];
    let words: Vec<(String, u32)> = words.map(|(word, cost)| (word.to_owned(), cost)).into();
    assert_eq!(of_dictionary(&words, &characters()), counts(&[("為", 2.0), ("制", (-10.0_f64).exp())]));
}

#[test]
fn the_share_of_simplified_text_is_taken_off() {
    // OpenCC leaves the word: its count less seven times its rival's, or a share of the rival's.
    check_balance(&[("制作", 8.0, "制作"), ("製作", 1.0, "制作")], &[], &[("制作", 1.0), ("製作", 1.0)]);
    check_balance(&[("制作", 7.0, "制作"), ("製作", 1.0, "制作")], &[], &[("制作", 0.01), ("製作", 1.0)]);
    check_balance(&[("只", 3.0, "只"), ("隻", 1.0, "只")], &[], &[("只", 0.1), ("隻", 1.0)]);
    // OpenCC writes it otherwise.
    check_balance(&[("制作", 8.0, "製作"), ("製作", 1.0, "製作")], &[], &[("制作", 0.02), ("製作", 1.0)]);
    check_balance(&[("制作", 8.0, "製作")], &[], &[("制作", 0.02)]);
    // It has no rival.
    check_balance(&[("制", 9.0, "制"), ("人口", 8.0, "人口")], &[], &[("制", 2.0), ("人口", 1.0)]);
}

#[test]
fn what_opencc_has_as_a_phrase_outweighs_its_rivals() {
    let words = [("台風", 5.0, "颱風"), ("颱風", 1.0, "颱風")];
    check_balance(&words, &["台风"], &[("台風", 0.1), ("颱風", 1.0)]);
    check_balance(&words, &["台湾"], &[("台風", 5.0), ("颱風", 1.0)]);
}

#[test]
fn both_lists_weigh_by_their_shares() {
    let mixed = mixed(&counts(&[("一", 3.0), ("乙", 1.0)]), &counts(&[("一", 2.0)]));
    assert!((mixed["一"] - (0.7 * 0.75 + 0.3)).abs() < 1e-12 && (mixed["乙"] - 0.7 * 0.25).abs() < 1e-12);
}

#[test]
fn rare_words_go_unless_they_are_single_characters_or_typed() {
    let shares = counts(&[("人", 1.0), ("人口", 9e1 / N_WORDS), ("制作", 9.0 / N_WORDS), ("隻", 1.0 / N_WORDS)]);
    let supplement = [("爲人".to_owned(), 50), ("人".to_owned(), 7)].into();
    let entries = select(&shares, &characters(), (&supplement, &["制作".to_owned()].into()));
    let found: Vec<_> =
        entries.iter().map(|entry| (entry.spelling.as_str(), entry.word.as_str(), entry.cost)).collect();
    assert_eq!(found, [("为人", "為人", 50), ("人", "人", 0), ("制作", "制作", 169), ("只", "隻", 191)]);
    let guessed: Vec<_> = entries.iter().filter(|entry| entry.is_guess).map(|entry| entry.word.as_str()).collect();
    assert_eq!(guessed, ["制作"]);
}
