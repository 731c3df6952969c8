//! Draws a difference for a terminal: groups, a line a fact.

use super::difference::{CitationView, ClaimChanges, ClaimView, Difference, EntryChange, FieldChange, Resourced};
use super::wording::{Stretch, stretches};
use crate::diag::{count, printable};
use crate::model::is_wide;

/// Fields that are prose: their changes are shown character by character.
const PROSE: [&str; 13] = [
    "title",
    "finding",
    "why",
    "by",
    "gist",
    "against",
    "reply",
    "response.by",
    "response.text",
    "reason",
    "quote.text",
    "quote.translation",
    "note",
];
/// A stretch that stayed is shown this far from a change, in cells of the terminal.
const CONTEXT_CELLS: usize = 24;

/// Draws `difference` for a terminal in English; see [`draw_human_in`].
pub fn draw_human(difference: &Difference, colour: bool) -> String {
    draw_human_in(difference, colour, &str::to_owned)
}

/// Draws `difference` for a terminal, or says that there is none; `text` gives each text of ours in the language wanted.
///
/// Shape: groups parted by an empty line; in a group, a line a fact. What is gone stands in 〔−…〕, what is new in
/// 〔＋…〕; with `colour`, red and struck out, green and underlined instead.
/// Units: columns are padded by display width.
pub fn draw_human_in(difference: &Difference, colour: bool, text: &dyn Fn(&str) -> String) -> String {
    if difference.is_empty() {
        return format!("{}\n", text("no change"));
    }
    let pen = Pen { colour, text };
    let groups = [
        ("edition", difference.edition.iter().map(|field| Row::new(field.field, "", pen.value(field))).collect()),
        ("text", pen.paragraph_rows(difference)),
        ("claims", pen.claim_rows(&difference.claims)),
        ("sources", pen.source_rows(difference)),
        ("emendations", pen.emendation_rows(difference)),
        ("counts", pen.count_rows(difference)),
    ];
    let drawn = groups.iter().filter(|(_, rows)| !rows.is_empty()).map(|(name, rows)| draw_group(&text(name), rows));
    drawn.collect::<Vec<_>>().join("\n")
}

/// A line: what kind of fact, of what, and the fact.
struct Row {
    label: String,
    id: String,
    fact: String,
}

impl Row {
    fn new(label: &str, id: &str, fact: String) -> Self {
        Self { label: shown(label), id: shown(id), fact }
    }
}

fn draw_group(name: &str, rows: &[Row]) -> String {
    let widest = |cell: fn(&Row) -> &str| rows.iter().map(|row| width(cell(row))).max().unwrap_or_default();
    let (label_width, id_width) = (widest(|row| &row.label), widest(|row| &row.id));
    let mut out = format!("{name}\n");
    for row in rows {
        let mut line = format!("  {}", padded(&row.label, label_width));
        if id_width > 0 {
            line.push_str("  ");
            line.push_str(&padded(&row.id, id_width));
        }
        line.push_str("  ");
        line.push_str(&row.fact);
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn padded(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

fn width(text: &str) -> usize {
    text.chars().map(cells).sum()
}

fn cells(c: char) -> usize {
    1 + usize::from(is_wide(c))
}

/// A text of an edition on one line, without what would steer the terminal.
fn shown(text: &str) -> String {
    printable(text).replace('\n', "↵").replace('\t', " ")
}

/// How changes of text are marked, and in which language ours are.
struct Pen<'t> {
    colour: bool,
    text: &'t dyn Fn(&str) -> String,
}

impl Pen<'_> {
    /// A line with a label of ours.
    fn row(&self, label: &str, id: &str, fact: String) -> Row {
        Row::new(&(self.text)(label), id, fact)
    }

    fn paragraph_rows(&self, difference: &Difference) -> Vec<Row> {
        let changes = &difference.paragraphs;
        let row = |label: &str, ids: Vec<&str>| {
            let fact = || (self.text)(&format!("{}: {}", count(ids.len(), "paragraph"), shown(&ids.join(", "))));
            (!ids.is_empty()).then(|| self.row(label, "", fact()))
        };
        let ids = |list: &'_ [super::ParagraphView]| list.iter().map(|view| view.id.clone()).collect::<Vec<_>>();
        let (added, removed) = (ids(&changes.added), ids(&changes.removed));
        [
            row("added", added.iter().map(String::as_str).collect()),
            row("removed", removed.iter().map(String::as_str).collect()),
            row("reworded", changes.reworded.iter().map(|change| change.id.as_str()).collect()),
            self.converted_row(changes.converted),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn converted_row(&self, n: usize) -> Option<Row> {
        let fact = || (self.text)(&format!("{}, in another script alone", count(n, "text")));
        (n > 0).then(|| self.row("converted", "", fact()))
    }

    /// What is counted, as `verdicts.supported`, is said word by word.
    fn count_rows(&self, difference: &Difference) -> Vec<Row> {
        let changed = difference.counts.iter().filter(|count| count.old != count.new);
        let name = |name: &str| name.split('.').map(self.text).collect::<Vec<_>>().join(".");
        changed.map(|count| Row::new(&name(&count.count), "", format!("{} → {}", count.old, count.new))).collect()
    }

    fn removed(&self, text: &str) -> String {
        self.mark(text, "\u{1b}[31;9m", "−")
    }

    fn added(&self, text: &str) -> String {
        self.mark(text, "\u{1b}[32;4m", "＋")
    }

    fn mark(&self, text: &str, style: &str, sign: &str) -> String {
        match (text.is_empty(), self.colour) {
            (true, _) => String::new(),
            (false, true) => format!("{style}{}\u{1b}[0m", shown(text)),
            (false, false) => format!("〔{sign}{}〕", shown(text)),
        }
    }

    fn wording(&self, old: &str, new: &str) -> String {
        let list = stretches(old, new);
        let last = list.len().saturating_sub(1);
        let draw = |(i, stretch): (usize, &Stretch)| {
            if stretch.is_same() {
                shorten(&shown(&stretch.new), i > 0, i < last)
            } else {
                self.removed(&stretch.old) + &self.added(&stretch.new)
            }
        };
        list.iter().enumerate().map(draw).collect()
    }

    fn value(&self, field: &FieldChange) -> String {
        let (old, new) = (field.old.as_deref(), field.new.as_deref());
        if PROSE.contains(&field.field) {
            return self.wording(old.unwrap_or_default(), new.unwrap_or_default());
        }
        // A hash is told apart by its first digits.
        let cut =
            |text: &str| if field.field == "witness" { shown(text).chars().take(12).collect() } else { shown(text) };
        let is_verdict = field.field == "verdict";
        let said = |text: &str| if is_verdict { (self.text)(text) } else { text.to_owned() };
        let drawn = |text: Option<&str>| text.map_or_else(|| (self.text)("none"), |text| cut(&said(text)));
        format!("{} → {}", drawn(old), drawn(new))
    }

    fn field(&self, field: &FieldChange) -> String {
        format!("{}: {}", field.field, self.value(field))
    }

    fn changed_rows<'a>(&'a self, label: &'a str, list: &'a [EntryChange]) -> impl Iterator<Item = Row> + 'a {
        let fields = list.iter().flat_map(|entry| entry.fields.iter().map(move |field| (entry, field)));
        fields.map(move |(entry, field)| self.row(label, &entry.id, self.field(field)))
    }

    fn claim_rows(&self, claims: &ClaimChanges) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        rows.extend(claims.added.iter().map(|claim| self.row("added", &claim.id, self.claim_fact(claim))));
        rows.extend(claims.removed.iter().map(|claim| self.row("removed", &claim.id, self.claim_fact(claim))));
        rows.extend(claims.reworded.iter().map(|change| {
            let place = || (self.text)(&format!("place {}", change.place)) + ": ";
            let place = if change.place > 1 { place() } else { String::new() };
            let wording =
                self.wording(change.old.as_deref().unwrap_or_default(), change.new.as_deref().unwrap_or_default());
            self.row("reworded", &change.id, place + &wording)
        }));
        rows.extend(self.changed_rows("re-judged", &claims.rejudged));
        rows.extend(self.changed_rows("recorded", &claims.recorded));
        rows.extend(claims.resourced.iter().flat_map(|change| self.source_facts(change)));
        rows.extend(claims.notes.iter().map(|note| self.row("note", &note.id, self.wording(&note.old, &note.new))));
        rows.extend(self.converted_row(claims.converted));
        if claims.renumbered > 0 {
            let fact = (self.text)(&format!("{}, otherwise the same", count(claims.renumbered, "claim")));
            rows.push(self.row("renumbered", "", fact));
        }
        rows
    }

    fn claim_fact(&self, claim: &ClaimView) -> String {
        let verdict = claim.verdict.as_ref().filter(|verdict| *verdict != "unchecked");
        let verdict = verdict.map(|verdict| format!(" ({})", shown(&(self.text)(verdict)))).unwrap_or_default();
        match &claim.text {
            Some(text) => shown(text) + &verdict,
            None => (self.text)(&format!("gloss: {}", shown(claim.note.as_deref().unwrap_or_default()))),
        }
    }

    fn source_facts(&self, change: &Resourced) -> Vec<Row> {
        let row = |fact: String| self.row("re-sourced", &change.id, fact);
        let cites = |now: &str, citation| (self.text)(&format!("{now} cites {}", citation_fact(citation)));
        let mut rows: Vec<Row> = Vec::new();
        rows.extend(change.added.iter().map(|citation| row(cites("now", citation))));
        rows.extend(change.removed.iter().map(|citation| row(cites("no longer", citation))));
        for citation in &change.changed {
            let source = shown(&citation.source);
            rows.extend(citation.fields.iter().map(|field| row(format!("{source}, {}", self.field(field)))));
        }
        rows
    }

    fn source_rows(&self, difference: &Difference) -> Vec<Row> {
        let sources = &difference.sources;
        let fact =
            |source: &super::SourceView| shown(source.title.as_deref().or(source.url.as_deref()).unwrap_or_default());
        let mut rows: Vec<Row> = Vec::new();
        rows.extend(sources.added.iter().map(|source| self.row("added", &source.id, fact(source))));
        rows.extend(sources.removed.iter().map(|source| self.row("removed", &source.id, fact(source))));
        rows.extend(self.changed_rows("changed", &sources.changed));
        rows
    }

    fn emendation_rows(&self, difference: &Difference) -> Vec<Row> {
        let emendations = &difference.emendations;
        let fact = |emendation: &super::EmendationView| {
            let status = emendation.status.as_ref().map(|status| format!(", {}", shown(status))).unwrap_or_default();
            let (reading, lemma) = (shown(&emendation.reading), shown(&emendation.lemma));
            (self.text)(&format!("reading 「{reading}」, lemma 「{lemma}」{status}"))
        };
        let mut rows: Vec<Row> = Vec::new();
        rows.extend(emendations.added.iter().map(|e| self.row("added", &e.id, fact(e))));
        rows.extend(emendations.removed.iter().map(|e| self.row("removed", &e.id, fact(e))));
        rows.extend(self.changed_rows("changed", &emendations.changed));
        rows
    }
}

fn citation_fact(citation: &CitationView) -> String {
    let locator = citation.locator.as_ref().map(|locator| format!(", {}", shown(locator))).unwrap_or_default();
    let stance = citation.stance.as_ref().map(|stance| format!(" ({})", shown(stance))).unwrap_or_default();
    format!("{}{locator}{stance}", shown(&citation.source))
}

/// Leaves out the middle of a long stretch, and its outer end where no change stands on that side.
fn shorten(text: &str, is_after_change: bool, is_before_change: bool) -> String {
    let n_sides = usize::from(is_after_change) + usize::from(is_before_change);
    if n_sides == 0 || width(text) <= CONTEXT_CELLS * n_sides + 2 {
        return text.to_owned();
    }
    let head: String = if is_after_change { within(text.chars()).collect() } else { String::new() };
    let mut tail: Vec<char> = if is_before_change { within(text.chars().rev()).collect() } else { Vec::new() };
    tail.reverse();
    format!("{head}……{}", tail.into_iter().collect::<String>())
}

/// The first characters that fit into the context.
fn within(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut n_cells = 0;
    chars.take_while(move |c| {
        n_cells += cells(*c);
        n_cells <= CONTEXT_CELLS
    })
}
