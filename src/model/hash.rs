//! Fingerprints of bytes.

use std::fmt::{self, Debug, Display, Formatter};
use std::io::{self, Write};
use std::str;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Digest as _;

/// A SHA-256, in 32 bytes; as text, and in formats that people read, 64 hexadecimal digits.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Returns that of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Returns its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns its hexadecimal digits.
    fn digits(&self) -> [u8; 64] {
        let mut digits = [0; 64];
        let places = digits.iter_mut().zip(self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]));
        places.for_each(|(place, digit)| *place = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 });
        digits
    }

    /// Returns the digest that is written so; none when it is none.
    fn read(text: &str) -> Option<Self> {
        let (pairs, rest) = text.as_bytes().as_chunks();
        let (mut bytes, mut is_read) = ([0; 32], pairs.len() == 32 && rest.is_empty());
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            match (value_of(*high), value_of(*low)) {
                (Some(high), Some(low)) => *byte = high << 4 | low,
                _ => is_read = false,
            }
        }
        is_read.then_some(Self(bytes))
    }
}

/// Returns what a hexadecimal digit is worth; capitals are none.
fn value_of(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl Display for Digest {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

impl Debug for Digest {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, out)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            // Faster than by `Display`: a manifest has thousands.
            serializer.serialize_str(str::from_utf8(&self.digits()).unwrap_or_default())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Digits;

        impl Visitor<'_> for Digits {
            type Value = Digest;

            fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.write_str("a SHA-256 of 64 digits")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Digest, E> {
                Digest::read(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }

        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Digits)
        } else {
            Deserialize::deserialize(deserializer).map(Self)
        }
    }
}

/// Returns the SHA-256 of `bytes` in hexadecimal, 64 digits.
pub fn sha256(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

/// The SHA-256 of bytes that come piece by piece.
#[derive(Debug, Default)]
pub struct Checksum(sha2::Sha256);

impl Checksum {
    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Returns that of all bytes added.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl Write for Checksum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source of the digest: FIPS 180-4, example for "abc".
    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), text);
        assert_eq!(Digest::read(text), Some(Digest::of(b"abc")));
        let (short, capital) = (text.get(1..).unwrap_or_default(), text.replace('b', "B"));
        for none in ["", short, &capital, &format!("{text}0"), &text.replace('f', "g")] {
            assert_eq!(Digest::read(none), None, "{none}");
        }
    }
}
