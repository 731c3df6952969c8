//! A review in the terminal: screens are drawn, keys read, steps carried out as they come.
//!
//! 1. The terminal gives single keys, without an echo, on a screen of its own; both are put back at the end, whatever ends it.
//! 2. A read waits a fifth of a second at most: then the size is looked at again, and a terminal that is gone ends the review.

use std::io::{IsTerminal, Write, stderr, stdin};

use rustix::termios::{OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use super::keys::take_keys;
use crate::diag::{Error, printable_line};
use crate::review::{Piece, Record, Review, Screen, Step, Tone};

/// How long a read waits for a key, in tenths of a second.
const WAIT_DS: u8 = 2;
/// Another screen, no line breaks of the terminal's own, pasted text in brackets.
const ENTER: &str = "\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[2J";
const LEAVE: &str = "\x1b[0m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Refuses where there is no terminal to ask in; `elsewhere` says how it is done without one.
///
/// Errors: there is none.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
pub(super) fn require(elsewhere: &str) -> Result<(), Error> {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if stdin().is_terminal() && stderr().is_terminal() && !is_dumb {
        return Ok(());
    }
    Err(Error::new("--review asks in a terminal, and there is none").hint(elsewhere))
}

/// Puts the questions of `review` to the editor until they quit; `say` turns an English text into their language.
///
/// Errors: the terminal is gone, or refuses. What was decided before is recorded.
pub(super) fn run(review: &mut Review, record: &mut dyn Record, say: &dyn Fn(&str) -> String) -> Result<(), Error> {
    let terminal = Terminal::open()?;
    let mut typed = Vec::new();
    let mut drawn = None;
    loop {
        let size = terminal.size()?;
        let screen = review.screen(size.0, size.1, say);
        if drawn.as_ref() != Some(&(size, screen.clone())) {
            draw(&screen)?;
            drawn = Some((size, screen));
        }
        let n_read = terminal.read(&mut typed)?;
        for key in take_keys(&mut typed, n_read == 0) {
            match review.press(key) {
                None => {}
                Some(Step::Quit) => return Ok(()),
                Some(step) => match record.carry_out(&step) {
                    Ok(outcome) => review.take(outcome),
                    Err(error) => review.say(&error.message),
                },
            }
        }
    }
}

/// The terminal while a review has it.
struct Terminal {
    before: Termios,
}

impl Terminal {
    fn open() -> Result<Self, Error> {
        let before = tcgetattr(stdin()).map_err(|cause| gone(&cause))?;
        let mut keys = before.clone();
        keys.make_raw();
        keys.special_codes[SpecialCodeIndex::VMIN] = 0;
        keys.special_codes[SpecialCodeIndex::VTIME] = WAIT_DS;
        let terminal = Self { before };
        tcsetattr(stdin(), OptionalActions::Drain, &keys).map_err(|cause| gone(&cause))?;
        write(ENTER)?;
        Ok(terminal)
    }

    /// Columns and rows; of a terminal that does not know, the usual ones.
    fn size(&self) -> Result<(usize, usize), Error> {
        let size = tcgetwinsize(stderr()).map_err(|cause| gone(&cause))?;
        let or = |n: u16, usual: usize| if n == 0 { usual } else { usize::from(n) };
        Ok((or(size.ws_col, 80), or(size.ws_row, 24)))
    }

    /// Waits for bytes and adds them to `typed`; returns how many came.
    fn read(&self, typed: &mut Vec<u8>) -> Result<usize, Error> {
        let mut bytes = [0; 1024];
        let n_read = match rustix::io::read(stdin(), &mut bytes) {
            Err(rustix::io::Errno::INTR) => 0,
            read => read.map_err(|cause| gone(&cause))?,
        };
        typed.extend(bytes.get(..n_read).unwrap_or_default());
        Ok(n_read)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing put back.
        write(LEAVE).ok();
        tcsetattr(stdin(), OptionalActions::Flush, &self.before).ok();
    }
}

/// Draws a screen in one write, so that no half of it is seen.
fn draw(screen: &Screen) -> Result<(), Error> {
    // All is cleared first: behind the last column the cursor stands on that column, and clearing there would take it.
    let mut out = String::from("\x1b[?25l\x1b[0m\x1b[H\x1b[J");
    for (row, line) in screen.lines.iter().enumerate() {
        out += &format!("\x1b[{};1H", row + 1);
        line.iter().for_each(|piece| out += &styled(piece));
    }
    out += "\x1b[0m";
    if let Some((row, column)) = screen.cursor {
        out += &format!("\x1b[{};{}H\x1b[?25h", row + 1, column + 1);
    }
    write(&out)
}

fn styled(piece: &Piece) -> String {
    let code = match piece.tone {
        Tone::Plain => "0",
        Tone::Strong => "0;1",
        Tone::Faint => "0;2",
        Tone::Marked => "0;7",
    };
    format!("\x1b[{code}m{}", printable_line(&piece.text))
}

fn write(text: &str) -> Result<(), Error> {
    let mut out = stderr().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|cause| gone(&cause))
}

fn gone(cause: &dyn std::fmt::Display) -> Error {
    Error::new(format!("the terminal cannot be used: {cause}")).hint("what was decided before is recorded")
}
