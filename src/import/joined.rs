//! Lines of a received Markdown that look like verse or fields, and that Markdown joins into one paragraph.

/// The longest line that may be such, in characters.
const MAX_LINE: usize = 40;
/// How many places are told of.
const N_TOLD: usize = 20;

/// Tells where lines of `body`, which begins below line `n_before` of the file, are joined though each seems to stand for itself:
/// all end with a mark, as verse does, or begin in bold, as fields do.
pub(super) fn report_joined(body: &str, n_before: usize, report: &mut Vec<String>) {
    let mut is_code = false;
    let mut group: Vec<(usize, &str)> = Vec::new();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (number, line) in body.lines().chain([""]).enumerate().map(|(i, line)| (n_before + i + 1, line)) {
        let text = line.trim_start_matches(['>', ' ']);
        let is_fence = text.starts_with("```") || text.starts_with("~~~");
        is_code ^= is_fence;
        if !is_code && !is_fence && is_of_paragraph(text, group.is_empty()) {
            group.push((number, text));
        } else {
            found.extend(seem_apart(&group));
            group.clear();
        }
    }
    report.extend(found.into_iter().take(N_TOLD).map(|(first, last)| {
        format!("lines {first}–{last} are one paragraph in Markdown: where each stands for itself, end all but the last with `\\`")
    }));
}

/// Whether a line can go on a paragraph, or begin one.
fn is_of_paragraph(text: &str, is_first: bool) -> bool {
    let begins_block = text.starts_with(['#', '|', '-', '+', '<', '\t', '[', '!'])
        || text.starts_with("* ")
        || is_first && text.starts_with(|c: char| c.is_ascii_digit());
    !text.trim().is_empty() && !begins_block
}

/// Returns the first and the last line of a group that seems to consist of lines.
fn seem_apart(group: &[(usize, &str)]) -> Option<(usize, usize)> {
    let [(first, _), .., (last, _)] = group else { return None };
    let is_short = |text: &str| text.chars().count() <= MAX_LINE;
    let is_ended = |text: &str| text.ends_with(['，', '。', '；', '！', '？', '、', '：', '」', '”']);
    let (is_verse, is_fields) = (
        group.len() > 2 && group.iter().all(|(_, text)| is_ended(text)),
        group.iter().all(|(_, text)| text.starts_with("**")),
    );
    let all_short = group.iter().all(|(_, text)| is_short(text));
    // A backslash or two blanks keep the end of a line.
    let is_kept = group.iter().any(|(_, text)| text.ends_with('\\') || text.ends_with("  "));
    (all_short && (is_verse || is_fields) && !is_kept).then_some((*first, *last))
}

#[cfg(test)]
mod tests {
    use super::report_joined;

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let mut report = Vec::new();
        report_joined(body, 2, &mut report);
        let lines: Vec<&str> = report.iter().filter_map(|line| line.split(" are one").next()).collect();
        assert_eq!(lines, expected, "{body}");
    }

    #[test]
    fn lines_that_stand_for_themselves_are_told_of() {
        check("# 橋\n\n> 西風吹雁，\n> 白髮登高。\n> 江頭有船。\n\n橋在東邊。\n", &["lines 5–7"]);
        check("**時代**：戰國\n**尺寸**：高一尺\n", &["lines 3–4"]);
        check("西風吹雁，\\\n白髮登高。\\\n江頭有船。\n", &[]);
        check("橋在溪鎮的東邊，\n離渡口不遠，走路只要一刻\n鐘就到了。\n", &[]);
        check("- 西風，\n- 白髮，\n- 江頭。\n\n```\n甲，\n乙，\n丙。\n```\n", &[]);
    }
}
