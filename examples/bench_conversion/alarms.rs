//! Texts corrupted to see what `collate` finds in them.

use jiaozhu::collate::detect::detect;
use jiaozhu::model::{Engines, Grade};

/// What a careless converter puts for plain forms.
const CORRUPTED: [(char, char); 6] =
    [('面', '麵'), ('里', '裡'), ('系', '係'), ('只', '隻'), ('谷', '穀'), ('制', '製')];

/// How texts are corrupted, and every how many places.
pub const WAYS: [(&str, usize); 3] = [("sound", 0), ("every place corrupted", 1), ("every third place corrupted", 3)];

/// Returns what is put for what.
pub fn corruptions() -> String {
    CORRUPTED.map(|(plain, marked)| format!("{plain}→{marked}")).join(" ")
}

/// Alarms at wrong places and at sound ones.
#[derive(Debug, Default)]
pub struct Alarms {
    n_wrong: usize,
    firm: usize,
    any: usize,
    false_firm: usize,
    false_any: usize,
}

impl Alarms {
    /// Counts what is found in the article whose paragraphs are `gold` with every `every`-th place corrupted; none when it is 0.
    pub fn count(&mut self, gold: &[Vec<char>], every: usize, engines: Engines<'_>) {
        let mut texts = gold.to_vec();
        let mut n_met = 0_usize;
        for c in texts.iter_mut().flatten() {
            if let Some((_, marked)) = CORRUPTED.iter().find(|(plain, _)| plain == c) {
                if every > 0 && n_met.is_multiple_of(every) {
                    *c = *marked;
                    self.n_wrong += 1;
                }
                n_met += 1;
            }
        }
        let texts: Vec<&[char]> = texts.iter().map(Vec::as_slice).collect();
        for suspect in detect(&texts, engines.words) {
            let meant = gold.get(suspect.text).and_then(|text| text.get(suspect.at)).copied();
            let is_right = meant.map(|c| engines.words.fold(c)) == Some(suspect.lemma);
            let is_firm = usize::from(suspect.grade == Grade::Firm);
            if is_right {
                self.any += 1;
                self.firm += is_firm;
            } else {
                self.false_any += 1;
                self.false_firm += is_firm;
            }
        }
    }

    /// Prints recall and precision.
    pub fn print(&self, name: &str) {
        let Self { n_wrong, firm, any, false_firm, false_any } = self;
        let percent = |n: usize, of: usize| {
            if of == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * n as f64 / of as f64) }
        };
        println!("  {name}: {n_wrong} wrong characters");
        println!(
            "    firm: recall {}, precision {} ({false_firm} false); with tentative: recall {}, precision {} ({false_any} false)",
            percent(*firm, *n_wrong),
            percent(*firm, firm + false_firm),
            percent(*any, *n_wrong),
            percent(*any, any + false_any),
        );
    }
}
