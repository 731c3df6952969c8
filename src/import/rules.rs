//! Lines drawn of one sign over and over: below a title or a heading, and above the notes.

use super::lines::Line;

/// The longest line that one drawn below it makes a heading, in characters.
const MAX_HEADING: usize = 40;

/// Takes out the lines drawn directly below a line that stands alone; what follows begins anew.
pub(super) fn take_underlines<'a>(lines: &mut Vec<Line<'a>>) -> Vec<Line<'a>> {
    let (mut taken, mut kept) = (Vec::new(), Vec::with_capacity(lines.len()));
    let mut is_below = false;
    for line in lines.drain(..) {
        if is_below && underlines(&line, kept.last()) {
            taken.push(line);
            is_below = false;
            continue;
        }
        let is_new = taken.last().is_some_and(|rule: &Line<'_>| rule.number + 1 == line.number);
        is_below = line.is_after_gap || is_new;
        kept.push(Line { is_after_gap: line.is_after_gap || is_new, ..line });
    }
    *lines = kept;
    taken
}

fn underlines(line: &Line<'_>, above: Option<&Line<'_>>) -> bool {
    let can_head = |above: &Line<'_>| above.n_chars() <= MAX_HEADING && !above.ends_closed() && !above.is_rule();
    line.is_rule() && !line.is_after_gap && above.is_some_and(can_head)
}

/// Takes out the line drawn at the end, above the notes that stood there.
pub(super) fn take_last<'a>(lines: &mut Vec<Line<'a>>) -> Option<Line<'a>> {
    lines.pop_if(|line| line.is_rule())
}

#[cfg(test)]
mod tests {
    use super::super::escape::{escape_inline, guard_line};
    use super::super::tests::{check, check_reported, read_omitted};

    #[test]
    fn regression_a_title_underlined_is_no_verse() {
        let (one, two) = ("橋在溪鎮的東邊，建成已經很久了。", "橋頭有一棵樟樹，樹下常有人下棋，輸的人挑水。");
        for rule in ["＊＊＊", "======", "──────"] {
            let imported = check(
                &format!("舊橋記\n{rule}\n\n{one}\n\n{rule}\n\n橋頭\n- - -\n{two}\n"),
                &format!("# 舊橋記\n\n{one}\n\n{}\n\n## 橋頭\n\n{two}\n", guard_line(escape_inline(rule))),
            );
            assert_eq!(read_omitted(&imported.collation.clone().unwrap_or_default()), [rule, "- - -"]);
            check_reported(&imported, "lines drawn below headings or above notes are taken out (lines 2, 9; ");
        }
    }

    #[test]
    fn a_line_drawn_above_the_notes_goes_with_them() {
        check(
            "舊橋記\n\n橋在溪鎮的東邊，建成已經很久了[1]。\n\n－－－－－－\n[1] 縣志有記載。\n",
            "# 舊橋記\n\n橋在溪鎮的東邊，建成已經很久了[^n1]。\n\n[^n1]: 縣志有記載。\n",
        );
    }
}
