//! `_headers`: what a host answers with beside each file. Source: the format that Netlify and Cloudflare Pages read.

/// What does not hang on the layouts. Names of files stay when their content changes, so none may be kept unasked: that is what hosts do
/// without a word here.
const ALWAYS: &str = "  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=()
/original/*
  X-Robots-Tag: noindex
/data/*
  Access-Control-Allow-Origin: *
";

/// Returns the file; `policy` is the Content-Security-Policy that the pages state themselves, when they state one.
///
/// A policy in an answer also reaches files that are no pages, such as a received HTML file, and says who may frame a page, which a
/// page itself cannot (CSP Level 3, §3.3).
pub(crate) fn write_headers(policy: Option<&str>) -> String {
    let stated = policy.map(|policy| format!("{}; ", policy.trim().trim_end_matches(';'))).unwrap_or_default();
    format!("/*\n  Content-Security-Policy: {stated}frame-ancestors 'none'\n{ALWAYS}")
}
