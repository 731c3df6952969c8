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
const LOCALES: [&str; 3] =
    [include_str!("csl/locale-en-US.xml"), include_str!("csl/locale-zh-CN.xml"), include_str!("csl/locale-zh-TW.xml")];

/// Styles and terms.
#[derive(Debug)]
pub(super) struct Engine {
    gbt: IndependentStyle,
    /// APA in the four forms that [`apa`] makes, each opened when first needed.
    apa: [OnceLock<IndependentStyle>; 4],
    locales: Vec<Locale>,
}

impl Engine {
    /// Opens terms and GB/T 7714.
    #[expect(clippy::expect_used, reason = "the files are part of the program, and a test opens them")]
    pub(super) fn open() -> Self {
        let locale = |xml: &&str| LocaleFile::from_xml(xml).expect("a locale of the program is valid CSL").into();
        Self { gbt: open_style(GBT), apa: Default::default(), locales: LOCALES.iter().map(locale).collect() }
    }

    /// Returns the parts of an item's line, not tidied.
    pub(super) fn parts(&self, item: &Item, style: Style) -> Vec<Part> {
        let style = match style {
            Style::Gbt => &self.gbt,
            Style::Apa => self.apa(item.tongue.is_chinese(), item.has_month()),
        };
        let code = match item.tongue {
            Tongue::Chinese(Script::Hant) => "zh-TW",
            Tongue::Chinese(Script::Hans) => "zh-CN",
            Tongue::Other => "en-US",
        };
        let locale = Some(LocaleCode(code.to_owned()));
        let mut driver: BibliographyDriver<'_, CslItem> = BibliographyDriver::new();
        let cited = vec![CitationItem::with_entry(&item.csl)];
        driver.citation(CitationRequest::new(cited, style, locale.clone(), &self.locales, None));
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
/// Outlets and identifiers keep their letters. A date without a month has no comma: the engine prints one before a month
/// that is not there. In Chinese, names are joined by 、 and dates written 2025年11月3日.
fn apa(is_chinese: bool, has_month: bool) -> String {
    let mut xml = APA
        .replace(r#"text-case="title" variable="#, "variable=")
        .replace(r#"<text text-case="capitalize-first" variable="number"/>"#, r#"<text variable="number"/>"#);
    if !has_month {
        xml = xml.replace(r#"<text macro="date-issued-month-day"/>"#, "");
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
