//! A plain text becomes Markdown, sources and collation.

use super::blocks::{Block, Wrap, find_wrap, read_blocks};
use super::cues::read_cues;
use super::cuts::name_cuts;
use super::escape::{write_markdown, write_note};
use super::layout::{begins_with_title, is_date, promote_headings, propose_title};
use super::lines::Line;
use super::page_numbers::join_pages;
use super::parts::{Parts, Wanted};
use super::plain_report::{count_blocks, report_layout, report_leftovers};
use super::script::guess_lang;
use super::slug::choose_slug;
use super::yaml::write_collation;
use super::{Imported, Request, closing_report};
use crate::config::yaml_quoted;

/// Imports a text received as plain text.
pub(super) fn import_plain(request: &Request<'_>) -> Result<Imported, String> {
    let slug = choose_slug(request)?;
    let lang = guess_lang(request.text);
    let mut parts = Parts::take(request.text, Wanted::All);
    // What cannot be named by its words stays in the text.
    for wanted in [Wanted::Lists, Wanted::References, Wanted::Nothing] {
        if name_cuts(request.text, parts.cuts(lang)).is_none() {
            parts = Parts::take(request.text, wanted);
        }
    }
    let wrap = find_wrap(&parts.lines);
    join_pages(&mut parts.lines, wrap);
    let (title, blocks) = if parts.cues.is_empty() {
        lay_out(request, &parts.lines, wrap)
    } else {
        (Title::made(request, &parts.lines), read_cues(&parts.lines))
    };
    let mut report = vec![title.report(), count_blocks(&blocks, lang)];
    report_layout(&blocks, wrap, &mut report);
    parts.report(&mut report);
    let (sources, definitions) = parts.write_lists((lang, write_note), &mut report);
    report_leftovers(&parts.lines, &mut report);
    report.push(closing_report());
    let omitted = name_cuts(request.text, parts.cuts(lang)).unwrap_or_default();
    let collation = Some(omitted).filter(|omitted| !omitted.is_empty()).map(|omitted| write_collation(&omitted));
    let front = title.typed().map(|title| format!("title: {}\n", yaml_quoted(title))).unwrap_or_default();
    let body = write_markdown(&blocks, &parts.marks());
    let index = format!("---\n{front}lang: {lang}\n---\n\n{body}{definitions}");
    Ok(Imported { slug, index, sources, collation, lang, report })
}

/// Where the title comes from.
enum Title {
    Typed(String),
    Received(usize, String),
    Proposed(String),
}

impl Title {
    /// The title typed by the editor, else one made from the beginning of the text.
    fn made(request: &Request<'_>, lines: &[Line<'_>]) -> Self {
        let typed = request.title.map(str::trim).filter(|title| !title.is_empty());
        // A page may show the day above its title.
        let first = lines.iter().find(|line| !is_date(line.text)).or(lines.first());
        let made = || propose_title(first.map_or(request.stem, |line| line.text));
        typed.map_or_else(|| Self::Proposed(made()), |title| Self::Typed(title.to_owned()))
    }

    /// The title that stands in the front matter.
    fn typed(&self) -> Option<&str> {
        match self {
            Self::Typed(title) | Self::Proposed(title) => Some(title),
            Self::Received(..) => None,
        }
    }

    fn report(&self) -> String {
        match self {
            Self::Typed(title) => {
                format!("title `{title}` as typed; it is the editor's and no part of the received text")
            }
            Self::Received(number, title) => {
                format!("line {number}: title `{title}` (proposed; please check)")
            }
            Self::Proposed(title) => {
                format!(
                    "no line is a title: `{title}` is made from the first sentence and no part of the received text (proposed; please check)"
                )
            }
        }
    }
}

/// Finds the title, then the blocks and the headings among them.
fn lay_out<'a>(request: &Request<'_>, lines: &[Line<'a>], wrap: Option<Wrap>) -> (Title, Vec<Block<'a>>) {
    let typed = request.title.map(str::trim).filter(|title| !title.is_empty());
    let first = lines.first().copied();
    let is_found = |line: &Line<'_>| typed == Some(line.text) || begins_with_title(lines, wrap.is_some());
    let found = first.filter(is_found);
    let body = lines.get(usize::from(found.is_some())..).unwrap_or_default();
    // Under another title typed by the editor, the received one is the first heading of the text.
    let is_received = |line: &Line<'_>| typed.is_none_or(|title| title == line.text);
    let first_block = found.map(|line| if is_received(&line) { Block::Title(line) } else { Block::Heading(line, 2) });
    let mut blocks: Vec<Block<'a>> = first_block.into_iter().chain(read_blocks(body, wrap)).collect();
    promote_headings(&mut blocks);
    let received = found.filter(is_received).map(|line| Title::Received(line.number, line.text.to_owned()));
    (received.unwrap_or_else(|| Title::made(request, lines)), blocks)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_reported, plain};

    const TEXT: &str = "村口的老鐘停了三年，今年春天有人把它修好了，一響整條街都抬起頭來，孩子們跑到橋上去聽，大人站在門口數著它響了幾下。\n";

    #[test]
    fn regression_a_title_stands_above_whoever_wrote_and_when() {
        let long = "「修鐘的最大收穫，就是學會等。」那三年裡，他每天在停了的鐘下走過去，又走回來，等那一聲響";
        for (title, signed) in [
            ("鐘修好了，街上的人不太懂", "溪鎮日報記者 陳小石 發自橋東\n\n"),
            ("鐘聲", "文｜陳小石\n\n"),
            (long, "2020-10-08\n"),
            ("鐘聲·贈石橋", "年代：宋代\n作者：林某\n原文：\n"),
        ] {
            let shown = signed.trim_end().replace('\n', "\n\n");
            let imported = check(&format!("{title}\n{signed}{TEXT}"), &format!("# {title}\n\n{shown}\n\n{TEXT}"));
            check_reported(&imported, &format!("line 1: title `{title}`"));
        }
        let index = plain(&format!("{long}\n\n{TEXT}")).expect("a text").index;
        assert!(!index.contains("# "), "{index}");
    }

    #[test]
    fn regression_a_day_is_no_title_and_no_heading() {
        for day in ["2020年4月11日 星期六", "2020-04-11 13:51", "2020/4/11 17:45（4/11 18:22 更新）"] {
            let imported = plain(&format!("{day}\n\n鐘聲（4）\n\n{TEXT}\n{day}\n\n{TEXT}")).expect("a text");
            check_reported(&imported, "no line is a title: `鐘聲（4）`");
            assert!(!imported.index.contains(&format!("# {day}")), "{}", imported.index);
        }
        check(
            &format!("鐘聲\n\n{TEXT}\n2020年的春天\n\n{TEXT}"),
            &format!("# 鐘聲\n\n{TEXT}\n## 2020年的春天\n\n{TEXT}"),
        );
    }

    #[test]
    fn regression_tags_fields_and_workplaces_are_no_headings() {
        for aside in [
            "#鐘 #溪鎮",
            "林某\n\n溪鎮大學歷史系",
            "時間：春天\n材料：銅、鐵和木頭，都是從舊鐘上拆下來的，一件也沒有少。",
        ] {
            let shown = aside.replace("\n材", "\n\n材");
            let body = |aside: &str| format!("鐘聲\n\n{TEXT}\n{aside}\n\n{TEXT}");
            check(&body(aside), &format!("# {}", body(&shown).replace("#鐘", "\\#鐘")));
        }
        let index = plain(&format!("專欄\n\n鐘聲裡的人\n\n2020-04-11\n\n{TEXT}")).expect("a text").index;
        assert!(!index.contains("## "), "{index}");
    }
}
