//! What came back right of the characters that stand for several.

use jiaozhu::model::Weigh;

/// Places counted, and how many are right by OpenCC alone and by us.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    places: usize,
    opencc: usize,
    ours: usize,
    won: usize,
    lost: usize,
}

impl Score {
    /// Compares two conversions with `gold`, at each character whose Simplified spelling stands for several.
    ///
    /// Shapes that regions write differently are equal.
    pub fn of(gold: &str, opencc: &str, ours: &str, words: &dyn Weigh) -> Self {
        let [gold, opencc, ours] = [gold, opencc, ours].map(|text| text.chars().collect::<Vec<char>>());
        let mut score = Self::default();
        for place in words.weigh(&gold) {
            let form = |text: &[char]| text.get(place.at).map(|c| words.fold(*c));
            let (theirs, own) = (form(&opencc) == form(&gold), form(&ours) == form(&gold));
            score.places += 1;
            score.opencc += usize::from(theirs);
            score.ours += usize::from(own);
            score.won += usize::from(own && !theirs);
            score.lost += usize::from(theirs && !own);
        }
        score
    }

    pub fn add(&mut self, other: Self) {
        self.places += other.places;
        self.opencc += other.opencc;
        self.ours += other.ours;
        self.won += other.won;
        self.lost += other.lost;
    }

    pub fn print_head() {
        println!("  {:<20} {:>7} {:>8} {:>8} {:>6} {:>6}", "genre", "places", "OpenCC", "jiaozhu", "won", "lost");
    }

    pub fn print(&self, name: &str) {
        let Self { places, opencc, ours, won, lost } = self;
        println!("  {name:<20} {places:>7} {opencc:>8} {ours:>8} {won:>6} {lost:>6}");
    }
}
