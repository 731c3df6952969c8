//! A source laid flat, as the three formats see it: the fields of the work and of the work it is part of side by side.

use std::collections::BTreeMap;

use hayagriva::Entry;
use hayagriva::types::{
    ChunkedString, Date, EntryType, FormatString, MaybeTyped, Numeric, Person, PersonsWithRoles, Publisher,
    QualifiedUrl,
};

use super::kind::{Kind, MISC, default_parent, has_series, kind_of};
use super::languages::read_language;
use super::roles::{Role, role_of, word_of};

/// A text field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Title,
    ShortTitle,
    Container,
    ShortContainer,
    Series,
    Volume,
    Volumes,
    Issue,
    Edition,
    Chapter,
    Pages,
    PageTotal,
    Runtime,
    Publisher,
    Place,
    Organization,
    EventPlace,
    Doi,
    Isbn,
    Issn,
    Pmid,
    Pmcid,
    Arxiv,
    Number,
    Url,
    Language,
    Archive,
    ArchivePlace,
    CallNumber,
    Genre,
    Abstract,
    Note,
}

/// Hayagriva's names of serial numbers.
const SERIALS: [(Field, &str); 7] = [
    (Field::Doi, "doi"),
    (Field::Isbn, "isbn"),
    (Field::Issn, "issn"),
    (Field::Pmid, "pmid"),
    (Field::Pmcid, "pmcid"),
    (Field::Arxiv, "arxiv"),
    (Field::Number, "serial"),
];

/// A source laid flat.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) kind: Kind,
    pub(super) texts: BTreeMap<Field, ChunkedString>,
    pub(super) names: BTreeMap<Role, Vec<Person>>,
    pub(super) issued: Option<Date>,
    pub(super) accessed: Option<Date>,
}

impl Default for Item {
    fn default() -> Self {
        Self { kind: MISC, texts: BTreeMap::new(), names: BTreeMap::new(), issued: None, accessed: None }
    }
}

/// Returns a text without marks.
pub(super) fn plain(text: &str) -> ChunkedString {
    ChunkedString::from(text.to_owned())
}

impl Item {
    /// Puts a text in its place and says whether it could stand there; an empty text says nothing and always can.
    pub(super) fn put(&mut self, field: Field, text: ChunkedString) -> bool {
        if text.to_string().trim().is_empty() {
            return true;
        }
        if self.texts.contains_key(&field) || !can_be(field, &text.to_string()) {
            return false;
        }
        let language = (field == Field::Language).then(|| read_language(&text.to_string())).flatten();
        self.texts.insert(field, language.map_or(text, |tag| plain(&tag)));
        true
    }

    /// Says whether the publisher of such a work is, in other programs, the institution it was made at.
    pub(super) fn is_institutional(&self) -> bool {
        matches!(self.kind.entry, EntryType::Report | EntryType::Thesis)
    }

    /// Returns who other programs name as the publisher.
    pub(super) fn publisher(&self) -> Option<&ChunkedString> {
        let institution = self.texts.get(&Field::Organization).filter(|_| self.is_institutional());
        self.texts.get(&Field::Publisher).or(institution)
    }

    /// Makes the publisher of a report or thesis its institution.
    pub(super) fn settle_publisher(&mut self) {
        if self.is_institutional()
            && !self.has(Field::Organization)
            && let Some(institution) = self.texts.remove(&Field::Publisher)
        {
            self.texts.insert(Field::Organization, institution);
        }
    }

    /// Returns the text of a field, its marks taken off.
    pub(super) fn text(&self, field: Field) -> Option<String> {
        self.texts.get(&field).map(ToString::to_string)
    }

    pub(super) fn has(&self, field: Field) -> bool {
        self.texts.contains_key(&field)
    }

    /// Says whether the work it is part of has a title.
    pub(super) fn has_container(&self) -> bool {
        self.has(Field::Container) || self.has(Field::ShortContainer)
    }

    /// Sets a field that is not set yet.
    fn set(&mut self, field: Field, text: Option<ChunkedString>) {
        if let Some(text) = text {
            self.texts.entry(field).or_insert(text);
        }
    }

    fn set_names(&mut self, role: Role, names: Option<&[Person]>) {
        if let Some(names) = names.filter(|names| !names.is_empty()) {
            self.names.entry(role).or_insert_with(|| names.to_vec());
        }
    }
}

/// Says whether hayagriva can hold `text` as a `field`.
fn can_be(field: Field, text: &str) -> bool {
    match field {
        Field::Url => text.parse::<QualifiedUrl>().is_ok(),
        Field::PageTotal | Field::Volumes => text.parse::<Numeric>().is_ok(),
        Field::Language => read_language(text).is_some(),
        _ => true,
    }
}

/// Lays an entry flat. What has no place in an `Item` is left out.
pub(super) fn flatten(entry: &Entry) -> Item {
    let parent = entry.parents().first();
    let is_series =
        parent.is_some_and(|parent| parent.entry_type() == entry.entry_type() && has_series(*entry.entry_type()));
    let container = parent.filter(|_| !is_series);
    let kind = kind_of(*entry.entry_type(), container.map(|parent| *parent.entry_type()));
    let mut item = Item { kind, issued: entry.date().copied(), ..Item::default() };
    flatten_own(&mut item, entry);
    flatten_shared(&mut item, entry);
    if let Some(parent) = container {
        item.set(Field::Container, parent.title().map(|title| title.value.clone()));
        item.set(Field::ShortContainer, parent.title().and_then(|title| title.short.as_deref().cloned()));
        item.set_names(Role::ContainerAuthor, parent.authors());
        flatten_shared(&mut item, parent);
    }
    let series = if is_series { parent } else { container.and_then(|parent| parent.parents().first()) };
    item.set(Field::Series, series.and_then(|series| series.title()).map(|title| title.value.clone()));
    item
}

/// The fields that are the work's own whatever it is part of.
fn flatten_own(item: &mut Item, entry: &Entry) {
    let value = |text: Option<&FormatString>| text.map(|text| text.value.clone());
    item.set(Field::Title, value(entry.title()));
    item.set(Field::ShortTitle, entry.title().and_then(|title| title.short.as_deref().cloned()));
    item.set(Field::Organization, value(entry.organization()));
    item.set(Field::EventPlace, value(entry.location()));
    item.set(Field::Archive, value(entry.archive()));
    item.set(Field::ArchivePlace, value(entry.archive_location()));
    item.set(Field::CallNumber, value(entry.call_number()));
    item.set(Field::Genre, value(entry.genre()));
    item.set(Field::Abstract, value(entry.abstract_()));
    item.set(Field::Note, value(entry.note()));
    item.set(Field::Pages, entry.page_range().map(|pages| plain(&pages.to_string())));
    item.set(Field::PageTotal, entry.page_total().map(|total| plain(&total.to_string())));
    item.set(Field::Runtime, entry.runtime().map(|runtime| plain(&runtime.to_string())));
    item.set(Field::Chapter, entry.chapter().map(|chapter| plain(&chapter.to_string())));
    item.set(Field::Language, entry.language().map(|language| plain(&language.to_string())));
    item.set(Field::Url, entry.url().map(|url| plain(url.value.as_str())));
    item.accessed = entry.url().and_then(|url| url.visit_date);
    item.set_names(Role::Author, entry.authors());
    for PersonsWithRoles { names, role } in entry.affiliated().unwrap_or_default() {
        if let Some(word) = word_of(role) {
            item.set_names(Role::Other(word), Some(names));
        }
    }
}

/// The fields that may stand with the work or with the one it is part of.
fn flatten_shared(item: &mut Item, entry: &Entry) {
    item.set(Field::Volume, entry.volume().map(|volume| plain(&volume.to_string())));
    item.set(Field::Volumes, entry.volume_total().map(|total| plain(&total.to_string())));
    item.set(Field::Issue, entry.issue().map(|issue| plain(&issue.to_string())));
    item.set(Field::Edition, entry.edition().map(|edition| plain(&edition.to_string())));
    let publisher = entry.publisher();
    item.set(Field::Publisher, publisher.and_then(Publisher::name).map(|name| name.value.clone()));
    item.set(Field::Place, publisher.and_then(Publisher::location).map(|place| place.value.clone()));
    item.set_names(Role::Editor, entry.editors());
    for (field, name) in SERIALS {
        item.set(field, entry.keyed_serial_number(name).map(plain));
    }
}

/// Makes the entry that a flat item describes: what belongs to the work it is part of goes to a parent.
pub(super) fn build(item: &Item, key: &str) -> Entry {
    let mut entry = Entry::new(key, item.kind.entry);
    build_own(&mut entry, item);
    let names_container = item.has_container() || item.names.contains_key(&Role::ContainerAuthor);
    let parent = item.kind.parent.or_else(|| names_container.then(|| default_parent(item.kind.entry)));
    let series = item.texts.get(&Field::Series);
    let Some(parent) = parent else {
        build_shared(&mut entry, item, &[]);
        if let Some(series) = series {
            entry.set_parents(vec![titled(key, item.kind.entry, series.clone())]);
        }
        return entry;
    };
    let mut holder = Entry::new(key, parent);
    if let Some(title) = title_of(item, Field::Container, Field::ShortContainer) {
        holder.set_title(title);
    }
    if let Some(names) = item.names.get(&Role::ContainerAuthor) {
        holder.set_authors(names.clone());
    }
    build_shared(&mut holder, item, &[Field::Doi, Field::Pmid, Field::Pmcid, Field::Arxiv, Field::Number]);
    build_serials(&mut entry, item, &[Field::Isbn, Field::Issn]);
    if let Some(series) = series {
        holder.set_parents(vec![titled(key, parent, series.clone())]);
    }
    entry.set_parents(vec![holder]);
    entry
}

fn titled(key: &str, kind: EntryType, title: ChunkedString) -> Entry {
    let mut entry = Entry::new(key, kind);
    entry.set_title(FormatString { value: title, short: None });
    entry
}

fn title_of(item: &Item, long: Field, short: Field) -> Option<FormatString> {
    let short_title = item.texts.get(&short).cloned();
    let value = item.texts.get(&long).cloned().or_else(|| short_title.clone())?;
    Some(FormatString { value, short: short_title.filter(|_| item.has(long)).map(Box::new) })
}

type Setter = fn(&mut Entry, FormatString);

fn build_own(entry: &mut Entry, item: &Item) {
    let text = |field: Field| item.texts.get(&field).cloned().map(|value| FormatString { value, short: None });
    if let Some(title) = title_of(item, Field::Title, Field::ShortTitle) {
        entry.set_title(title);
    }
    let setters: [(Field, Setter); 8] = [
        (Field::Organization, Entry::set_organization),
        (Field::EventPlace, Entry::set_location),
        (Field::Archive, Entry::set_archive),
        (Field::ArchivePlace, Entry::set_archive_location),
        (Field::CallNumber, Entry::set_call_number),
        (Field::Genre, Entry::set_genre),
        (Field::Abstract, Entry::set_abstract_),
        (Field::Note, Entry::set_note),
    ];
    for (field, set) in setters {
        if let Some(value) = text(field) {
            set(entry, value);
        }
    }
    build_typed(entry, item);
    if let Some(names) = item.names.get(&Role::Author) {
        entry.set_authors(names.clone());
    }
    let affiliated: Vec<PersonsWithRoles> = item
        .names
        .iter()
        .filter_map(|(role, names)| match role {
            Role::Other(word) => Some(PersonsWithRoles::new(names.clone(), role_of(word)?)),
            _ => None,
        })
        .collect();
    if !affiliated.is_empty() {
        entry.set_affiliated(affiliated);
    }
}

fn build_typed(entry: &mut Entry, item: &Item) {
    if let Some(date) = item.issued {
        entry.set_date(date);
    }
    if let Some(pages) = typed(item, Field::Pages) {
        entry.set_page_range(pages);
    }
    if let Some(runtime) = typed(item, Field::Runtime) {
        entry.set_runtime(runtime);
    }
    if let Some(chapter) = typed(item, Field::Chapter) {
        entry.set_chapter(chapter);
    }
    if let Some(total) = item.text(Field::PageTotal).and_then(|text| text.parse().ok()) {
        entry.set_page_total(total);
    }
    if let Some(language) = item.text(Field::Language).and_then(|text| text.parse().ok()) {
        entry.set_language(language);
    }
    if let Some(url) = item.text(Field::Url).and_then(|text| text.parse::<QualifiedUrl>().ok()) {
        entry.set_url(QualifiedUrl::new(url.value, item.accessed));
    }
}

fn typed<T: std::str::FromStr>(item: &Item, field: Field) -> Option<MaybeTyped<T>> {
    let text = item.text(field)?;
    Some(text.parse().map_or(MaybeTyped::String(text), MaybeTyped::Typed))
}

/// The fields that go to the work that holds this one, when there is one; `without` names serial numbers that do not.
fn build_shared(entry: &mut Entry, item: &Item, without: &[Field]) {
    if let Some(volume) = typed(item, Field::Volume) {
        entry.set_volume(volume);
    }
    if let Some(total) = item.text(Field::Volumes).and_then(|text| text.parse().ok()) {
        entry.set_volume_total(total);
    }
    if let Some(issue) = typed(item, Field::Issue) {
        entry.set_issue(issue);
    }
    if let Some(edition) = typed(item, Field::Edition) {
        entry.set_edition(edition);
    }
    let name = title_of(item, Field::Publisher, Field::Publisher).map(|name| FormatString { short: None, ..name });
    let place = title_of(item, Field::Place, Field::Place).map(|place| FormatString { short: None, ..place });
    if name.is_some() || place.is_some() {
        entry.set_publisher(Publisher::new(name, place));
    }
    if let Some(names) = item.names.get(&Role::Editor) {
        entry.set_editors(names.clone());
    }
    build_serials(entry, item, without);
}

fn build_serials(entry: &mut Entry, item: &Item, without: &[Field]) {
    for (field, name) in SERIALS.iter().filter(|(field, _)| !without.contains(field)) {
        if let Some(number) = item.text(*field) {
            entry.set_keyed_serial_number(name, number);
        }
    }
}
