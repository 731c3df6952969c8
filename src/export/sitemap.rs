//! The addresses of the site's pages. Source: the protocol of sitemaps.org, 0.9; alternates as search engines read them,
//! by `xhtml:link`.

use super::xml::Xml;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
/// What one file holds at most, by the protocol; of the bytes (50 MiB) some are kept for the last address.
const LIMITS: Limits = Limits { n_addresses: 50_000, n_bytes: 40_000_000 };

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

/// Returns the sitemaps by file name, `sitemap.xml` first: all addresses, some `n`, or an index of further files; `base` ends
/// in `/`.
pub(crate) fn write_sitemaps(base: &str, addresses: impl Iterator<Item = Address>, n: usize) -> Vec<(String, String)> {
    write_within(base, (addresses, n), LIMITS)
}

fn write_within(
    base: &str,
    (addresses, n): (impl Iterator<Item = Address>, usize),
    limits: Limits,
) -> Vec<(String, String)> {
    let room = limits.n_bytes.min(limits.n_addresses.min(n).saturating_mul(N_BYTES));
    let mut addresses = addresses.peekable();
    let mut parts = vec![write_part(&mut addresses, limits, room)];
    while addresses.peek().is_some() {
        parts.push(write_part(&mut addresses, limits, room));
    }
    if parts.len() == 1 {
        return parts.into_iter().map(|part| ("sitemap.xml".to_owned(), part)).collect();
    }
    let name = |n: usize| format!("sitemap-{}.xml", n + 1);
    let mut xml = Xml::new();
    xml.block("sitemapindex", &[("xmlns", NAMESPACE)], |xml| {
        for n in 0..parts.len() {
            xml.block("sitemap", &[], |xml| xml.field("loc", &[], &format!("{base}{}", name(n))));
        }
    });
    let index = std::iter::once(("sitemap.xml".to_owned(), xml.into_text()));
    index.chain(parts.into_iter().enumerate().map(|(n, part)| (name(n), part))).collect()
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

    fn names(n: usize, limits: Limits) -> Vec<(String, usize)> {
        let files = write_within("https://a/", (addresses(n), n), limits);
        files.into_iter().map(|(name, text)| (name, text.matches("<loc>").count())).collect()
    }

    #[test]
    fn many_addresses_are_divided_and_an_index_names_the_files() {
        let limits = Limits { n_addresses: 3, n_bytes: 10_000 };
        let file = |name: &str, n| (name.to_owned(), n);
        assert_eq!(names(0, limits), [file("sitemap.xml", 0)]);
        assert_eq!(names(3, limits), [file("sitemap.xml", 3)]);
        let divided =
            [file("sitemap.xml", 3), file("sitemap-1.xml", 3), file("sitemap-2.xml", 3), file("sitemap-3.xml", 1)];
        assert_eq!(names(7, limits), divided);
        // With the head of the file, one is as much.
        let small = Limits { n_addresses: 3, n_bytes: 150 };
        assert_eq!(names(2, small), [file("sitemap.xml", 2), file("sitemap-1.xml", 1), file("sitemap-2.xml", 1)]);
        let index = &write_within("https://a/b/", (addresses(7), 7), limits)[0].1;
        assert!(index.contains("<sitemap>\n<loc>https://a/b/sitemap-3.xml</loc>\n</sitemap>"), "{index}");
        assert_eq!(
            names(50_001, LIMITS),
            [file("sitemap.xml", 2), file("sitemap-1.xml", 50_000), file("sitemap-2.xml", 1)]
        );
    }
}
