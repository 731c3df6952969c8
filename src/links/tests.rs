use std::time::Duration;

use url::Url;

use super::robots::Rules;
use super::schedule::{Answer, Ask, Next, Schedule};
use super::text::{fold, page_text};
use super::*;
use crate::model::{Failure, Fetched};

const MS: fn(u64) -> Duration = Duration::from_millis;

fn pace() -> Pace {
    Pace { pause: MS(100), backoff: MS(1000), longest_wait: MS(5000), ..Pace::default() }
}

fn schedule(urls: &[&str]) -> Schedule {
    Schedule::new(urls.iter().map(|url| Url::parse(url).expect("an address")).enumerate(), pace())
}

#[track_caller]
fn ask(schedule: &mut Schedule, now: u64, url: &str) -> Ask {
    match schedule.next(MS(now)) {
        Next::Ask(ask) if ask.url.as_str() == url => ask,
        other => panic!("{url} is due, not {other:?}"),
    }
}

#[track_caller]
fn waits(schedule: &mut Schedule, now: u64, span: Option<u64>) {
    match schedule.next(MS(now)) {
        Next::Wait(found) => assert_eq!(found, span.map(MS)),
        other => panic!("nothing is due, not {other:?}"),
    }
}

fn status(status: u16) -> Result<Fetched, Failure> {
    Ok(Fetched { status, ..Fetched::default() })
}

fn redirect(location: &str) -> Result<Fetched, Failure> {
    Ok(Fetched { status: 302, location: Some(location.to_owned()), ..Fetched::default() })
}

/// What `take_answers` gives, by number, status and address.
fn answers(schedule: &mut Schedule) -> Vec<(usize, Status, String)> {
    let answers = schedule.take_answers().into_iter();
    answers.map(|Answer { address, status, url, .. }| (address, status, url.to_string())).collect()
}

/// A schedule whose host has said that it has no robots.txt; the next request is due at 100.
fn welcomed(urls: &[&str]) -> Schedule {
    let mut schedule = schedule(urls);
    let first = ask(&mut schedule, 0, "https://a.example/robots.txt");
    schedule.answered(first, status(404), MS(0));
    schedule
}

#[test]
fn a_host_is_asked_for_one_thing_at_a_time_with_pauses() {
    let mut schedule = welcomed(&["https://a.example/1", "https://a.example/2"]);
    waits(&mut schedule, 99, Some(1));
    let first = ask(&mut schedule, 100, "https://a.example/1");
    waits(&mut schedule, 5000, None);
    schedule.answered(first, status(200), MS(6000));
    waits(&mut schedule, 6000, Some(100));
    let second = ask(&mut schedule, 6100, "https://a.example/2");
    schedule.answered(second, status(200), MS(6200));
    assert!(matches!(schedule.next(MS(6200)), Next::Done));
}

#[test]
fn hosts_do_not_wait_for_each_other_and_ports_are_one_host() {
    let mut schedule = schedule(&["https://a.example/1", "https://a.example:8443/2", "https://b.example/3"]);
    ask(&mut schedule, 0, "https://a.example/robots.txt");
    ask(&mut schedule, 0, "https://b.example/robots.txt");
    waits(&mut schedule, 0, None);
}

#[test]
fn a_failing_address_is_tried_thrice_with_growing_waits() {
    let mut schedule = welcomed(&["https://a.example/1"]);
    for (now, answer, wait) in [(100, status(503), 1000), (1100, Err(Failure::Dropped), 2000)] {
        let first = ask(&mut schedule, now, "https://a.example/1");
        schedule.answered(first, answer, MS(now));
        waits(&mut schedule, now, Some(wait));
    }
    let last = ask(&mut schedule, 3100, "https://a.example/1");
    schedule.answered(last, Err(Failure::Timeout), MS(3100));
    let failed = Status::Failed(Failure::Timeout);
    assert_eq!(answers(&mut schedule), [(0, failed, "https://a.example/1".to_owned())]);
    assert!(matches!(schedule.next(MS(3100)), Next::Done));
}

#[test]
fn a_missing_page_and_a_bad_certificate_are_not_asked_for_again() {
    for answer in [status(404), Err(Failure::Tls)] {
        let mut schedule = welcomed(&["https://a.example/1"]);
        let first = ask(&mut schedule, 100, "https://a.example/1");
        schedule.answered(first, answer, MS(100));
        assert_eq!(answers(&mut schedule).len(), 1);
        assert!(matches!(schedule.next(MS(100)), Next::Done));
    }
}

#[test]
fn a_server_says_how_long_to_wait_up_to_a_bound() {
    for (asked, wait) in [(3000, 3000), (900_000, 5000)] {
        let mut schedule = welcomed(&["https://a.example/1", "https://a.example/2"]);
        let first = ask(&mut schedule, 100, "https://a.example/1");
        let busy = Fetched { status: 429, retry_after: Some(MS(asked)), ..Fetched::default() };
        schedule.answered(first, Ok(busy), MS(100));
        waits(&mut schedule, 100, Some(wait));
    }
}

#[test]
fn redirects_are_requests_to_their_own_host() {
    let mut schedule = welcomed(&["https://a.example/1"]);
    let first = ask(&mut schedule, 100, "https://a.example/1");
    schedule.answered(first, redirect("//b.example/new"), MS(100));
    let robots = ask(&mut schedule, 100, "https://b.example/robots.txt");
    schedule.answered(robots, status(404), MS(100));
    let second = ask(&mut schedule, 200, "https://b.example/new");
    schedule.answered(second, redirect("end?x=1"), MS(200));
    let third = ask(&mut schedule, 300, "https://b.example/end?x=1");
    schedule.answered(third, status(200), MS(300));
    assert_eq!(answers(&mut schedule), [(0, Status::Code(200), "https://b.example/end?x=1".to_owned())]);
}

#[test]
fn redirects_end_after_ten_and_at_other_schemes() {
    let mut schedule = welcomed(&["https://a.example/0"]);
    for n in 0..=10 {
        let next = ask(&mut schedule, 100 + 100 * n, &format!("https://a.example/{n}"));
        schedule.answered(next, redirect(&format!("/{}", n + 1)), MS(100 + 100 * n));
    }
    let failed = Status::Failed(Failure::Redirects);
    assert_eq!(answers(&mut schedule), [(0, failed, "https://a.example/10".to_owned())]);
    let mut schedule = welcomed(&["https://a.example/1"]);
    let first = ask(&mut schedule, 100, "https://a.example/1");
    schedule.answered(first, redirect("file:///etc/passwd"), MS(100));
    assert_eq!(answers(&mut schedule)[0].1, Status::Failed(Failure::Invalid));
}

#[test]
fn a_host_that_does_not_answer_is_not_asked_for_each_page() {
    let mut schedule = schedule(&["https://a.example/1", "https://a.example/2"]);
    for now in [0, 1000, 3000] {
        let robots = ask(&mut schedule, now, "https://a.example/robots.txt");
        schedule.answered(robots, Err(Failure::Refused), MS(now));
    }
    let statuses: Vec<Status> = answers(&mut schedule).into_iter().map(|(_, status, _)| status).collect();
    assert_eq!(statuses, [Status::Failed(Failure::Refused); 2]);
}

#[test]
fn a_host_that_cannot_say_its_rules_is_not_asked() {
    let mut schedule = schedule(&["https://a.example/1"]);
    for now in [0, 1000, 3000] {
        let robots = ask(&mut schedule, now, "https://a.example/robots.txt");
        schedule.answered(robots, status(500), MS(now));
    }
    assert_eq!(answers(&mut schedule)[0].1, Status::Failed(Failure::Robots));
}

#[test]
fn rules_of_our_own_group_come_before_those_for_everyone() {
    let text = "User-agent: *\nDisallow: /\n\nuser-agent: Other\nUSER-AGENT: JiaoZhu # us\nDisallow: /p\nAllow: /p/open$\nDisallow:\n";
    let rules = Rules::read(text);
    let allowed = ["/", "/q", "/p/open"];
    let forbidden = ["/p", "/p/x", "/p/open/x"];
    assert!(allowed.iter().all(|path| rules.allow(path)));
    assert!(forbidden.iter().all(|path| !rules.allow(path)));
    // A group that names us and forbids nothing allows everything.
    assert!(Rules::read("User-agent: *\nDisallow: /\nUser-agent: jiaozhu\nDisallow:\n").allow("/x"));
    assert!(!Rules::read("User-agent: *\nDisallow: /\n").allow("/x"));
    assert!(Rules::read("<html>Not Found</html>").allow("/x"));
}

#[test]
fn the_longest_pattern_decides_and_allow_where_two_are_equal() {
    let rules = Rules::read(
        "User-agent: *\nAllow: /a\nDisallow: /a\nDisallow: /*.pdf$\nDisallow: /s*id=*&x\nAllow: /b/c\nDisallow: /b\n",
    );
    for (path, expected) in [
        ("/a", true),
        ("/d.pdf", false),
        ("/d.pdf?x", true),
        ("/s?id=1&x", false),
        ("/s?id=1", true),
        ("/b/c/d", true),
        ("/b/d", false),
    ] {
        assert_eq!(rules.allow(path), expected, "{path}");
    }
}

#[track_caller]
fn holds(content_type: &str, body: &[u8], passage: &str) -> Option<bool> {
    let content_type = content_type.to_owned();
    let response = Fetched { status: 200, content_type, body: body.to_vec(), ..Fetched::default() };
    page_text(&response).map(|text| text.contains(&fold(passage)))
}

#[test]
fn a_passage_is_found_through_markup_entities_and_forms_of_characters() {
    let html = "<p>鐘樓<b>建於</b>１９２５年，\n  高&nbsp;&#x5341;丈&mdash;&amp;不倒。<script>var x = '藏';</script><!-- 註 --></p>";
    for passage in ["鐘樓建於1925年，高 十丈", "十丈—&不倒"] {
        assert_eq!(holds("text/html; charset=utf-8", html.as_bytes(), passage), Some(true), "{passage}");
    }
    for passage in ["藏", "註", "鐘樓建於1926年", "b>"] {
        assert_eq!(holds("text/html", html.as_bytes(), passage), Some(false), "{passage}");
    }
}

#[test]
fn a_page_is_read_in_the_encoding_that_its_server_or_itself_names() {
    let (gbk, _, _) = encoding_rs::GBK.encode("<meta charset=\"gb2312\"><p>桥下的水很清");
    assert_eq!(holds("text/html", &gbk, "桥下的水"), Some(true));
    let (big5, _, _) = encoding_rs::BIG5.encode("<p>橋下的水很清");
    assert_eq!(holds("text/html; charset=Big5", &big5, "橋下的水"), Some(true));
    assert_eq!(holds("text/html", &big5, "橋下的水"), Some(false));
}

#[test]
fn what_is_no_text_holds_nothing_and_lacks_nothing() {
    assert_eq!(holds("application/pdf", b"%PDF-1.7", "x"), None);
    assert_eq!(holds("text/plain", "橋 <b>".as_bytes(), "橋<b>"), Some(true));
    // A page that would be read for as long as it is large is not read.
    let endless = format!("<p>橋<p{}", " a=\"x\"".repeat(20_000));
    assert_eq!(holds("text/html", endless.as_bytes(), "橋"), None);
}
