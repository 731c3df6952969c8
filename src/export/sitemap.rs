//! The addresses of the site's pages. Source: the protocol of sitemaps.org, 0.9; alternates as search engines read them,
//! by `xhtml:link`.

use super::xml::Xml;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
/// What one file holds at most. The protocol allows 50,000 addresses and 50 MiB; files of a fifth of that are made without
/// much memory, and most of them stay as they are when an article changes.
const LIMITS: Limits = Limits { n_addresses: 10_000, n_bytes: 10_000_000 };

/// What an address takes in a site of two scripts, about.
const N_BYTES: usize = 512;

#[derive(Debug, Clone, Copy)]
struct Limits {
    n_addresses: usize,
    n_bytes: usize,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Absolute.
    pub(crate) url: String,
    /// When it was changed last; not written unless known to the day.
    pub(crate) changed: String,
    /// The pages of the same content, itself among them: language tag and absolute address.
    pub(crate) alternates: Vec<(String, String)>,
}

/// Makes the sitemaps and hands each to `put` with its file name: `sitemap.xml` has all `addresses`, some `n`, or names further
/// files; `base` ends in `/`.
///
/// Errors: those of `put`.
pub(crate) fn write_sitemaps<E>(
    base: &str,
    addresses: (impl Iterator<Item = Address>, usize),
    put: impl FnMut((String, String)) -> Result<(), E>,
) -> Result<(), E> {
    write_within(base, addresses, LIMITS, put)
}

fn write_within<E>(
    base: &str,
    (addresses, n): (impl Iterator<Item = Address>, usize),
    limits: Limits,
    mut put: impl FnMut((String, String)) -> Result<(), E>,
) -> Result<(), E> {
    let room = limits.n_bytes.min(limits.n_addresses.min(n).saturating_mul(N_BYTES));
    let mut addresses = addresses.peekable();
    let mut names = Vec::new();
    loop {
        let part = write_part(&mut addresses, limits, room);
        if names.is_empty() && addresses.peek().is_none() {
            return put(("sitemap.xml".to_owned(), part));
        }
        let name = format!("sitemap-{}.xml", names.len() + 1);
        put((name.clone(), part))?;
        names.push(name);
        if addresses.peek().is_none() {
            break;
        }
    }
    let mut xml = Xml::new();
    xml.block("sitemapindex", &[("xmlns", NAMESPACE)], |xml| {
        for name in &names {
            xml.block("sitemap", &[], |xml| xml.field("loc", &[], &format!("{base}{name}")));
        }
    });
    put(("sitemap.xml".to_owned(), xml.into_text()))
}

/// Writes as many addresses as one file holds, and one at least where there is any.
fn write_part(addresses: &mut impl Iterator<Item = Address>, limits: Limits, room: usize) -> String {
    let mut xml = Xml::with_room_for(room);
    let namespaces = [("xmlns", NAMESPACE), ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")];
    xml.block("urlset", &namespaces, |xml| {
        for address in addresses.take(limits.n_addresses) {
            xml.block("url", &[], |xml| {
                xml.field("loc", &[], &address.url);
                // The schema takes a date that is known to the day, no other.
                xml.field("lastmod", &[], if address.changed.len() == 10 { &address.changed } else { "" });
                for (tag, url) in &address.alternates {
                    xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", tag), ("href", url)]);
                    xml.line();
                }
            });
            if xml.len() >= limits.n_bytes {
                break;
            }
        }
    });
    xml.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(n: usize) -> impl Iterator<Item = Address> {
        let address = |i| Address { url: format!("https://a/{i}"), changed: String::new(), alternates: Vec::new() };
        (0..n).map(address)
    }

    fn files(base: &str, n: usize, limits: Limits) -> Vec<(String, String)> {
        let mut files = Vec::new();
        let put = |file| {
            files.push(file);
            Ok::<(), std::convert::Infallible>(())
        };
        let Ok(()) = write_within(base, (addresses(n), n), limits, put);
        files
    }

    fn names(n: usize, limits: Limits) -> Vec<(String, usize)> {
        files("https://a/", n, limits).into_iter().map(|(name, text)| (name, text.matches("<loc>").count())).collect()
    }

    #[test]
    fn many_addresses_are_divided_and_an_index_names_the_files() {
        let limits = Limits { n_addresses: 3, n_bytes: 10_000 };
        let file = |name: &str, n| (name.to_owned(), n);
        assert_eq!(names(0, limits), [file("sitemap.xml", 0)]);
        assert_eq!(names(3, limits), [file("sitemap.xml", 3)]);
        let divided =
            [file("sitemap-1.xml", 3), file("sitemap-2.xml", 3), file("sitemap-3.xml", 1), file("sitemap.xml", 3)];
        assert_eq!(names(7, limits), divided);
        // With the head of the file, one is as much.
        let small = Limits { n_addresses: 3, n_bytes: 150 };
        assert_eq!(names(2, small), [file("sitemap-1.xml", 1), file("sitemap-2.xml", 1), file("sitemap.xml", 2)]);
        let index = &files("https://a/b/", 7, limits)[3].1;
        assert!(index.contains("<sitemap>\n<loc>https://a/b/sitemap-3.xml</loc>\n</sitemap>"), "{index}");
        assert_eq!(
            names(10_001, LIMITS),
            [file("sitemap-1.xml", 10_000), file("sitemap-2.xml", 1), file("sitemap.xml", 2)]
        );
    }
}
