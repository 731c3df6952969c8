//! Any text as a title of which a name is made.
//!
//! Promised: no panic; the name is empty or a slug, at most as long as asked for; a slug stays as it is.
#![no_main]

use jiaozhu::model::{is_slug, make_slug};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, u8)| {
    let (text, limit) = (input.0, usize::from(input.1) % 121);
    let slug = make_slug(text, limit);
    assert!(slug.len() <= limit, "{slug:?} is longer than {limit}");
    assert!(slug.is_empty() || is_slug(&slug), "{slug:?} of {text:?} is no slug");
    assert_eq!(make_slug(&slug, limit), slug, "made again of itself");
    if is_slug(text) {
        assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    }
});
