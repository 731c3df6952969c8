//! The title and the headings among the blocks.

use super::blocks::{Block, is_contents_entry, is_contents_heading};
use super::lines::{Line, MAX_SHORT, Marker};
use super::note_marks::is_digit;
use super::numbering::{continue_series, level_headings};
use crate::model::{is_han, is_surname};

/// The longest received title, in characters, and the longest above author or date.
const MAX_TITLE: usize = 40;
const MAX_SIGNED: usize = 60;

/// The longest title made from a sentence, in characters.
const MAX_PROPOSED: usize = 24;

/// Says whether the first of `lines` is the text's title: short, without closing punctuation, longer text below it. A question or
/// an exclamation is one when author or date stand below it.
pub(super) fn begins_with_title(lines: &[Line<'_>], is_wrapped: bool) -> bool {
    let Some((first, below)) = lines.split_first() else {
        return false;
    };
    let length = first.n_chars();
    let is_named = first.text.chars().any(char::is_alphanumeric)
        && first.marker().is_none()
        && !is_contents_heading(first.text)
        && !is_date(first.text)
        && !is_call(first.text);
    let is_signed = below.first().is_some_and(|line| is_byline(line.text));
    let is_asked = first.text.ends_with(['？', '！', '?', '!']) && is_signed;
    let longest = if is_signed { MAX_SIGNED } else { MAX_TITLE };
    let may_be = length <= longest && (!first.ends_closed() || is_asked) && is_named;
    let signs = below;
    let below = skip_bylines(below);
    let Some(next) = below.first().filter(|_| may_be) else {
        return false;
    };
    if next.is_after_gap {
        return below.iter().any(|line| line.n_chars() > length);
    }
    // What says who wrote stands below a title, whatever else stands between it and the text: 朝代：…, 原文：.
    let is_labelled = signs.iter().take(signs.len() - below.len()).any(|line| is_label(line.text));
    // Below it without a blank line: a paragraph, or the even lines of a poem.
    let group: Vec<usize> = below.iter().take_while(|line| !line.is_after_gap).map(Line::n_chars).collect();
    let is_poem = group.len() >= 2
        && group.iter().all(|n| Some(n) == group.first())
        && group.first().is_some_and(|n| *n > length);
    let is_long = |line: &Line<'_>| line.n_chars() > MAX_SHORT && line.n_chars() > length;
    !is_wrapped && (is_poem || is_long(next) || is_labelled && below.iter().any(is_long))
}

/// Passes over a subtitle (——以溪鎮為例), author and date directly below a title: of the last two at most three short lines, one of
/// them clearly such, or a name alone.
fn skip_bylines<'s, 'a>(lines: &'s [Line<'a>]) -> &'s [Line<'a>] {
    let is_subtitle =
        |line: &&Line<'_>| !line.is_after_gap && line.is_short() && line.text.starts_with(['—', '―', '─']);
    let n_subtitles = usize::from(lines.first().filter(is_subtitle).is_some());
    let lines = lines.get(n_subtitles..).unwrap_or_default();
    let n_short =
        lines.iter().take(3).take_while(|line| !line.is_after_gap && line.is_short() && !line.ends_closed()).count();
    let is_signed = n_short == 1 && lines.first().is_some_and(signs_text);
    let has_byline = is_signed || lines.iter().take(n_short).any(|line| is_byline(line.text));
    lines.get(if has_byline { n_short } else { 0 }..).unwrap_or_default()
}

/// Returns a title made from the beginning of `text`'s first sentence.
pub(super) fn propose_title(text: &str) -> String {
    let mut title = String::new();
    for (i, c) in text.trim().chars().enumerate() {
        let is_end = "，。！？；：,!?;:".contains(c) && i >= 4;
        if is_end || c == '\n' {
            return title.trim().to_owned();
        }
        if i == MAX_PROPOSED {
            return format!("{}…", title.trim_end());
        }
        title.push(c);
    }
    title.trim_end_matches(['.', '。', '！', '？', '；', '：', '，']).to_owned()
}

/// Turns paragraphs that are headings into headings.
///
/// A heading is a short line without closing punctuation, directly before a longer paragraph. Of a run of two such lines
/// the last is one, both if both are numbered; a run of three or more is a table of contents or verse, of which a
/// group set off at its end, or a last line that stands in it before, is no part. What goes on the numbers of headings is
/// one too.
pub(super) fn promote_headings(blocks: &mut [Block<'_>]) {
    let mut at = 0;
    let mut has_text = false;
    while at < blocks.len() {
        let run: Vec<Line<'_>> = blocks.iter().skip(at).map_while(heading_candidate).collect();
        if run.is_empty() {
            has_text |= !matches!(blocks.get(at), Some(Block::Title(_) | Block::Heading(..)));
            at += 1;
            continue;
        }
        let contents = contents_length(&run);
        let below = run.get(contents..).unwrap_or_default();
        let has_text_before = has_text || contents > 0;
        // Within the text the name of an author may stand below that of a piece.
        let n_signed = usize::from(has_text_before && matches!(below, [_, name] if is_name(name.text)));
        let n_headings = if is_before_paragraph(below, blocks.get(at + run.len())) {
            count_headings(below.get(..below.len() - n_signed).unwrap_or_default(), has_text_before)
        } else {
            0
        };
        let end = run.len() - n_signed;
        for (block, line) in blocks.iter_mut().skip(at).zip(&run).take(end).skip(end - n_headings) {
            *block = Block::Heading(*line, 2);
        }
        at += run.len();
    }
    promote_sections(blocks);
    continue_series(blocks);
    level_headings(blocks);
}

/// Makes headings of the names of sections (【譯文】) that something follows, which may be verse.
fn promote_sections(blocks: &mut [Block<'_>]) {
    for at in 1..blocks.len() {
        let has_text = matches!(blocks.get(at), Some(Block::Paragraph(_) | Block::Verse(_) | Block::List(_)));
        let Some(block) = blocks.get_mut(at - 1).filter(|_| has_text) else { continue };
        if let Some(line) = heading_candidate(block).filter(Line::names_section) {
            *block = Block::Heading(line, 2);
        }
    }
}

/// Returns how many lines at the start of `run` are a table of contents, set off from what follows by a blank line or by
/// a first heading that repeats an entry.
fn contents_length(run: &[Line<'_>]) -> usize {
    let is_set_off = |i: usize| {
        let [.., before, line] = run.get(..=i).unwrap_or_default() else { return false };
        line.is_after_gap && !before.is_after_gap
    };
    let repeats = |i: usize| run.get(i).is_some_and(|line| run.iter().take(i).any(|entry| entry.text == line.text));
    (2..run.len()).rev().find(|&i| is_set_off(i) || repeats(i)).unwrap_or(0)
}

pub(super) fn heading_candidate<'a>(block: &Block<'a>) -> Option<Line<'a>> {
    let Block::Paragraph(lines) = block else {
        return None;
    };
    let [line] = lines.as_slice() else {
        return None;
    };
    const BULLETS: [char; 14] = ['•', '・', '·', '‧', '▪', '○', '●', '◎', '◆', '■', '※', '[', '*', '-'];
    let is_bullet = matches!(line.marker(), Some(Marker::Bullet(_))) || line.text.starts_with(BULLETS);
    let is_said_aside =
        is_bullet || is_in_brackets(line.text) || is_call(line.text) || is_date(line.text) || is_hashtags(line.text);
    (line.is_short() && !line.ends_closed() && !is_said_aside && line.text.chars().any(char::is_alphanumeric))
        .then_some(*line)
}

/// Says whether `text` is a day and nothing more than its weekday and time: 2020年4月11日 星期六, 2020-04-11 13:51.
pub(super) fn is_date(text: &str) -> bool {
    const PARTS: &str = "年月日號号-－–/／.．:：()（）,， 　星期週周一二三四五六上下午晚早晨時时分秒更新發布发佈於于在";
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let has_year = numbers.iter().any(|number| number.len() == 4);
    has_year && numbers.len() >= 3 && text.chars().all(|c| c.is_ascii_digit() || PARTS.contains(c))
}

/// Says whether `text` is a row of tags: #橋 #溪鎮; Markdown's headings have a blank behind their signs.
fn is_hashtags(text: &str) -> bool {
    let is_tag = |word: &str| word.strip_prefix(['#', '＃']).is_some_and(|tag| tag.starts_with(char::is_alphanumeric));
    text.split_whitespace().all(is_tag)
}

/// Says whether all of `text` stands in round brackets, as what is done on a stage; a number, （四）, is none.
fn is_in_brackets(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).and_then(|text| text.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| !inner.contains(['（', '(', '）', ')']) && !inner.trim().chars().all(is_digit))
}

/// Says whether `text` calls readers to follow whoever posted the text: 点击上方蓝字关注我们.
fn is_call(text: &str) -> bool {
    const DOINGS: [&str; 8] = ["點擊", "点击", "長按", "长按", "掃碼", "扫码", "掃描", "扫描"];
    const THINGS: [&str; 10] =
        ["關注", "关注", "藍字", "蓝字", "二維碼", "二维码", "公眾號", "公众号", "閱讀原文", "阅读原文"];
    let has_one = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has_one(&DOINGS) && has_one(&THINGS)
}

fn is_before_paragraph(run: &[Line<'_>], next: Option<&Block<'_>>) -> bool {
    let (heading, lines) = match (run.last(), next) {
        (Some(heading), Some(Block::Paragraph(lines))) => (heading, lines),
        // Verse set off by a blank line belongs to no line above.
        (Some(heading), Some(Block::Verse(lines))) if lines.first().is_some_and(|line| !line.is_after_gap) => {
            (heading, lines)
        }
        _ => return false,
    };
    // Above a day or tags stands what names the whole text.
    let is_above_day = lines.iter().all(|line| is_date(line.text) || is_hashtags(line.text));
    // Of fields one below the other (主料：…) none is a heading.
    let is_field =
        is_field(heading.text) && lines.first().is_some_and(|line| !line.is_after_gap && is_field(line.text));
    !is_field && !is_above_day && lines.iter().map(Line::n_chars).sum::<usize>() > heading.n_chars()
}

/// Says whether `text` begins with a label of at most ten characters.
fn is_field(text: &str) -> bool {
    let colon = text.chars().take(11).position(|c| matches!(c, '：' | ':'));
    colon.is_some_and(|at| at > 0)
}

/// Returns how many lines at the end of `run` are headings.
fn count_headings(run: &[Line<'_>], has_text: bool) -> usize {
    let is_byline = !has_text && run.iter().any(|line| is_byline(line.text));
    let is_numbered = |line: &Line<'_>| line.marker().is_some() || is_contents_entry(line.text);
    match run {
        _ if is_byline => 0,
        [line] if !has_text && (is_name(line.text) || signs_text(line)) => 0,
        [_] => 1,
        [one, two] if is_numbered(one) && is_numbered(two) => 2,
        // Below a title two such lines are author and date.
        [name, place] if may_be_name(name.text) && is_workplace(place.text) => 0,
        [_, _] if has_text => 1,
        _ => 0,
    }
}

/// Says whether `text`, below an author, names where he works: 溪鎮大學歷史系.
fn is_workplace(text: &str) -> bool {
    const PLACES: [&str; 21] = [
        "大學",
        "大学",
        "學院",
        "学院",
        "學校",
        "学校",
        "學系",
        "学系",
        "系",
        "研究所",
        "研究院",
        "研究室",
        "中心",
        "博物館",
        "博物馆",
        "圖書館",
        "图书馆",
        "學會",
        "学会",
        "協會",
        "协会",
    ];
    PLACES.iter().any(|place| text.ends_with(place))
}

fn may_be_name(text: &str) -> bool {
    (2..=4).contains(&text.chars().count()) && is_all_han(text) && text.starts_with(is_surname)
}

/// Says whether `text`, below a title, is a label and what it says of author, source or date: 作者：林某.
fn is_label(text: &str) -> bool {
    is_byline(text) && text.contains(['：', ':'])
}

/// Says whether `text`, below the title, names author, source or date.
fn is_byline(text: &str) -> bool {
    const WORDS: [&str; 17] = [
        "作者",
        "撰文",
        "記者",
        "记者",
        "本報記者",
        "本报记者",
        "來源",
        "来源",
        "原載",
        "原载",
        "編輯",
        "编辑",
        "譯者",
        "译者",
        "整理",
        "攝影",
        "摄影",
    ];
    /// They say who wrote only before a mark.
    const BEFORE_MARK: [&str; 7] = ["文", "圖", "图", "文圖", "文图", "圖文", "图文"];
    const MARKS: [char; 9] = ['：', ':', '／', '/', '、', '|', '｜', '丨', '│'];
    /// Behind the name of a paper, and before that of who wrote: 溪鎮日報記者 林某.
    const REPORTERS: [&str; 4] = ["記者 ", "記者　", "记者 ", "记者　"];
    let names = |word: &&str| text.strip_prefix(*word).is_some_and(|rest| rest.trim_start().starts_with(MARKS));
    let lower = text.to_lowercase();
    let n_digits = text.chars().filter(char::is_ascii_digit).count();
    WORDS.iter().any(|word| text.starts_with(word))
        || BEFORE_MARK.iter().any(names)
        || REPORTERS.iter().any(|word| text.contains(word))
        || lower.starts_with("by ")
        || (n_digits >= 4 && text.contains(['年', '-', '/', '.', '月']))
}

/// Surnames that begin words of headings as well: 方法論, 史前史, 程序員.
const OPENS_HEADINGS: &str = "方高江馬马金石田于任史唐夏柳武溫温白程章管萬万莫戴付";

/// Says whether `text`, alone below the title, names a person, three Han characters with a surname first, or several, with the
/// numbers of where they work (陳一1　李小石2).
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() == 3 && is_short_name(text) || names_several(text)
}

fn names_several(text: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "*＊¹²³⁴⁵⁶⁷⁸⁹".contains(c);
    let parts = text.split(|c: char| c.is_whitespace() || "、，,".contains(c));
    let names: Vec<&str> = parts.map(|part| part.trim_end_matches(is_number)).filter(|name| !name.is_empty()).collect();
    (names.len() > 1 || text.ends_with(is_number)) && names.iter().all(|name| is_short_name(name)) && !names.is_empty()
}

/// Says whether `line`, directly below the title, names the author: two or three Han characters, the first a surname, or a
/// name behind a dynasty (〔唐〕白小石).
pub(super) fn signs_text(line: &Line<'_>) -> bool {
    let of_dynasty = line.text.strip_prefix(['〔', '［', '[', '（', '(', '【']).and_then(|rest| {
        let (dynasty, name) = rest.split_once(['〕', '］', ']', '）', ')', '】'])?;
        Some(dynasty.chars().count() <= 2 && (2..=4).contains(&name.trim().chars().count()) && is_all_han(name.trim()))
    });
    !line.is_after_gap && of_dynasty.unwrap_or_else(|| is_short_name(line.text))
}

fn is_all_han(text: &str) -> bool {
    text.chars().all(is_han)
}

fn is_short_name(name: &str) -> bool {
    let begins = |first: char| is_surname(first) && !OPENS_HEADINGS.contains(first);
    (2..=3).contains(&name.chars().count()) && is_all_han(name) && name.starts_with(begins)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_reported, plain};

    #[test]
    fn regression_a_name_alone_directly_below_the_title_is_the_author() {
        let verse = "西風吹雁過山前，\n白髮登高又一年。\n莫問征人何處去，\n江頭日日有歸船。\n";
        let shown = verse.replace("，\n", "，\\\n").replace("年。\n", "年。\\\n");
        for name in ["陳小石", "李某", "〔宋〕白小石"] {
            let imported = check(&format!("秋日登山\n{name}\n\n{verse}"), &format!("# 秋日登山\n\n{name}\n\n{shown}"));
            check_reported(&imported, "line 1: title `秋日登山`");
        }
        let prose = "村口的老鐘停了三年，今年春天有人把它修好了。\n";
        let imported = check(&format!("鐘聲\n李某\n\n{prose}"), &format!("# 鐘聲\n\n李某\n\n{prose}"));
        check_reported(&imported, "line 2: `李某` seems to name the author");
        check_reported(&plain(&format!("鐘聲\n修鐘\n\n{prose}")).expect("a text"), "no line is a title");
    }

    #[test]
    fn regression_the_author_of_a_piece_within_a_text_is_no_heading() {
        let prose = "村口的老鐘停了三年，今年春天有人把它修好了，一響整條街都抬起頭來。\n";
        let task = "閱讀下面的文字，完成後面的題目，每題四分。\n";
        check(
            &format!("練習\n\n{task}\n鐘聲\n\n陳小石\n\n{prose}"),
            &format!("# 練習\n\n{task}\n## 鐘聲\n\n陳小石\n\n{prose}"),
        );
        check(
            &format!("村裡的人\n\n{task}\n陳小石\n\n{prose}"),
            &format!("# 村裡的人\n\n{task}\n## 陳小石\n\n{prose}"),
        );
        let imported =
            check(&format!("鐘聲\n\n陳一1　李小石1,2\n\n{prose}"), &format!("# 鐘聲\n\n陳一1　李小石1,2\n\n{prose}"));
        check_reported(&imported, "line 3: `陳一1　李小石1,2` seems to name the author");
    }

    #[test]
    fn regression_what_is_said_aside_is_no_heading() {
        let (one, two) = ("船到橋邊就停了，岸上的人一個一個走下來。", "老林站在船頭，望著對岸的燈，許久沒有說話。");
        for aside in ["（三人同唱）", "(燈漸暗)", "点击上方蓝字关注我们", "長按識別二維碼"] {
            let body = format!("{one}\n\n{aside}\n\n{two}\n");
            check(&format!("渡口\n\n{body}"), &format!("# 渡口\n\n{body}"));
        }
        check(&format!("渡口\n\n{one}\n\n（二）\n\n{two}\n"), &format!("# 渡口\n\n{one}\n\n## （二）\n\n{two}\n"));
        let index = plain(&format!("点击上方蓝字关注我们\n\n{one}\n")).expect("a text").index;
        assert!(!index.contains("# "), "{index}");
    }
}
