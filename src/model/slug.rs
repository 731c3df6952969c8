//! Names for addresses and ids, and how one is made of a text.

use pinyin::ToPinyin;

/// The longest name of an article in addresses, in bytes.
const MAX_SLUG: usize = 120;

/// Says whether `text` may be an article's name in addresses: `a-z`, `0-9` and `-`, not first.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_SLUG
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Returns a name of `a-z`, `0-9` and `-` for a text in either script: the sounds of its Han characters and its ASCII words.
///
/// Shape: cut between words; empty when the text has neither.
/// Units: at most `limit` bytes.
pub fn make_slug(text: &str, limit: usize) -> String {
    let mut words: Vec<String> = vec![String::new()];
    for c in text.chars() {
        if let Some(sound) = c.to_pinyin() {
            let sound = sound.plain().replace('ü', "v");
            words.extend([sound.chars().filter(char::is_ascii_lowercase).collect(), String::new()]);
        } else if c.is_ascii_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.push(c.to_ascii_lowercase()));
        } else if !matches!(c, '\'' | '’') {
            words.push(String::new());
        }
    }
    let mut slug = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let sign = if slug.is_empty() { "" } else { "-" };
        if slug.len() + sign.len() + word.len() > limit {
            break;
        }
        slug.push_str(sign);
        slug.push_str(word);
    }
    // One word that is too long is cut all the same.
    let first = words.iter().find(|word| !word.is_empty()).filter(|_| slug.is_empty());
    first.map_or(slug, |word| word.chars().take(limit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_and_words_make_a_slug() {
        for (text, slug) in [
            ("橋邊的鐘", "qiao-bian-de-zhong"),
            ("桥边的钟", "qiao-bian-de-zhong"),
            ("綠 Wi-Fi 與AI時代（2026）", "lv-wi-fi-yu-ai-shi-dai-2026"),
            ("The Ringer's Bell", "the-ringers-bell"),
            ("……？", ""),
        ] {
            assert_eq!(make_slug(text, 60), slug);
            assert_eq!(is_slug(slug), !slug.is_empty());
        }
    }

    #[test]
    fn a_long_name_is_cut_between_words() {
        assert_eq!(make_slug("橋邊的鐘", 13), "qiao-bian-de");
        assert_eq!(make_slug("incomprehensibilities", 5), "incom");
    }
}
