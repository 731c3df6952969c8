//! The addresses of the site's pages. Source: the protocol of sitemaps.org, 0.9; alternates as search engines read them,
//! by `xhtml:link`.

use super::xml::Xml;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
/// What one file holds at most, by the protocol; of the bytes (50 MiB) some are kept for what escaping adds.
const LIMITS: Limits = Limits { n_addresses: 50_000, n_bytes: 40_000_000 };

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

/// Returns the sitemaps by file name, `sitemap.xml` first: all addresses, or an index of further files; `base` ends in `/`.
pub(crate) fn write_sitemaps(base: &str, addresses: &[Address]) -> Vec<(String, String)> {
    write_within(base, addresses, LIMITS)
}

fn write_within(base: &str, addresses: &[Address], limits: Limits) -> Vec<(String, String)> {
    let parts = divide(addresses, limits);
    if let [] | [_] = parts.as_slice() {
        return vec![("sitemap.xml".to_owned(), write_part(addresses))];
    }
    let name = |n: usize| format!("sitemap-{}.xml", n + 1);
    let mut xml = Xml::new();
    xml.block("sitemapindex", &[("xmlns", NAMESPACE)], |xml| {
        for n in 0..parts.len() {
            xml.block("sitemap", &[], |xml| xml.field("loc", &[], &format!("{base}{}", name(n))));
        }
    });
    let index = std::iter::once(("sitemap.xml".to_owned(), xml.into_text()));
    index.chain(parts.iter().enumerate().map(|(n, part)| (name(n), write_part(part)))).collect()
}

fn divide(addresses: &[Address], limits: Limits) -> Vec<&[Address]> {
    let (mut parts, mut start, mut n_bytes) = (Vec::new(), 0, 0);
    for (i, address) in addresses.iter().enumerate() {
        let size = size(address);
        if i - start == limits.n_addresses || (i > start && n_bytes + size > limits.n_bytes) {
            parts.extend(addresses.get(start..i));
            (start, n_bytes) = (i, 0);
        }
        n_bytes += size;
    }
    parts.extend(addresses.get(start..));
    parts
}

/// The bytes that an address takes, about; the number stands for the tags around it.
fn size(address: &Address) -> usize {
    address.alternates.iter().fold(100 + address.url.len(), |sum, (tag, url)| sum + 60 + tag.len() + url.len())
}

fn write_part(addresses: &[Address]) -> String {
    let mut xml = Xml::new();
    let namespaces = [("xmlns", NAMESPACE), ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")];
    xml.block("urlset", &namespaces, |xml| {
        for address in addresses {
            xml.block("url", &[], |xml| {
                xml.field("loc", &[], &address.url);
                // The schema takes a date that is known to the day, no other.
                xml.field("lastmod", &[], if address.changed.len() == 10 { &address.changed } else { "" });
                for (tag, url) in &address.alternates {
                    xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", tag), ("href", url)]);
                    xml.line();
                }
            });
        }
    });
    xml.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(n: usize) -> Vec<Address> {
        let address = |i| Address { url: format!("https://a/{i}"), changed: String::new(), alternates: Vec::new() };
        (0..n).map(address).collect()
    }

    fn names(n: usize, limits: Limits) -> Vec<(String, usize)> {
        let files = write_within("https://a/", &addresses(n), limits);
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
        // Two of 111 bytes have no room.
        let small = Limits { n_addresses: 3, n_bytes: 200 };
        assert_eq!(names(2, small), [file("sitemap.xml", 2), file("sitemap-1.xml", 1), file("sitemap-2.xml", 1)]);
        let index = &write_within("https://a/b/", &addresses(7), limits)[0].1;
        assert!(index.contains("<sitemap>\n<loc>https://a/b/sitemap-3.xml</loc>\n</sitemap>"), "{index}");
        assert_eq!(
            names(50_001, LIMITS),
            [file("sitemap.xml", 2), file("sitemap-1.xml", 50_000), file("sitemap-2.xml", 1)]
        );
    }
}
