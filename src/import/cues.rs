//! Subtitles (SubRip, WebVTT): the numbers and times between what is said.

use super::blocks::Block;
use super::lines::Line;

/// The fewest cues that make a text one of subtitles.
const MIN_CUES: usize = 2;

/// Takes out the numbers and times of cues, and the line that says that it is WebVTT; none where there are hardly any.
pub(super) fn take_cues<'a>(lines: &mut Vec<Line<'a>>) -> Vec<Line<'a>> {
    if lines.iter().filter(|line| is_time(line.text)).count() < MIN_CUES {
        return Vec::new();
    }
    let (mut taken, mut kept) = (Vec::new(), Vec::<Line<'a>>::new());
    for line in lines.drain(..) {
        let begins = taken.last().is_some_and(|time: &Line<'_>| time.number + 1 == line.number);
        if is_time(line.text) {
            let is_number = |above: &mut Line<'_>| {
                above.number + 1 == line.number && above.text.chars().all(|c| c.is_ascii_digit())
            };
            taken.extend(kept.pop_if(is_number));
            taken.push(line);
        } else if line.text.starts_with("WEBVTT") && kept.is_empty() {
            taken.push(line);
        } else {
            kept.push(Line { is_after_gap: line.is_after_gap || begins, ..line });
        }
    }
    *lines = kept;
    taken
}

/// Makes a paragraph of each cue: its lines are no verse, and none is a heading.
pub(super) fn read_cues<'a>(lines: &[Line<'a>]) -> Vec<Block<'a>> {
    let cues = lines.chunk_by(|_, next| !next.is_after_gap);
    cues.map(|cue| Block::Paragraph(cue.to_vec())).collect()
}

/// Says whether `text` is `00:00:01,000 --> 00:00:03,500`, whatever stands behind.
fn is_time(text: &str) -> bool {
    let is_clock = |word: &str| {
        let (clock, parts) = word.split_once([',', '.']).unwrap_or_default();
        let numbers: Vec<&str> = clock.split(':').chain([parts]).collect();
        numbers.len() >= 3 && numbers.iter().all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut words = text.split_whitespace();
    words.next().is_some_and(is_clock) && words.next() == Some("-->") && words.next().is_some_and(is_clock)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check_reported, plain, read_omitted};

    #[test]
    fn subtitles_are_their_text() {
        let text = "1\n00:00:01,000 --> 00:00:03,500\n這條河從山裡流出來\n\n2\n00:00:04,000 --> 00:00:07,000\n流過三個村子\n到鎮上就寬了\n";
        let imported = plain(text).expect("a text");
        let body = "lang: zh-Hant\n---\n\n這條河從山裡流出來\n\n流過三個村子\n到鎮上就寬了\n";
        assert!(imported.index.starts_with("---\ntitle: ") && imported.index.ends_with(body), "{}", imported.index);
        let omitted = read_omitted(&imported.collation.clone().unwrap_or_default());
        assert_eq!(omitted.concat(), "100:00:01,000 --> 00:00:03,500200:00:04,000 --> 00:00:07,000");
        check_reported(&imported, "numbers and times of subtitles are taken out (lines 1, 2, 5, 6; collation.yaml");
        let imported =
            plain("WEBVTT\n\n00:01.000 --> 00:03.000 align:start\n河寬了。\n\n00:04.000 --> 00:07.000\n船來了。\n");
        assert!(imported.expect("a text").index.ends_with("---\n\n河寬了。\n\n船來了。\n"));
    }
}
