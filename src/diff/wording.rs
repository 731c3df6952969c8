//! A rewording, character by character.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// More pairs of characters than this are not searched for what they share, which costs their number in the worst case.
const MAX_PAIRS: usize = 16_000_000;

/// A stretch that stayed (`old` is `new`), or what stands for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) old: String,
    pub(super) new: String,
}

impl Stretch {
    pub(super) fn is_same(&self) -> bool {
        self.old == self.new
    }

    fn n_chars(&self) -> usize {
        self.old.chars().count().max(self.new.chars().count())
    }
}

/// Returns the stretches that stayed and those that changed, in turn.
pub(super) fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    let (olds, news): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    if olds.len().saturating_mul(news.len()) > MAX_PAIRS {
        return vec![Stretch { old: old.to_owned(), new: new.to_owned() }];
    }
    let mut list: Vec<Stretch> = Vec::new();
    let mut was_same = true;
    for op in capture_diff_slices(Algorithm::Myers, &olds, &news) {
        let slice = |list: &[char], at| list.get::<std::ops::Range<usize>>(at).unwrap_or_default().iter().collect();
        let stretch = Stretch { old: slice(&olds, op.old_range()), new: slice(&news, op.new_range()) };
        let is_same = op.tag() == DiffTag::Equal;
        match list.last_mut().filter(|_| !is_same && !was_same) {
            Some(last) => join(last, &stretch),
            None => list.push(stretch),
        }
        was_same = is_same;
        swallow_chance(&mut list);
    }
    list
}

fn join(first: &mut Stretch, second: &Stretch) {
    first.old.push_str(&second.old);
    first.new.push_str(&second.new);
}

/// A stretch shorter than both changes around it stayed by chance: a reader sees one change.
fn swallow_chance(list: &mut Vec<Stretch>) {
    while let [.., first, same, second] = list.as_slice() {
        let n = same.n_chars();
        if !same.is_same() || second.is_same() || n >= first.n_chars() || n >= second.n_chars() {
            return;
        }
        let mut whole = first.clone();
        join(&mut whole, same);
        join(&mut whole, second);
        list.truncate(list.len() - 3);
        list.push(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::stretches;

    /// Checks the changes, written old→new, with what stayed between them.
    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        let list = stretches(old, new);
        let drawn = list.iter().map(|stretch| {
            if stretch.is_same() { stretch.new.clone() } else { format!("[{}→{}]", stretch.old, stretch.new) }
        });
        assert_eq!(drawn.collect::<String>(), expected);
    }

    #[test]
    fn what_stays_by_chance_is_part_of_the_change() {
        check("橋建於一百年前", "橋建於兩百年前", "橋建於[一→兩]百年前");
        check("石橋很老", "木橋很新", "[石→木]橋很[老→新]");
        check("縣志說橋有三孔", "碑文說它只有一孔", "[縣志說橋→碑文說它只]有[三→一]孔");
        check("橋", "舊橋邊", "[→舊]橋[→邊]");
        check("", "橋", "[→橋]");
        check("橋", "橋", "橋");
        check("橋", "", "[橋→]");
    }

    #[test]
    fn nothing_is_lost() {
        for (old, new) in [("橋下的水很清", "水清得見底"), ("abc橋", "橋abc"), ("", ""), ("𠮷橋", "吉橋")]
        {
            let list = stretches(old, new);
            assert_eq!(list.iter().map(|stretch| stretch.old.as_str()).collect::<String>(), old);
            assert_eq!(list.iter().map(|stretch| stretch.new.as_str()).collect::<String>(), new);
        }
    }
}
