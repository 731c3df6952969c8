//! Bytes from a terminal become keys. Source: ECMA-48, §5.4 (control sequences); xterm's control sequences, "Bracketed
//! Paste Mode" and "PC-Style Function Keys".

use crate::review::Key;

const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Takes the keys off the front of `bytes`; what may still become a key stays there.
///
/// `is_late` says that nothing followed for a while: an escape alone is then the key of that name.
pub(super) fn take_keys(bytes: &mut Vec<u8>, is_late: bool) -> Vec<Key> {
    let mut keys = Vec::new();
    while let Some((n_taken, key)) = next(bytes, is_late) {
        bytes.drain(..n_taken.min(bytes.len()));
        keys.extend(key);
    }
    keys
}

/// The first key and its bytes; none when they are not all there yet.
fn next(bytes: &[u8], is_late: bool) -> Option<(usize, Option<Key>)> {
    if let Some(pasted) = bytes.strip_prefix(PASTE_START) {
        let n = pasted.windows(PASTE_END.len()).position(|window| window == PASTE_END)?;
        let text = String::from_utf8_lossy(pasted.get(..n)?).into_owned();
        return Some((PASTE_START.len() + n + PASTE_END.len(), Some(Key::Paste(text))));
    }
    match bytes {
        [] => None,
        [0x1b] => is_late.then_some((1, Some(Key::Escape))),
        [0x1b, b'[', rest @ ..] => {
            let Some(n) = rest.iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
                return is_late.then_some((bytes.len(), None));
            };
            Some((n + 3, sequence(rest.get(..=n)?)))
        }
        [0x1b, b'O'] => is_late.then_some((2, None)),
        [0x1b, b'O', last, ..] => Some((3, sequence(&[*last]))),
        // A key with Alt held is none of ours.
        [0x1b, 0x1b, ..] => Some((1, Some(Key::Escape))),
        [0x1b, ..] => Some((2, None)),
        [byte, ..] if *byte < 0x20 || *byte == 0x7f => Some((1, control(*byte))),
        _ => character(bytes, is_late),
    }
}

fn sequence(typed: &[u8]) -> Option<Key> {
    match typed {
        [.., b'A'] => Some(Key::Up),
        [.., b'B'] => Some(Key::Down),
        [.., b'C'] => Some(Key::Right),
        [.., b'D'] => Some(Key::Left),
        [.., b'H'] | [b'1' | b'7', b'~'] => Some(Key::Home),
        [.., b'F'] | [b'4' | b'8', b'~'] => Some(Key::End),
        [b'3', b'~'] => Some(Key::Delete),
        _ => None,
    }
}

fn control(byte: u8) -> Option<Key> {
    match byte {
        0x03 | 0x04 => Some(Key::Interrupt),
        b'\r' | b'\n' => Some(Key::Enter),
        0x08 | 0x7f => Some(Key::Backspace),
        0x01 => Some(Key::Home),
        0x05 => Some(Key::End),
        _ => None,
    }
}

/// A character in UTF-8; a byte that begins none is dropped.
fn character(bytes: &[u8], is_late: bool) -> Option<(usize, Option<Key>)> {
    let n = match bytes.first()? {
        0..0x80 => 1,
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return Some((1, None)),
    };
    let Some(typed) = bytes.get(..n) else { return is_late.then_some((1, None)) };
    match std::str::from_utf8(typed).ok().and_then(|text| text.chars().next()) {
        Some(c) => Some((n, Some(Key::Char(c)))),
        None => Some((1, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], is_late: bool, keys: &[Key], left: &[u8]) {
        let mut bytes = bytes.to_vec();
        assert_eq!(take_keys(&mut bytes, is_late), keys);
        assert_eq!(bytes, left);
    }

    #[test]
    fn letters_and_characters() {
        check("y谷".as_bytes(), false, &[Key::Char('y'), Key::Char('谷')], b"");
        check(&"y谷".as_bytes()[..3], false, &[Key::Char('y')], &"谷".as_bytes()[..2]);
        check(b"\xff\xc0y", false, &[Key::Char('y')], b"");
        check(b"\x03\r\x7f\x04", false, &[Key::Interrupt, Key::Enter, Key::Backspace, Key::Interrupt], b"");
    }

    #[test]
    fn arrows_in_both_forms_and_with_other_keys_held() {
        let arrows = [Key::Up, Key::Down, Key::Right, Key::Left, Key::Home, Key::End];
        check(b"\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", false, &arrows, b"");
        check(b"\x1bOA\x1bOB\x1b[1;5C\x1bOD\x1b[1~\x1b[4~", false, &arrows, b"");
        check(b"\x1b[3~\x1b[15~y", false, &[Key::Delete, Key::Char('y')], b"");
    }

    /// Over a slow line a sequence comes in parts: none of them is a letter that decides something.
    #[test]
    fn an_escape_waits_for_what_follows() {
        check(b"\x1b", false, &[], b"\x1b");
        check(b"\x1b", true, &[Key::Escape], b"");
        check(b"\x1b[", false, &[], b"\x1b[");
        check(b"\x1b[1;", true, &[], b"");
        check(b"\x1by", false, &[], b"");
    }

    #[test]
    fn what_is_pasted_is_one_key() {
        check("\x1b[200~yn谷\r\x1b[201~s".as_bytes(), false, &[Key::Paste("yn谷\r".to_owned()), Key::Char('s')], b"");
        check(b"\x1b[200~yn", true, &[], b"\x1b[200~yn");
    }
}
