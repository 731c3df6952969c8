//! Notes that stand within the text, right behind their marks, as pages have them whose notes were set at the foot of printed
//! pages: `橋很高。(1)林某：《橋考》，《溪鎮》2005年第4期。橋也很長。`

use super::lines::Line;
use super::note_marks::read_number;
use super::notes::{Marks, NoteList};

/// The longest such note from its title on, in characters, and the most that stand before the title.
const MAX_NOTE: usize = 160;
const MAX_NAME: usize = 40;
const BRACKETS: [(char, char); 5] = [('(', ')'), ('（', '）'), ('[', ']'), ('［', '］'), ('〔', '〕')];
/// What a note says of a work besides its title.
const OF_WORKS: [&str; 15] =
    ["期", "頁", "页", "版", "卷", "冊", "册", "輯", "辑", "書局", "书局", "書店", "书店", "載", "载"];

/// A note as it stands in a line. Units: bytes of the line.
struct Note {
    number: u32,
    start: usize,
    /// Where its words begin.
    words: usize,
    end: usize,
}

/// Returns the notes that stand within `lines`, with their marks, which take them in; nothing unless two or more are numbered
/// on from 1, each naming a work.
pub(super) fn find_run_in<'a>(lines: &[Line<'a>]) -> Option<(NoteList<'a>, Marks)> {
    let (mut entries, mut marks) = (Vec::new(), Marks::default());
    for line in lines {
        let mut from = 0;
        while let Some(note) = next_note(line.text, from, marks.numbers.len() as u32 + 1) {
            let words = line.text.get(note.words..note.end).unwrap_or_default();
            entries.push((note.number, vec![Line { text: words, start: line.start + note.words, ..*line }]));
            marks.numbers.push(note.number);
            marks.marks.insert(line.start + note.start, (line.start + note.end, format!("[^n{}]", note.number)));
            from = note.end;
        }
    }
    (entries.len() > 1).then(|| (NoteList::run_in(entries), marks))
}

/// Returns the next note of that number in a line behind byte `from`.
fn next_note(text: &str, from: usize, number: u32) -> Option<Note> {
    text.get(from..)?.char_indices().find_map(|(at, open)| {
        let start = Some(from + at).filter(|start| *start > 0)?;
        let (_, close) = BRACKETS.iter().find(|(bracket, _)| *bracket == open)?;
        let inner = text.get(start + open.len_utf8()..)?;
        let n_digits = inner.bytes().take(3).take_while(u8::is_ascii_digit).count();
        let (digits, behind) = inner.split_at_checked(n_digits)?;
        let behind = behind.strip_prefix(*close).filter(|_| read_number(digits) == Some(number))?;
        let words = text.len() - behind.len();
        note_length(behind).map(|length| Note { number, start, words, end: words + length })
    })
}

/// Returns how many bytes the sentence at the beginning of `text` has, its full stop too, when it is one of a work: a title in title
/// marks near its beginning, then a year, a page, who published it. None for any other, and for one that is too long.
fn note_length(text: &str) -> Option<usize> {
    let is_title = |c: char| c == '《';
    let ends_name = |c: char| matches!(c, '，' | '；' | '！' | '？' | '。');
    let (title, _) = text.char_indices().take(MAX_NAME).find(|(_, c)| is_title(*c) || ends_name(*c))?;
    let (name, behind) = text.split_at_checked(title).filter(|(_, behind)| behind.starts_with(is_title))?;
    // A sentence on a work (林某的《橋考》說…) has no colon before its title.
    let is_signed = name.trim_end().ends_with([':', '：']);
    let is_alone = ["", "見", "见", "參見", "参见", "引自"].contains(&name.trim());
    let mut n_chars = 0;
    let stop = behind.char_indices().take(MAX_NOTE).inspect(|_| n_chars += 1).find(|(_, c)| *c == '。');
    let end = stop.map(|(at, stop)| at + stop.len_utf8()).or_else(|| (n_chars < MAX_NOTE).then_some(behind.len()))?;
    let (_, rest) = behind.get(..end)?.split_once('》')?;
    let has_year = rest.contains('年') && rest.contains(|c: char| c.is_ascii_digit());
    let says = || OF_WORKS.iter().any(|said| rest.contains(said));
    (is_signed && has_year || (is_signed || is_alone) && says()).then_some(title + end)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_reported, plain};

    const TEXT: &str = "石橋\n\n溪鎮的石橋建於明代，後來重修過兩次。(1)林一泉:《石橋考》,《溪鎮》2005年第4期。橋有三孔，\
                        橋面寬四米，至今還能走車。所謂“三孔”(2)參見何某:《渡口》,溪鎮:河岸出版社1998年版,第12頁。是後來的說法。\n\n\
                        橋下的碑立於清代，上面有捐錢的人的名字(1)和數目(2)。(3)《溪鎮縣志》卷三。\n";

    #[test]
    fn notes_behind_their_marks_are_set_apart() {
        let imported = check(
            TEXT,
            "# 石橋\n\n溪鎮的石橋建於明代，後來重修過兩次。[^n1]橋有三孔，橋面寬四米，至今還能走車。所謂“三孔”[^n2]是後來的說法。\n\n\
             橋下的碑立於清代，上面有捐錢的人的名字(1)和數目(2)。[^n3]\n\n[^n1]: 林一泉:《石橋考》,《溪鎮》2005年第4期。\n\n\
             [^n2]: 參見何某:《渡口》,溪鎮:河岸出版社1998年版,第12頁。\n\n[^n3]: 《溪鎮縣志》卷三。\n",
        );
        check_reported(
            &imported,
            "3 notes that stood within the text, behind their marks, became notes at its end (lines 3, 5; please check)",
        );
    }

    #[test]
    fn numbered_points_are_no_notes() {
        for text in [
            "石橋\n\n石橋有三個名字：(1)三孔橋，見於碑文；(2)何橋，見於《縣志》；(3)石橋，是今天的名字，路牌上也這樣寫。\n",
            "石橋\n\n溪鎮的石橋建於明代，後來重修過兩次。(1)林一泉：《石橋考》，《溪鎮》2005年第4期。橋有三孔，橋面寬四米，還能走車。\n",
            "石橋\n\n溪鎮的石橋建於明代，後來重修過兩次。[1]林某的《石橋考》說1998年塌了一孔。[2]《縣志》說那是1997年。橋面寬四米，還能走車。\n",
            "石橋\n\n溪鎮的石橋建於明代，後來重修過兩次。(1)橋有三孔，何某在《渡口》中說過，那是1998年。(2)橋面寬四米，《縣志》卷三說五米。\n",
        ] {
            let index = plain(text).expect("a text").index;
            assert!(!index.contains("[^"), "{index}");
        }
    }
}
