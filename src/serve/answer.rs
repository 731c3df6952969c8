//! One request, one answer: who asks is looked at first, then how, then what for.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
};
use hyper::{Method, Request, Response, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tokio::sync::watch;

use super::body::Body;
use super::host::Hosts;
use super::insert::{EVENTS, SCRIPT, SCRIPT_TEXT, STYLE, STYLE_TEXT, insert, trouble_page};
use super::kind::content_type;
use super::{ReadFile, Shown};
use crate::model::{HeldFile, HeldSite};

/// What a path of an address is written in.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const NOT_FOUND: &str = "404.html";

/// Who answers, and from what.
pub(super) struct Desk {
    pub(super) hosts: Hosts,
    pub(super) shown: watch::Receiver<Arc<Shown>>,
    pub(super) read: ReadFile,
}

impl Desk {
    /// Returns the answer to `request`, whose body nobody reads.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        let uri = request.uri();
        let mut response = if !self.hosts.allow(uri.authority().map(|name| name.as_str()), request.headers()) {
            let why = "403: this server answers its own pages at its own address alone\n";
            respond(StatusCode::FORBIDDEN, TEXT, Body::whole(why))
        } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut refused = respond(StatusCode::METHOD_NOT_ALLOWED, TEXT, Body::whole("405: GET and HEAD alone\n"));
            refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            refused
        } else {
            self.find(uri.path()).await
        };
        guard(response.headers_mut());
        response
    }

    async fn find(&self, path: &str) -> Response<Body> {
        let shown = Arc::clone(&self.shown.borrow());
        let below = path.strip_prefix(shown.base_path.as_str()).or_else(|| path.strip_prefix('/')).unwrap_or(path);
        // Decoded once. The result is compared with known paths and never given to the system.
        let Ok(name) = percent_decode_str(below).decode_utf8() else {
            return self.not_found(&shown).await;
        };
        match name.as_ref() {
            SCRIPT => return respond(StatusCode::OK, "text/javascript; charset=utf-8", Body::whole(SCRIPT_TEXT)),
            STYLE => return respond(StatusCode::OK, "text/css; charset=utf-8", Body::whole(STYLE_TEXT)),
            EVENTS => return respond(StatusCode::OK, "text/event-stream", Body::events(self.shown.clone())),
            _ => {}
        }
        let Some(site) = &shown.site else {
            let page = trouble_page(&shown.version, shown.trouble.as_ref());
            return respond(StatusCode::INTERNAL_SERVER_ERROR, HTML, Body::whole(page));
        };
        let file = if name.is_empty() || name.ends_with('/') { format!("{name}index.html") } else { name.into_owned() };
        if let Some(bytes) = self.bytes(site, &file).await {
            return page(&file, bytes, StatusCode::OK, &shown);
        }
        if site.contains_key(&format!("{file}/index.html")) {
            return redirect(&shown.base_path, &file);
        }
        self.not_found(&shown).await
    }

    /// The site's own page for addresses that lead nowhere.
    async fn not_found(&self, shown: &Shown) -> Response<Body> {
        let bytes = match &shown.site {
            Some(site) => self.bytes(site, NOT_FOUND).await,
            None => None,
        };
        page(NOT_FOUND, bytes.unwrap_or_else(|| "404\n".into()), StatusCode::NOT_FOUND, shown)
    }

    /// The bytes of a file of `site`; none when there is no such file, or not any more.
    async fn bytes(&self, site: &HeldSite, path: &str) -> Option<hyper::body::Bytes> {
        match site.get(path)? {
            HeldFile::Bytes(bytes) => Some(hyper::body::Bytes::from_owner(Arc::clone(bytes))),
            HeldFile::File(from) => {
                let (read, from) = (Arc::clone(&self.read), from.clone());
                tokio::task::spawn_blocking(move || read(&from)).await.ok()?.map(Into::into)
            }
            HeldFile::Late(files) => {
                let (files, path) = (Arc::clone(files), path.to_owned());
                let made = tokio::task::spawn_blocking(move || files.get(&path)).await.ok()??;
                Some(hyper::body::Bytes::from_owner(made))
            }
        }
    }
}

/// A file of the site; pages get the script on the way.
fn page(path: &str, bytes: hyper::body::Bytes, status: StatusCode, shown: &Shown) -> Response<Body> {
    let kind = content_type(path, &bytes);
    let body = if kind == HTML { insert(&bytes, &shown.version, shown.trouble.as_ref()).into() } else { bytes };
    respond(status, kind, Body::whole(body))
}

/// Leads to the folder, so that its relative links do.
fn redirect(base_path: &str, folder: &str) -> Response<Body> {
    let to = format!("{base_path}{}/", utf8_percent_encode(folder, IN_PATH));
    let mut response = respond(StatusCode::FOUND, TEXT, Body::whole(""));
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

fn respond(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// Nothing is kept by the browser, taken for another kind of file, or read or framed by a page of another site.
fn guard(headers: &mut HeaderMap) {
    let fixed = [
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("referrer-policy"), "no-referrer"),
        (CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
