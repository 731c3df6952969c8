//! The styles and terms, opened once, and the driver that formats one item alone.

use std::sync::OnceLock;

use hayagriva::citationberg::json::Item as CslItem;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode, LocaleFile};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

use super::item::Item;
use super::tongue::Tongue;
use super::{Part, Style, parts};
use crate::model::Script;

const GBT: &str = include_str!("csl/gb-t-7714-2015-numeric.csl");
const APA: &str = include_str!("csl/apa.csl");
const EDITION_GBT: &str = include_str!("csl/edition-gb-t-7714.csl");
const EDITION_APA: &str = include_str!("csl/edition-apa.csl");
/// What a date without a month has no use for: the engine prints the sign before a month that is not there.
const MONTH: &str = r#"<text macro="date-issued-month-day"/>"#;
const RETRIEVED: &str = r#"<text term="retrieved" text-case="capitalize-first"/>"#;
const LOCALES: [&str; 3] =
    [include_str!("csl/locale-en-US.xml"), include_str!("csl/locale-zh-CN.xml"), include_str!("csl/locale-zh-TW.xml")];

/// The driver formats each citation in the text twice before it comes to the line, which is all that is wanted of it.
const UNCITED: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Uncited</title><id>uncited</id><updated>2026-01-01T00:00:00+00:00</updated></info>
<citation><layout><text value=""/></layout></citation>
</style>"#;

/// Styles and terms.
#[derive(Debug)]
pub(super) struct Engine {
    uncited: IndependentStyle,
    gbt: IndependentStyle,
    /// APA in the four forms that [`apa`] makes, each opened when first needed.
    apa: [OnceLock<IndependentStyle>; 4],
    /// What the styles come to for the site's own edition: GB/T 7714, APA without and with a month. A hundred lines of
    /// thousands, since most of what a line costs is looking through what does not apply.
    edition: [IndependentStyle; 3],
    locales: Vec<Locale>,
}

impl Engine {
    /// Opens terms and GB/T 7714.
    #[expect(clippy::expect_used, reason = "the files are part of the program, and a test opens them")]
    pub(super) fn open() -> Self {
        let locale = |xml: &&str| LocaleFile::from_xml(xml).expect("a locale of the program is valid CSL").into();
        let [uncited, gbt] = [UNCITED, GBT].map(open_style);
        let edition = [EDITION_GBT, &EDITION_APA.replace(MONTH, ""), EDITION_APA].map(open_style);
        Self { uncited, gbt, apa: Default::default(), edition, locales: LOCALES.iter().map(locale).collect() }
    }

    /// Returns the parts of the line of a source, not tidied.
    pub(super) fn parts_of_source(&self, item: &Item, style: Style) -> Vec<Part> {
        let style = match style {
            Style::Gbt => &self.gbt,
            Style::Apa => self.apa(item.tongue.is_chinese(), item.has_month()),
        };
        self.parts(item, style)
    }

    /// Returns the parts of the line of the site's own edition, not tidied: those of a source that says the same.
    pub(super) fn parts_of_edition(&self, item: &Item, style: Style) -> Vec<Part> {
        let [gbt, apa, apa_with_month] = &self.edition;
        let style = match style {
            Style::Gbt => gbt,
            Style::Apa if item.has_month() => apa_with_month,
            Style::Apa => apa,
        };
        self.parts(item, style)
    }

    fn parts(&self, item: &Item, style: &IndependentStyle) -> Vec<Part> {
        let code = match item.tongue {
            Tongue::Chinese(Script::Hant) => "zh-TW",
            Tongue::Chinese(Script::Hans) => "zh-CN",
            Tongue::Other => "en-US",
        };
        let locale = Some(LocaleCode(code.to_owned()));
        let mut driver: BibliographyDriver<'_, CslItem> = BibliographyDriver::new();
        let cited = vec![CitationItem::with_entry(&item.csl)];
        driver.citation(CitationRequest::new(cited, &self.uncited, locale.clone(), &self.locales, None));
        let rendered = driver.finish(BibliographyRequest::new(style, locale, &self.locales));
        let mut pieces = Vec::new();
        for line in rendered.bibliography.iter().flat_map(|bibliography| &bibliography.items) {
            parts::collect(&line.content, &mut pieces);
        }
        pieces
    }

    fn apa(&self, is_chinese: bool, has_month: bool) -> &IndependentStyle {
        let [plain, month, chinese, chinese_month] = &self.apa;
        let form = match (is_chinese, has_month) {
            (false, false) => plain,
            (false, true) => month,
            (true, false) => chinese,
            (true, true) => chinese_month,
        };
        form.get_or_init(|| open_style(&apa(is_chinese, has_month)))
    }
}

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test opens them")]
fn open_style(xml: &str) -> IndependentStyle {
    IndependentStyle::from_xml(xml).expect("a style of the program is valid CSL")
}

/// Returns APA as lines in one language need it; a CSL style cannot ask for the language of its terms.
///
/// Outlets and identifiers keep their letters. Nothing is retrieved whose day of access is not known. A date without a
/// month has no comma: the engine prints one before a month that is not there. In Chinese, names are joined by 、 and dates written 2025年11月3日.
fn apa(is_chinese: bool, has_month: bool) -> String {
    let mut xml = APA
        .replace(r#"text-case="title" variable="#, "variable=")
        .replace(r#"<text text-case="capitalize-first" variable="number"/>"#, r#"<text variable="number"/>"#)
        .replace(RETRIEVED, &format!(r#"<choose><if variable="accessed">{RETRIEVED}</if></choose>"#));
    if !has_month {
        xml = xml.replace(MONTH, "");
    }
    if is_chinese {
        xml = xml
            .replace(r#"<date-part name="day" prefix=" "/>"#, r#"<date-part name="day" suffix="日"/>"#)
            .replace(r#"<name and="symbol""#, r#"<name delimiter="、""#);
        // The first group that joins by commas after the macro's name joins year, month and day.
        if let Some((before, date)) = xml.split_once(r#"<macro name="date">"#) {
            let date = date.replacen(r#"<group delimiter=", ">"#, r#"<group delimiter="年">"#, 1);
            xml = format!(r#"{before}<macro name="date">{date}"#);
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};

    use super::*;
    use crate::cite::edition::{Passage, Publication};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// The whole styles are the oracle of those for an edition alone.
        #[test]
        fn an_edition_is_cited_as_a_source_that_says_the_same(
            title in "[溪橋鐘A-c0-9 ，？！.《》“”:&<]{1,12}",
            authors in prop::collection::vec("[陳林A-c .]{1,6}", 0..23),
            site in "[文庫A-c .？]{0,6}",
            date in "(|19[0-9]{2}|20[0-9]{2}-0[1-9]|20[0-9]{2}-1[0-2]-2[0-8])",
            (version, place) in ("(|1\\.0|增訂版)", "(|p8\\.2|h2|p3)"),
            url in "(|https://example\\.org/zh-hant/bell/)",
            (is_apa, is_hant) in any::<(bool, bool)>(),
        ) {
            let edition = Publication {
                title: &title,
                authors: &authors,
                site: &site,
                date: Some(date.as_str()).filter(|date| !date.is_empty()),
                version: Some(version.as_str()).filter(|version| !version.is_empty()),
                url: Some(url.as_str()).filter(|url| !url.is_empty()),
                passage: if place.is_empty() { Passage::Whole } else { Passage::Id(&place) },
            };
            let style = if is_apa { Style::Apa } else { Style::Gbt };
            let item = edition.item(style, if is_hant { Script::Hant } else { Script::Hans });
            static ENGINE: OnceLock<Engine> = OnceLock::new();
            let engine = ENGINE.get_or_init(Engine::open);
            let line = |parts| parts::line(parts, String::new());
            prop_assert_eq!(line(engine.parts_of_edition(&item, style)), line(engine.parts_of_source(&item, style)));
        }
    }
}
