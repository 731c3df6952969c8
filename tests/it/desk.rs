//! A review as the terminal runs it, with a site in a temporary folder.

use jiaozhu::review::{Key, Record, Review, Step};

use crate::typed::Site;

pub struct Desk<R> {
    pub site: Site,
    pub record: R,
    pub review: Review,
}

impl<R: Record> Desk<R> {
    pub fn press(&mut self, key: Key) -> &mut Self {
        match self.review.press(key) {
            None | Some(Step::Quit) => {}
            Some(step) => match self.record.carry_out(&step) {
                Ok(outcome) => self.review.take(outcome),
                Err(error) => self.review.say(&error.message),
            },
        }
        self
    }

    pub fn keys(&mut self, letters: &str) -> &mut Self {
        for letter in letters.chars() {
            self.press(Key::Char(letter));
        }
        self
    }

    pub fn screen(&self) -> String {
        self.review.screen(100, 24, &str::to_owned).to_texts().join("\n")
    }

    #[track_caller]
    pub fn says(&mut self, text: &str) -> &mut Self {
        assert!(self.screen().contains(text), "{text}: {}", self.screen());
        self
    }

    /// Checks what a file says.
    #[track_caller]
    pub fn file(&mut self, path: &str, expected: &str) -> &mut Self {
        assert_eq!(self.site.read(path), expected);
        self
    }
}
