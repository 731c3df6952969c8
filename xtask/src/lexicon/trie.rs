//! ICU's dictionary of Chinese and Japanese words, as the crate `icu_segmenter_data` carries it.
//!
//! 1. The bytes are taken from the literal in the crate's code.
//! 2. They are 16-bit units of a trie in ICU's form (`UCharsTrie`; the layout is described in ICU's `ucharstrie.h`).
//! 3. All words are walked through, each with its value: what it costs.

use crate::Outcome;

const LITERAL: &str = "from_bytes_unchecked (b\"";
/// Units from here on begin a stretch without branches; those below, a branch.
const MIN_LINEAR: u16 = 0x30;
/// Units from here on hold a value.
const MIN_VALUE: u16 = 0x40;
/// The bit of a value after which nothing follows.
const FINAL: u16 = 0x8000;
/// Branches of more keys are halved.
const MAX_LIST: usize = 5;

/// Returns all words with their costs, in the order of the trie.
///
/// Errors: `code` does not hold one literal, or its bytes are no trie.
pub fn read_words(code: &str) -> Outcome<Vec<(String, u32)>> {
    let (Some((_, literal)), 1) = (code.split_once(LITERAL), code.matches(LITERAL).count()) else {
        return Err("ICU's data hold no literal, or several".to_owned());
    };
    let bytes = unescape(literal.as_bytes()).ok_or("the literal in ICU's data is broken off or not understood")?;
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let mut walk = Walk { units: &units, words: Vec::new() };
    walk.node(0, &mut Vec::new()).ok_or("ICU's trie is broken off")?;
    Ok(walk.words)
}

/// Reads a byte literal up to its closing quotation mark.
fn unescape(literal: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(literal.len());
    let mut rest = literal.iter().copied();
    loop {
        match rest.next()? {
            b'"' => return Some(bytes),
            b'\\' => bytes.push(match rest.next()? {
                b'0' => 0,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                mark @ (b'\\' | b'"' | b'\'') => mark,
                b'x' => hex_digit(rest.next()?)? << 4 | hex_digit(rest.next()?)?,
                _ => return None,
            }),
            byte => bytes.push(byte),
        }
    }
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

struct Walk<'a> {
    units: &'a [u16],
    words: Vec<(String, u32)>,
}

/// All methods return none where the units break off.
impl Walk<'_> {
    fn unit(&self, at: usize) -> Option<u16> {
        self.units.get(at).copied()
    }

    fn two_units(&self, at: usize) -> Option<u32> {
        Some(u32::from(self.unit(at)?) << 16 | u32::from(self.unit(at + 1)?))
    }

    /// Walks through everything below the node at `at`, which `prefix` leads to.
    fn node(&mut self, at: usize, prefix: &mut Vec<u16>) -> Option<()> {
        let (lead, mut next) = (self.unit(at)?, at + 1);
        if lead >= FINAL {
            let (cost, _) = self.value(lead & !FINAL, next)?;
            return self.add(prefix, cost);
        }
        let mut kind = lead;
        if lead >= MIN_VALUE {
            let cost;
            (cost, next) = self.inner_value(lead, next)?;
            self.add(prefix, cost)?;
            kind = lead & (MIN_VALUE - 1);
        }
        if kind >= MIN_LINEAR {
            let n_units = usize::from(kind - MIN_LINEAR) + 1;
            prefix.extend(self.units.get(next..next + n_units)?);
            self.node(next + n_units, prefix)?;
            prefix.truncate(prefix.len() - n_units);
            return Some(());
        }
        if kind == 0 {
            kind = self.unit(next)?;
            next += 1;
        }
        self.branch(next, usize::from(kind) + 1, prefix)
    }

    fn branch(&mut self, mut at: usize, mut n_keys: usize, prefix: &mut Vec<u16>) -> Option<()> {
        while n_keys > MAX_LIST {
            // The unit at `at` is the first key of the upper half.
            let (distance, upper) = self.distance(at + 1)?;
            self.branch(upper + distance, n_keys / 2, prefix)?;
            (at, n_keys) = (upper, n_keys - n_keys / 2);
        }
        for n_left in (0..n_keys).rev() {
            prefix.push(self.unit(at)?);
            if n_left == 0 {
                // The last key has no value: its node follows.
                self.node(at + 1, prefix)?;
            } else {
                let lead = self.unit(at + 1)?;
                let (value, next) = self.value(lead & !FINAL, at + 2)?;
                if lead >= FINAL {
                    self.add(prefix, value)?;
                } else {
                    self.node(next + usize::try_from(value).ok()?, prefix)?;
                }
                at = next;
            }
            prefix.pop();
        }
        Some(())
    }

    fn add(&mut self, word: &[u16], cost: u32) -> Option<()> {
        self.words.push((String::from_utf16(word).ok()?, cost));
        Some(())
    }

    /// The value that ends a word or stands in a list, and where it ends.
    fn value(&self, lead: u16, next: usize) -> Option<(u32, usize)> {
        match lead {
            0..0x4000 => Some((lead.into(), next)),
            0x4000..0x7fff => Some((u32::from(lead - 0x4000) << 16 | u32::from(self.unit(next)?), next + 1)),
            _ => Some((self.two_units(next)?, next + 2)),
        }
    }

    /// The value of a word that longer words begin with, and where it ends.
    fn inner_value(&self, lead: u16, next: usize) -> Option<(u32, usize)> {
        match lead {
            0..0x4040 => Some((u32::from(lead >> 6) - 1, next)),
            0x4040..0x7fc0 => {
                let high = u32::from((lead & 0x7fc0) - 0x4040) << 10;
                Some((high | u32::from(self.unit(next)?), next + 1))
            }
            _ => Some((self.two_units(next)?, next + 2)),
        }
    }

    /// How far the lower half of a branch lies behind the place that is returned too.
    fn distance(&self, at: usize) -> Option<(usize, usize)> {
        match self.unit(at)? {
            near @ 0..0xfc00 => Some((near.into(), at + 1)),
            0xffff => Some((usize::try_from(self.two_units(at + 1)?).ok()?, at + 3)),
            far => Some((usize::from(far - 0xfc00) << 16 | usize::from(self.unit(at + 1)?), at + 2)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(units: &[u16], expected: Outcome<&[(&str, u32)]>) {
        let bytes = units.iter().flat_map(|unit| unit.to_le_bytes());
        let escaped: String = bytes.map(|byte| format!("\\x{byte:02x}")).collect();
        let words = read_words(&format!("let trie = {LITERAL}{escaped}\");"));
        let expected = expected.map(|words| words.iter().map(|(word, cost)| ((*word).to_owned(), *cost)).collect());
        assert_eq!(words, expected);
    }

    #[test]
    fn words_come_with_their_costs() {
        // 中, 中文, 乾 below a branch of two; then a stretch, and values of one unit.
        let (zhong, wen, qian) = (0x4e2d, 0x6587, 0x4e7e);
        let units = [1, zhong, 2, qian, FINAL | 90, (81 << 6) | MIN_LINEAR, wen, FINAL | 70];
        check(&units, Ok(&[("中", 80), ("中文", 70), ("乾", 90)]));
    }

    #[test]
    fn long_branches_are_halved_and_great_values_take_more_units() {
        let key = |n: u16| 0x4e00 + n;
        let mut units = vec![5, key(3), 10];
        units.extend([key(3), FINAL | 3, key(4), FINAL | 0x4001, 7, key(5), FINAL | 0x7fff, 2, 9]);
        units.push(0);
        units.extend([key(0), FINAL, key(1), FINAL | 1, key(2), FINAL | 2]);
        let words: &[(&str, u32)] = &[("一", 0), ("丁", 1), ("丂", 2), ("七", 3), ("丄", 0x1_0007), ("丅", 0x2_0009)];
        check(&units, Ok(words));
    }

    #[test]
    fn broken_data_are_refused() {
        check(&[1, 0x4e2d], Err("ICU's trie is broken off".to_owned()));
        assert_eq!(read_words("no literal"), Err("ICU's data hold no literal, or several".to_owned()));
        let open = format!("{LITERAL}\\x00");
        assert_eq!(read_words(&open), Err("the literal in ICU's data is broken off or not understood".to_owned()));
    }

    #[test]
    fn a_literal_is_read_as_rust_reads_it() {
        assert_eq!(unescape(br#"a\0\n\r\t\\\"\'\xfeZ" rest"#), Some(b"a\0\n\r\t\\\"'\xfeZ".to_vec()));
    }
}
