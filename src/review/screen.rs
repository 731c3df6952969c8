//! Draws a review: the question, its places as keyword in context, and the keys.
//!
//! 1. What stands above and below the places is drawn first; the places get the rows that are left.
//! 2. Places are aligned at their words; the one that keys move is in sight.
//! 3. Where rows are left, the place shown stands once more with more of its text.

use super::cells::{cells, head, plain, tail, wrap};
use super::{Choice, Mode, Place, Question, Review};

/// How a piece of a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As any text.
    Plain,
    /// Bold.
    Strong,
    /// Dim.
    Faint,
    /// In reverse.
    Marked,
}

/// A stretch of a line in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its tone.
    pub tone: Tone,
    /// Its text, without control characters.
    pub text: String,
}

/// What a terminal shows: no more lines than it has, none wider than it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Screen {
    /// From the top.
    pub lines: Vec<Vec<Piece>>,
    /// Row and column of the cursor, from 0; none when it is hidden.
    pub cursor: Option<(usize, usize)>,
}

impl Screen {
    /// Returns the text, a string a line.
    pub fn to_texts(&self) -> Vec<String> {
        self.lines.iter().map(|line| line.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }
}

/// The most rows that a reason takes.
const N_REASON: usize = 3;
/// The most rows that the place shown takes with more of its text.
const N_CONTEXT: usize = 3;
/// The fewest rows for places before anything is shown that can be done without.
const N_PLACES: usize = 4;

type Line = Vec<Piece>;

impl Review {
    /// Draws the review on `width` columns and `height` rows; `say` turns an English text into the reader's language.
    pub fn screen(&self, width: usize, height: usize, say: &dyn Fn(&str) -> String) -> Screen {
        let pen = Pen { width, say };
        let mut screen = match self.question() {
            _ if self.is_help => Screen { lines: self.help(&pen), cursor: None },
            Some(question) => self.asked(question, height, &pen),
            None => Screen { lines: self.through(&pen), cursor: None },
        };
        screen.lines.truncate(height);
        screen.lines.iter_mut().for_each(|line| cut(line, width));
        screen.cursor = screen.cursor.filter(|(row, column)| *row < height && *column < width);
        screen
    }

    fn asked(&self, question: &Question, height: usize, pen: &Pen<'_>) -> Screen {
        let mut lines = vec![self.progress(question, pen), Vec::new()];
        lines.push(pen.title(question));
        lines.extend(
            wrap(&plain(&(pen.say)(&question.reason)), pen.width, N_REASON)
                .into_iter()
                .map(|line| one(Tone::Plain, line)),
        );
        lines.extend(pen.candidates(&question.candidates));
        lines.push(Vec::new());
        let (below, cursor) = self.below(pen);
        let room = height.saturating_sub(lines.len() + below.len() + 2);
        let context = question.places.get(self.place).map_or(Vec::new(), |place| pen.context(place));
        let has_context = !context.is_empty() && room > N_PLACES.min(question.places.len()) + context.len();
        let room = if has_context { room - context.len() - 1 } else { room };
        lines.extend(self.places(question, room, pen));
        if has_context {
            lines.push(Vec::new());
            lines.extend(context);
        }
        let rest = height.saturating_sub(lines.len() + below.len());
        lines.extend(std::iter::repeat_n(Vec::new(), rest));
        let cursor = cursor.map(|column| (lines.len(), column));
        lines.extend(below);
        Screen { lines, cursor }
    }

    /// Which question this is, and how many are open of which group.
    fn progress(&self, question: &Question, pen: &Pen<'_>) -> Line {
        let mut groups: Vec<(&str, usize)> = Vec::new();
        for other in self.questions.iter().filter(|other| other.answer.is_none()) {
            match groups.iter_mut().find(|(group, _)| *group == other.group) {
                Some((_, n)) => *n += 1,
                None => groups.push((other.group, 1)),
            }
        }
        groups.sort_unstable();
        let open: Vec<String> = groups.iter().map(|(group, n)| format!("{} {n}", (pen.say)(group))).collect();
        let at = (pen.say)(&format!("question {} of {}", self.at + 1, self.questions.len()));
        let right = format!("{at} · {} {}", (pen.say)("open:"), open.join(" · "));
        let room = pen.width.saturating_sub(cells(&right) + 2);
        let file = plain(&question.file);
        let left = tail(&file, room);
        let gap = " ".repeat(pen.width.saturating_sub(cells(left) + cells(&right)));
        vec![piece(Tone::Faint, left), piece(Tone::Plain, &gap), piece(Tone::Plain, &right)]
    }

    /// The places in sight, the one shown among them, under a line that counts them.
    fn places(&self, question: &Question, room: usize, pen: &Pen<'_>) -> Vec<Line> {
        let n = question.places.len();
        if n == 0 {
            return vec![one(Tone::Plain, &(pen.say)(self.form.no_place))];
        }
        let room = room.clamp(1, n);
        let first = self.place.saturating_sub(room / 2).min(n - room);
        let mut counted = (pen.say)(&format!("place {} of {n}", self.place + 1));
        if room > 1 && room < n {
            counted += &(pen.say)(&format!(" ({} to {} in sight)", first + 1, first + room));
        }
        let shown = question.places.iter().enumerate().skip(first).take(room);
        let digits = question.places.iter().map(|place| place.line.to_string().len()).max().unwrap_or_default();
        let rows = shown.map(|(n, place)| pen.keyword(place, digits, n == self.place));
        std::iter::once(one(Tone::Plain, &counted)).chain(rows).collect()
    }

    /// What stands at the bottom, with the column of the cursor in its first row.
    fn below(&self, pen: &Pen<'_>) -> (Vec<Line>, Option<usize>) {
        let said = (pen.say)(&self.said);
        let Mode::Type { text, cursor } = &self.mode else {
            let mut lines = vec![one(Tone::Strong, &plain(&said))];
            lines.extend(pen.flow(self.keys(pen)));
            return (lines, None);
        };
        let prompt = format!("{}: ", (pen.say)(self.form.typed.map_or("", |(name, _)| name)));
        let string = |chars: Option<&[char]>| plain(&chars.unwrap_or_default().iter().collect::<String>());
        let (before, after) = (string(text.get(..*cursor)), string(text.get(*cursor..)));
        let before = tail(&before, pen.width.saturating_sub(cells(&prompt) + 2));
        let column = cells(&prompt) + cells(before);
        let typed = vec![piece(Tone::Strong, &prompt), piece(Tone::Plain, before), piece(Tone::Plain, &after)];
        let keys = ["Enter", "Esc"].into_iter().zip(["keep it", "leave it as it was"]);
        let mut lines = vec![typed, one(Tone::Strong, &plain(&said))];
        lines.extend(pen.flow(keys.map(|(key, text)| format!("{key} {}", (pen.say)(text))).collect()));
        (lines, Some(column))
    }

    /// The keys at a question, each with its name.
    fn keys(&self, pen: &Pen<'_>) -> Vec<String> {
        let mut keys: Vec<(String, &str)> =
            self.form.answers.iter().map(|answer| (answer.key.to_string(), answer.name)).collect();
        keys.extend(self.form.typed.map(|(name, _)| ("e".to_owned(), name)));
        keys.extend(self.form.left_out.map(|(name, _)| ("x".to_owned(), name)));
        let common = [("j/k", "places"), ("s", "skip"), ("u", "undo"), ("q", "quit"), ("?", "help")];
        keys.extend(common.map(|(key, name)| (key.to_owned(), name)));
        keys.into_iter().map(|(key, name)| format!("{key} {}", (pen.say)(name))).collect()
    }

    fn help(&self, pen: &Pen<'_>) -> Vec<Line> {
        let mut keys: Vec<(String, &str)> =
            self.form.answers.iter().map(|answer| (answer.key.to_string(), answer.help)).collect();
        keys.extend(self.form.typed.map(|(_, help)| ("e".to_owned(), help)));
        keys.extend(self.form.left_out.map(|(_, help)| ("x".to_owned(), help)));
        if self.questions.iter().any(|question| !question.candidates.is_empty()) {
            keys.push(("1-9".to_owned(), "choose the candidate of that number"));
        }
        let common = [
            ("→ j  ← k", "the next place, the one before; Home and End: the first, the last"),
            ("s", "leave it open and go on"),
            ("u", "take back what was done last, as often as you like"),
            ("q", "quit; Ctrl-C does the same"),
        ];
        keys.extend(common.map(|(key, help)| (key.to_owned(), help)));
        let mut lines = vec![one(Tone::Strong, &(pen.say)("The keys")), Vec::new()];
        for (key, help) in keys {
            let gap = " ".repeat(10_usize.saturating_sub(cells(&key)));
            let text = (pen.say)(help);
            let rows = wrap(&text, pen.width.saturating_sub(12).max(2), 3);
            let rows = rows.into_iter().enumerate().map(|(n, row)| {
                let margin = if n == 0 { format!("  {key}{gap}") } else { " ".repeat(12) };
                vec![piece(Tone::Strong, &margin), piece(Tone::Plain, row)]
            });
            lines.extend(rows);
        }
        let last = ["Each decision is in the file as soon as it is made.", "Any key goes back."];
        for text in last {
            lines.push(Vec::new());
            lines.extend(wrap(&(pen.say)(text), pen.width, 3).into_iter().map(|row| one(Tone::Plain, row)));
        }
        lines
    }

    /// What stands behind the last question.
    fn through(&self, pen: &Pen<'_>) -> Vec<Line> {
        let n_open = self.count(None);
        let n_decided = self.questions.len() - n_open;
        let text = (pen.say)(&format!("That was the last question: {n_decided} decided, {n_open} left open."));
        let mut keys = vec![format!("u {}", (pen.say)("undo"))];
        if n_open > 0 {
            keys.push(format!("s {}", (pen.say)("the open ones again")));
        }
        keys.push(format!("q {}", (pen.say)("quit")));
        let mut lines: Vec<Line> = wrap(&text, pen.width, 3).into_iter().map(|row| one(Tone::Strong, row)).collect();
        lines.extend([Vec::new(), one(Tone::Strong, &plain(&(pen.say)(&self.said)))]);
        lines.extend(pen.flow(keys));
        lines
    }
}

/// What lines are drawn with.
struct Pen<'a> {
    width: usize,
    say: &'a dyn Fn(&str) -> String,
}

impl Pen<'_> {
    fn title(&self, question: &Question) -> Line {
        let right = format!("{} · {}", (self.say)(question.group), plain(&question.name));
        let title = plain(&question.title);
        let title = head(&title, self.width.saturating_sub(cells(&right) + 2));
        let gap = " ".repeat(self.width.saturating_sub(cells(title) + cells(&right)));
        vec![piece(Tone::Strong, title), piece(Tone::Plain, &gap), piece(Tone::Faint, &right)]
    }

    /// What can be chosen, each by its number: side by side, or a row each where something is known of them.
    fn candidates(&self, candidates: &[Choice]) -> Vec<Line> {
        let width = candidates.iter().map(|one| cells(&plain(&one.text))).max().unwrap_or_default();
        let rows = candidates.iter().enumerate().map(|(n, one)| {
            let text = format!("{} {}", n + 1, plain(&one.text));
            let gap = " ".repeat(width + 4 + (n + 1).to_string().len() - cells(&text));
            (text, gap, (self.say)(&one.remark))
        });
        if candidates.iter().all(|one| one.remark.is_empty()) {
            return self.flow(rows.map(|(text, ..)| text).collect());
        }
        rows.map(|(text, gap, remark)| vec![piece(Tone::Plain, &(text + &gap)), piece(Tone::Faint, &remark)]).collect()
    }

    /// A place in one row, its word at the same column as those of all other places.
    fn keyword(&self, place: &Place, digits: usize, is_shown: bool) -> Line {
        let (sign, tone) = if is_shown { (">", Tone::Strong) } else { (" ", Tone::Faint) };
        let margin = format!("{sign} {:>digits$}  ", place.line);
        let word = plain(&place.word);
        // The word begins at the same column in every row; the brackets count as a character on each side.
        let room = self.width.saturating_sub(cells(&margin));
        let left = (room / 2).saturating_sub(4);
        let word = format!("【{}】", head(&word, room / 2));
        let before = plain(&place.before);
        let before = tail(&before, left);
        let gap = left.saturating_sub(cells(before));
        let after = plain(&place.after);
        let after = head(&after, room.saturating_sub(left + cells(&word)));
        let text = if is_shown { Tone::Plain } else { Tone::Faint };
        let marked = if is_shown { Tone::Marked } else { Tone::Plain };
        vec![
            piece(tone, &margin),
            piece(text, &format!("{}{before}", " ".repeat(gap))),
            piece(marked, &word),
            piece(text, after),
        ]
    }

    /// A place with as much of its text as a few rows hold; nothing when one row holds it all.
    fn context(&self, place: &Place) -> Vec<Line> {
        let (before, word, after) = (plain(&place.before), plain(&place.word), plain(&place.after));
        // Cells that a wide character leaves free at the end of a row are counted off.
        let room = (self.width.saturating_sub(1) * N_CONTEXT).saturating_sub(cells(&word));
        let narrow = self.width.saturating_sub(cells(&word) + 12) / 2;
        if cells(&before) <= narrow && cells(&after) <= narrow {
            return Vec::new();
        }
        let before = tail(&before, (room / 2).max(room.saturating_sub(cells(&after))));
        let marked = before.len()..before.len() + word.len();
        let text = format!("{before}{word}{after}");
        let mut at = 0;
        let mut lines = Vec::new();
        while lines.len() < N_CONTEXT && at < text.len() {
            let row = head(text.get(at..).unwrap_or_default(), self.width);
            if row.is_empty() {
                break;
            }
            let cut = |from: usize, to: usize| text.get(from.clamp(at, at + row.len())..to.clamp(at, at + row.len()));
            let parts = [(Tone::Plain, cut(at, marked.start)), (Tone::Marked, cut(marked.start, marked.end))];
            let parts = parts.into_iter().chain([(Tone::Plain, cut(marked.end, text.len()))]);
            lines.push(parts.map(|(tone, part)| piece(tone, part.unwrap_or_default())).collect());
            at += row.len();
        }
        lines
    }

    /// Words in rows, none cut in two.
    fn flow(&self, words: Vec<String>) -> Vec<Line> {
        let mut rows: Vec<String> = Vec::new();
        for word in words {
            match rows.last_mut().filter(|row| cells(row) + 3 + cells(&word) <= self.width) {
                Some(row) => *row += &format!("   {word}"),
                None => rows.push(word),
            }
        }
        rows.into_iter().map(|row| one(Tone::Plain, &row)).collect()
    }
}

fn piece(tone: Tone, text: &str) -> Piece {
    Piece { tone, text: text.to_owned() }
}

fn one(tone: Tone, text: &str) -> Line {
    vec![piece(tone, text)]
}

/// No line is wider than the screen.
fn cut(line: &mut Line, width: usize) {
    let mut room = width;
    for piece in line.iter_mut() {
        let fitting = head(&piece.text, room).len();
        let is_cut = fitting < piece.text.len();
        piece.text.truncate(fitting);
        room = if is_cut { 0 } else { room - cells(&piece.text) };
    }
    line.retain(|piece| !piece.text.is_empty());
}
