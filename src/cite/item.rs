//! A source in the words of CSL: every variable that the styles print is set here, and nothing else.

use std::collections::BTreeMap;

use hayagriva::Entry;
use hayagriva::citationberg::json::{
    DateValue, FixedDate, FixedDateRange, Item as CslItem, LiteralName, NameItem, NameValue, Value,
};
use hayagriva::types::{Date, EntryType, FormatString, MaybeTyped, Numeric, Person, PersonRole, Publisher};

use super::Style;
use super::kind::Kind;
use super::parts::HELD_HYPHEN;
use super::tongue::Tongue;
use crate::model::{SafeUrl, Script, Source, is_han};

/// A work as the engine takes it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) csl: CslItem,
    pub(super) tongue: Tongue,
    /// Whether nothing but an address is known.
    is_link: bool,
}

impl Item {
    /// Returns `source` as an item for `style`.
    pub(super) fn of_source(source: &Source, style: Style, tongue: Tongue) -> Self {
        let kind = Kind::of(source);
        // The work that a translation was made of is no whole that it is part of.
        let whole = source.entry.parents().iter().find(|parent| parent.entry_type() != &EntryType::Original);
        let work = Work { source, entry: &source.entry, parent: whole, kind, style, tongue };
        let mut fields = Fields::new(style, tongue);
        work.put_names(&mut fields);
        work.put_titles(&mut fields);
        work.put_numbers(&mut fields);
        work.put_publication(&mut fields);
        work.put_address(&mut fields);
        fields.text("type", kind.csl_type(style, |key| fields.map.contains_key(key)));
        fields.into_item()
    }

    /// Returns the address of an item of which nothing else is known.
    pub(super) fn bare_address(&self) -> Option<&str> {
        match self.csl.0.get("URL") {
            Some(Value::String(url)) if self.is_link => Some(url),
            _ => None,
        }
    }

    /// Says whether the month of publication is known.
    pub(super) fn has_month(&self) -> bool {
        matches!(self.csl.0.get("issued"), Some(Value::Date(DateValue::Raw { raw, .. })) if raw.start.month.is_some())
    }
}

/// The variables of an item.
pub(super) struct Fields {
    map: BTreeMap<String, Value>,
    style: Style,
    tongue: Tongue,
}

impl Fields {
    pub(super) fn new(style: Style, tongue: Tongue) -> Self {
        let mut fields = Self { map: BTreeMap::new(), style, tongue };
        fields.text("id", "item");
        // Labels of persons have capitals in English: (Ed.).
        fields.text("language", if tongue == Tongue::Other { "en" } else { "zh" });
        fields
    }

    pub(super) fn into_item(mut self) -> Item {
        let tongue = self.tongue;
        let is_bare = |key: &String| matches!(key.as_str(), "type" | "URL" | "accessed" | "language" | "id");
        let is_link = self.map.contains_key("URL") && self.map.keys().all(is_bare);
        if !is_link && !self.map.contains_key("title") {
            self.text("title", untitled(tongue));
        }
        Item { csl: CslItem(self.map), tongue, is_link }
    }

    /// Sets a variable, unless it has no text.
    pub(super) fn text(&mut self, key: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.map.insert(key.to_owned(), Value::String(text.trim().to_owned()));
        }
    }

    /// Sets a variable that CSL takes for a number: the engine prints each hyphen of such a text as a dash of a range.
    fn number(&mut self, key: &str, number: Option<impl AsRef<str>>) {
        self.maybe(key, number.map(|number| number.as_ref().replace('-', HELD_HYPHEN)));
    }

    fn maybe(&mut self, key: &str, text: Option<impl ToString>) {
        if let Some(text) = text {
            self.text(key, text.to_string());
        }
    }

    pub(super) fn date(&mut self, key: &str, date: Option<&Date>) {
        let Some((date, year)) = date.and_then(|date| Some((date, i16::try_from(date.year).ok()?))) else { return };
        // Neither style prints a season of a work, and the engine would print it in the year's place too.
        let (month, season) = (date.month, None);
        let start = FixedDate { year, month, day: month.and(date.day), season, circa: date.approximate };
        let raw = FixedDateRange { start, end: None };
        self.map.insert(key.to_owned(), Value::Date(DateValue::Raw { raw, literal: None, season: None }));
    }

    pub(super) fn names(&mut self, key: &str, names: Vec<NameValue>) {
        if !names.is_empty() {
            self.map.insert(key.to_owned(), Value::Names(names));
        }
    }

    /// Returns a person's name as the style writes it.
    ///
    /// GB/T 7714—2015, 8.1: family names in capitals; a body's name, or a name in one piece, stands as published.
    fn name(&self, person: &Person) -> NameValue {
        let Some(given) = person.given_name.as_ref().filter(|given| !given.trim().is_empty()) else {
            return body(&person.name);
        };
        if person.name.chars().all(is_han) && given.chars().all(is_han) {
            return body(&format!("{}{given}", person.name));
        }
        let family = match &person.prefix {
            Some(prefix) => format!("{prefix} {}", person.name),
            None => person.name.clone(),
        };
        NameValue::Item(NameItem {
            family: if self.style == Style::Gbt { family.to_uppercase() } else { family },
            given: Some(given.clone()),
            non_dropping_particle: None,
            // With a particle, though empty, the engine takes the family name as it stands.
            dropping_particle: Some(String::new()),
            suffix: person.suffix.clone().filter(|_| self.style == Style::Apa),
            comma_suffix: Some(person.comma_suffix || person.suffix.is_some()),
        })
    }

    fn persons<'a>(&self, persons: impl IntoIterator<Item = &'a Person>) -> Vec<NameValue> {
        persons.into_iter().map(|person| self.name(person)).collect()
    }
}

/// Returns a name in one piece.
pub(super) fn body(name: &str) -> NameValue {
    NameValue::Literal(LiteralName { literal: name.trim().to_owned() })
}

/// A description in brackets stands for a title that is not there, as APA 9.22 demands.
fn untitled(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::Chinese(Script::Hant) => "[題名不詳]",
        Tongue::Chinese(Script::Hans) => "[题名不详]",
        Tongue::Other => "[Title not known]",
    }
}

fn shown(text: Option<&FormatString>) -> Option<String> {
    text.map(ToString::to_string).filter(|text| !text.trim().is_empty())
}

/// A source on its way to an item.
struct Work<'a> {
    source: &'a Source,
    entry: &'a Entry,
    parent: Option<&'a Entry>,
    kind: Kind,
    style: Style,
    tongue: Tongue,
}

impl Work<'_> {
    fn put_names(&self, fields: &mut Fields) {
        let mut authors = fields.persons(self.entry.authors().unwrap_or_default());
        if authors.is_empty() && matches!(self.kind, Kind::Video | Kind::Audio) {
            authors = self.affiliated(fields, &PersonRole::Director);
        }
        if authors.is_empty() {
            authors.extend(self.body_answerable().as_deref().map(body));
        }
        fields.names("author", authors);
        fields.names("translator", self.affiliated(fields, &PersonRole::Translator));
        let own = fields.persons(self.entry.editors().unwrap_or_default());
        let of_whole = fields.persons(self.parent.and_then(Entry::editors).unwrap_or_default());
        fields.names("editor", if own.is_empty() && self.kind.is_part() { of_whole } else { own });
        if self.kind.is_part() {
            let of_whole = fields.persons(self.parent.and_then(Entry::authors).unwrap_or_default());
            fields.names("container-author", of_whole);
        }
    }

    fn affiliated(&self, fields: &Fields, role: &PersonRole) -> Vec<NameValue> {
        let groups = self.entry.affiliated().unwrap_or_default().iter().filter(|group| group.role == *role);
        fields.persons(groups.flat_map(|group| &group.names))
    }

    /// The body that answers for a work without an author.
    ///
    /// GB/T 7714—2015, 8.1.3, lets the numeric system begin with the title; an electronic resource has no other place
    /// for its outlet, so the outlet answers for it. APA prints the site's name after the title.
    fn body_answerable(&self) -> Option<String> {
        if let Some(organization) = shown(self.entry.organization()).filter(|_| self.kind != Kind::Thesis) {
            return Some(organization);
        }
        let is_electronic = matches!(
            self.kind,
            Kind::Web
                | Kind::Blog
                | Kind::Post
                | Kind::Video
                | Kind::Audio
                | Kind::Preprint
                | Kind::Dataset
                | Kind::Software
        );
        self.outlet().filter(|_| is_electronic && self.style == Style::Gbt)
    }

    /// Where a work of the web, or in a periodical, was published.
    fn outlet(&self) -> Option<String> {
        let own = || self.entry.publisher().and_then(|publisher| shown(publisher.name()));
        self.parent.and_then(|parent| shown(parent.title())).or_else(own)
    }

    fn put_titles(&self, fields: &mut Fields) {
        fields.maybe("title", shown(self.entry.title()));
        if self.kind.has_outlet() {
            // APA 9.32: a site that is the author is not named again.
            let is_site = matches!(self.kind, Kind::Web | Kind::Post);
            fields.maybe("container-title", self.outlet().filter(|name| !is_site || !self.is_repeated(name)));
        } else if self.kind.is_part() {
            fields.maybe("container-title", self.parent.and_then(|parent| shown(parent.title())));
        } else if matches!(self.kind, Kind::Book | Kind::Report) {
            fields.maybe("collection-title", self.parent.and_then(|series| shown(series.title())));
        }
        if self.kind == Kind::Talk {
            fields.maybe("event-title", self.parent.and_then(|parent| shown(parent.title())));
            fields.maybe("event-place", self.parent.and_then(|parent| shown(parent.location())));
        }
        if let Some(original) = self.entry.parents().iter().find(|p| p.entry_type() == &EntryType::Original) {
            fields.date("original-date", original.date());
        }
        let is_described = matches!(self.kind, Kind::Thesis | Kind::Report | Kind::Manuscript | Kind::Post);
        fields.maybe("genre", shown(self.entry.genre()).filter(|_| is_described));
        if self.style == Style::Apa && self.kind == Kind::Video {
            fields.text(
                "medium",
                match self.tongue {
                    Tongue::Chinese(Script::Hant) => "影片",
                    Tongue::Chinese(Script::Hans) => "视频",
                    Tongue::Other => "Video",
                },
            );
        }
    }

    fn put_numbers(&self, fields: &mut Fields) {
        let whole = self.parent;
        let volume = self.entry.volume().or_else(|| whole.and_then(Entry::volume));
        let is_periodical = matches!(self.kind, Kind::Journal | Kind::Magazine | Kind::Newspaper | Kind::Periodical);
        fields.maybe("volume", volume.map(|n| self.counted(n, ("第", "卷"), !is_periodical)));
        fields.maybe("issue", self.entry.issue().or_else(|| whole.and_then(Entry::issue)).map(|n| n.to_str()));
        let edition = self.entry.edition().or_else(|| whole.and_then(Entry::edition));
        // GB/T 7714—2015, 8.3: a first edition is not named.
        fields.maybe(
            "edition",
            edition.filter(|n| n.to_str() != "1").map(|n| {
                let before = if self.style == Style::Gbt { "" } else { "第" };
                self.counted(n, (before, "版"), true)
            }),
        );
        fields.maybe("number-of-volumes", self.entry.volume_total().filter(|_| self.style == Style::Apa));
        fields.maybe("page", self.place());
        let is_numbered = matches!(self.kind, Kind::Standard | Kind::Report | Kind::Patent | Kind::Dataset);
        let number = self.entry.keyed_serial_number("serial").filter(|_| is_numbered).map(str::to_owned);
        let arxiv = self.entry.arxiv().filter(|_| self.kind == Kind::Preprint && self.style == Style::Apa);
        fields.number("number", number.or_else(|| arxiv.map(|id| format!("arXiv:{}", bare_arxiv(id)))));
        fields.number("version", self.entry.keyed_serial_number("version").filter(|_| self.kind == Kind::Software));
    }

    /// A number in Chinese counts its thing itself: 第3卷, 2版.
    fn counted(&self, number: &MaybeTyped<Numeric>, around: (&str, &str), is_spelt: bool) -> String {
        let text = number.to_str();
        let is_number = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ','));
        if is_spelt && self.tongue.is_chinese() && is_number {
            format!("{}{text}{}", around.0, around.1)
        } else {
            text.into_owned()
        }
    }

    /// The pages, or the time in a recording.
    fn place(&self) -> Option<String> {
        // The pages of a whole book are those cited, which APA names in the text and not in the list.
        let is_whole = self.kind == Kind::Book && self.style == Style::Apa;
        let pages = self.entry.page_range().filter(|_| !is_whole).map(ToString::to_string);
        let time = || self.entry.time_range().map(ToString::to_string);
        pages.or_else(|| time().filter(|_| self.style == Style::Gbt))
    }

    fn put_publication(&self, fields: &mut Fields) {
        fields.date("issued", self.entry.date().or_else(|| self.parent.and_then(Entry::date)));
        if self.kind.has_outlet() {
            return;
        }
        let own = self.entry.publisher().or_else(|| self.parent.and_then(Entry::publisher));
        let places = [own.and_then(Publisher::location), self.entry.location(), self.parent.and_then(Entry::location)];
        let place = places.into_iter().find_map(shown);
        let school = shown(self.entry.organization()).filter(|_| self.kind == Kind::Thesis);
        let name = own.and_then(|publisher| shown(publisher.name())).or(school);
        let has_no_platform = self.kind.is_part() || matches!(self.kind, Kind::Book | Kind::Talk);
        let platform = || self.outlet().filter(|_| !has_no_platform);
        fields.maybe("publisher", name.or_else(platform).filter(|name| !self.is_repeated(name)));
        fields.maybe("publisher-place", place.filter(|_| self.style == Style::Gbt));
        fields.maybe("archive", shown(self.entry.archive()));
        fields.maybe("archive_location", shown(self.entry.archive_location()));
    }

    /// APA 9.29: a publisher that is the author is not named again.
    fn is_repeated(&self, name: &str) -> bool {
        let authors = self.entry.authors().unwrap_or_default();
        let is_author = matches!(authors, [only] if only.given_name.is_none() && only.name.trim() == name.trim());
        self.style == Style::Apa && (is_author || authors.is_empty() && self.body_answerable().as_deref() == Some(name))
    }

    /// Sets address, DOI and date of access.
    fn put_address(&self, fields: &mut Fields) {
        let typed = self.entry.url_any().map(|url| url.value.to_string());
        let arxiv = self.entry.arxiv().map(|id| format!("https://arxiv.org/abs/{}", bare_arxiv(id)));
        let url = typed.or(arxiv).filter(|url| SafeUrl::parse(url).is_ok());
        fields.maybe("URL", url);
        fields.maybe("DOI", self.entry.doi().map(|doi| doi.trim_start_matches("https://doi.org/")));
        // Nobody read an unread source.
        if !self.source.meta.is_unread() {
            fields.date("accessed", self.entry.url_any().and_then(|url| url.visit_date.as_ref()));
        }
    }
}

fn bare_arxiv(id: &str) -> &str {
    id.trim().trim_start_matches("arXiv:").trim_start_matches("arxiv:")
}
