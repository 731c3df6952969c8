use super::*;

const FORM: Form = Form {
    answers: &[
        Answer { key: 'y', name: "accept", help: "accept it" },
        Answer { key: 'n', name: "reject", help: "reject it" },
    ],
    typed: Some(("lemma", "type another")),
    left_out: Some(("except here", "not at this place")),
    no_place: "it stands nowhere",
};

fn place(line: usize, before: &str, after: &str) -> Place {
    Place { line, before: before.to_owned(), word: "係統".to_owned(), after: after.to_owned() }
}

fn choice(text: &str) -> Choice {
    Choice { text: text.to_owned(), remark: String::new() }
}

fn question(key: &str, n_places: usize) -> Question {
    Question {
        key: key.to_owned(),
        file: "content/qiao/collation.yaml".to_owned(),
        name: key.to_owned(),
        title: "係統 → 系統".to_owned(),
        group: if key == "a" { "firm" } else { "tentative" },
        reason: "「係」與「系」的簡體同為「系」。".to_owned(),
        text: Some("系統".to_owned()),
        candidates: Vec::new(),
        places: (1..=n_places).map(|n| place(n, "供水", "要更新。")).collect(),
        answer: None,
    }
}

fn review(questions: &[Question]) -> Review {
    Review::new(FORM, questions.to_vec())
}

/// Presses letters that lead to no step.
#[track_caller]
fn press(review: &mut Review, letters: &str) {
    for letter in letters.chars() {
        assert_eq!(review.press(Key::Char(letter)), None, "{letter}");
    }
}

fn shown(review: &Review) -> Option<(&str, usize)> {
    review.question().map(|question| (question.key.as_str(), review.place))
}

/// The outcome in which the question `key` has an answer.
fn answered(questions: &mut [Question], key: &str, answer: Option<&'static str>) -> Outcome {
    questions.iter_mut().filter(|question| question.key == key).for_each(|question| question.answer = answer);
    Outcome { questions: questions.to_vec(), ..Outcome::default() }
}

fn texts(review: &Review, width: usize, height: usize) -> Vec<String> {
    review.screen(width, height, &str::to_owned).to_texts()
}

#[test]
fn an_answer_is_a_step_and_the_next_open_question_follows() {
    let mut questions = [question("a", 1), question("b", 3), question("c", 1)];
    let mut review = review(&questions);
    let step = Step::Decide(Box::new(questions[0].clone()), Act::Answer('y'));
    assert_eq!(review.press(Key::Char('Y')), Some(step.clone()));
    assert_eq!(review.press(Key::Char('ｙ')), Some(step));
    review.take(answered(&mut questions, "a", Some("accepted")));
    assert_eq!(shown(&review), Some(("b", 0)));
    review.take(answered(&mut questions, "b", Some("rejected")));
    review.take(answered(&mut questions, "c", Some("accepted")));
    assert_eq!(shown(&review), None);
    assert_eq!((review.count(Some("accepted")), review.count(Some("rejected")), review.count(None)), (2, 1, 0));
    assert_eq!(review.press(Key::Char('y')), None);
    assert_eq!(review.press(Key::Char('u')), Some(Step::Undo));
}

#[test]
fn what_is_taken_back_is_shown_again_even_from_the_end() {
    let mut questions = [question("a", 3), question("b", 1)];
    let mut review = review(&questions);
    press(&mut review, "ss");
    assert_eq!(shown(&review), None);
    let outcome = answered(&mut questions, "a", None);
    review.take(Outcome { show: Some(("a".to_owned(), 2)), ..outcome });
    assert_eq!(shown(&review), Some(("a", 2)));
}

#[test]
fn skipped_questions_come_again_behind_the_last() {
    let mut questions = [question("a", 1), question("b", 1)];
    let mut review = review(&questions);
    press(&mut review, "s");
    review.take(answered(&mut questions, "b", Some("accepted")));
    assert_eq!(texts(&review, 60, 10)[0], "That was the last question: 1 decided, 1 left open.");
    press(&mut review, "s");
    assert_eq!(shown(&review), Some(("a", 0)));
}

#[test]
fn keys_move_among_places_and_stop_at_the_ends() {
    let mut review = review(&[question("a", 3)]);
    press(&mut review, "k");
    assert_eq!(shown(&review), Some(("a", 0)));
    press(&mut review, "jjjj");
    assert_eq!(shown(&review), Some(("a", 2)));
    assert_eq!(review.press(Key::Left), None);
    assert_eq!(shown(&review), Some(("a", 1)));
    let expected = Some(Step::Decide(Box::new(question("a", 3)), Act::LeaveOut(1)));
    assert_eq!(review.press(Key::Char('x')), expected);
    review.press(Key::End);
    review.take(Outcome { questions: vec![question("a", 2)], ..Outcome::default() });
    assert_eq!(shown(&review), Some(("a", 1)), "the last place left is shown, not one behind it");
}

#[test]
fn the_only_place_and_none_are_not_left_out() {
    let mut one = review(&[question("a", 1)]);
    press(&mut one, "x");
    assert!(texts(&one, 80, 24).contains(&"it is the only place: decide the whole".to_owned()));
    let mut none = review(&[question("a", 0)]);
    press(&mut none, "x");
    assert!(texts(&none, 80, 24).contains(&"it stands nowhere".to_owned()));
}

#[test]
fn a_text_is_typed_with_the_usual_keys() {
    let mut review = review(&[question("a", 1)]);
    press(&mut review, "e");
    for key in [Key::Backspace, Key::Home, Key::Char('y'), Key::Right, Key::Paste("q\n谷".to_owned()), Key::Left] {
        assert_eq!(review.press(key), None);
    }
    assert_eq!(texts(&review, 80, 24)[21], "lemma: y系q谷");
    assert_eq!(review.screen(80, 24, &str::to_owned).cursor, Some((21, 11)));
    assert_eq!(review.press(Key::Delete), None);
    let expected = Some(Step::Decide(Box::new(question("a", 1)), Act::Type("y系q".to_owned())));
    assert_eq!(review.press(Key::Enter), expected);
}

#[test]
fn typing_can_be_left_and_an_empty_text_is_none() {
    let mut review = review(&[question("a", 1)]);
    press(&mut review, "e");
    assert_eq!(review.press(Key::Enter), None, "nothing was changed");
    press(&mut review, "eyq");
    assert_eq!(review.press(Key::Escape), None);
    press(&mut review, "e");
    (0..3).for_each(|_| assert_eq!(review.press(Key::Backspace), None));
    assert_eq!(review.press(Key::Enter), None);
    assert!(texts(&review, 80, 24).contains(&"type something, or leave it with Esc".to_owned()));
    assert_eq!(review.press(Key::Interrupt), Some(Step::Quit));
}

#[test]
fn pasted_text_and_the_key_that_ends_the_help_decide_nothing() {
    let mut review = review(&[question("a", 1)]);
    assert_eq!(review.press(Key::Paste("yyy".to_owned())), None);
    press(&mut review, "?");
    assert_eq!(texts(&review, 80, 24)[2], "  y         accept it");
    press(&mut review, "y");
    assert_eq!(shown(&review), Some(("a", 0)));
}

#[test]
fn a_candidate_is_chosen_by_its_number() {
    let with = Question { candidates: ["麼", "麽"].map(choice).to_vec(), ..question("a", 1) };
    let mut review = review(std::slice::from_ref(&with));
    assert_eq!(texts(&review, 80, 24)[4], "1 麼   2 麽");
    assert_eq!(review.press(Key::Char('2')), Some(Step::Decide(Box::new(with), Act::Choose(1))));
    press(&mut review, "3");
    assert!(texts(&review, 80, 24).contains(&"no such key; `?` shows the keys".to_owned()));
}

#[test]
fn words_stand_in_one_column_and_the_place_shown_is_marked() {
    let mut question = question("a", 0);
    question.places = vec![
        place(9, "", "也要更新。"),
        place(120, "河堤管理處麵臨經費不足的問題，供水", "更新"),
        place(121, "用 Qwen 的供水", ""),
    ];
    let mut review = review(&[question.clone()]);
    press(&mut review, "j");
    let expected = [
        "content/qiao/collation.yaml   question 1 of 1 · open: firm 1",
        "",
        "係統 → 系統                                         firm · a",
        "「係」與「系」的簡體同為「系」。",
        "",
        "place 2 of 3",
        "    9                        【係統】也要更新。",
        "> 120  臨經費不足的問題，供水【係統】更新",
        "  121          用 Qwen 的供水【係統】",
        "",
        "河堤管理處麵臨經費不足的問題，供水係統更新",
        "",
        "",
        "",
        "y accept   n reject   e lemma   x except here   j/k places",
        "s skip   u undo   q quit   ? help",
    ];
    assert_eq!(texts(&review, 60, 16), expected);
    let screen = review.screen(60, 16, &str::to_owned);
    let marked = |row: usize| screen.lines[row].iter().any(|piece| piece.tone == Tone::Marked);
    assert_eq!([6, 7, 8, 10].map(marked), [false, true, false, true]);
}

#[test]
fn many_places_move_through_the_room_there_is() {
    let mut review = review(&[question("a", 12)]);
    assert_eq!(texts(&review, 80, 16)[5], "place 1 of 12 (1 to 6 in sight)");
    press(&mut review, "jjjjjjjjj");
    let lines = texts(&review, 80, 16);
    assert_eq!(lines[5], "place 10 of 12 (7 to 12 in sight)");
    assert!(lines[9].starts_with("> 10  "), "{lines:#?}");
}

/// Nothing of an article reaches the terminal as a command, and what cannot be seen is seen.
#[test]
fn control_and_invisible_characters_are_replaced() {
    let mut question = question("a", 0);
    question.places = vec![place(1, "甲\n乙\u{9b}2J", "\u{202e}丙\u{200b}")];
    question.title = "\u{1b}]0;x".to_owned();
    let lines = texts(&review(&[question]), 80, 24).join("\n");
    assert!(lines.contains("甲 乙\u{fffd}2J【係統】\u{fffd}丙\u{fffd}"), "{lines}");
    assert!(!lines.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}']), "{lines}");
}

/// At any size no line is wider than the screen, no screen higher, and the keys are in sight when there is any room.
#[test]
fn screens_fit_any_size() {
    let long = "甲乙a丙，".repeat(100);
    let mut many = question("a", 40);
    many.places.push(place(99_999, &long, &long));
    many.reason = long.clone();
    many.title.clone_from(&long);
    many.file = format!("content/{long}");
    many.candidates = [long.as_str(), "乙"].map(choice).to_vec();
    let mut review = review(&[many]);
    review.press(Key::End);
    for mode in ["", "e", "?"] {
        press(&mut review, mode);
        for (width, height) in (0..60).flat_map(|width| [0, 1, 5, 12, 24, 50].map(|height| (width, height))) {
            let lines = texts(&review, width, height);
            assert!(lines.len() <= height, "{width} × {height}");
            let widest = lines.iter().map(|line| cells::cells(line)).max().unwrap_or_default();
            assert!(widest <= width, "{widest} of {width}: {lines:#?}");
        }
        review.press(Key::Escape);
    }
    assert!(texts(&review, 80, 24)[22].starts_with("y accept"), "{:#?}", texts(&review, 80, 24));
}

#[test]
fn texts_are_cut_between_characters_that_take_two_cells() {
    assert_eq!(head("甲乙a", 3), "甲");
    assert_eq!(tail("甲乙a", 4), "乙a");
    assert_eq!(tail("甲", 1), "");
    assert_eq!(cells::wrap("甲 tower bell", 9, 3), ["甲 tower", "bell"]);
    assert_eq!(cells::wrap("towerbell", 4, 2), ["towe", "rbel"]);
}
