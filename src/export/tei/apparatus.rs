//! The entries of the apparatus: in the text what it shows, at the end what was proposed or rejected.

use super::inline::Page;
use super::xml::Xml;
use crate::model::{Edited, Edition, Grade, LeafId, Place, Rule, Status, collect_leaves};
use crate::page::{kind_name, leaf_text, status_name};

/// How many characters are shown before and after a place.
const CONTEXT: usize = 8;

/// A place of a rule.
pub(super) struct Entry<'a> {
    place: &'a Place,
    rule: &'a Rule,
    edited: &'a Edited,
    leaf: LeafId,
    /// A pointer to who answers for it.
    resp: String,
}

impl<'a> Entry<'a> {
    /// Returns all places in document order; `names` are those who answer for rules.
    pub(super) fn all(edition: &'a Edition, names: &[&str]) -> Vec<Self> {
        let mut order = vec![edition.document.title];
        collect_leaves(&edition.document.body, &mut order);
        let mut entries = Vec::new();
        for leaf in order {
            let Some(edited) = edition.leaves.get(leaf) else { continue };
            entries.extend(edited.places.iter().filter_map(|place| {
                let rule = edition.collation.rules.get(place.rule)?;
                let of = names.iter().position(|name| rule.resp.as_deref() == Some(*name));
                let resp = of.map(|i| format!("#resp-{}", i + 1)).unwrap_or_default();
                Some(Self { place, rule, edited, leaf, resp })
            }));
        }
        entries
    }

    pub(super) fn id(&self) -> &'a str {
        &self.place.id
    }

    /// Says whether the text does not show the place.
    pub(super) fn is_unseen(&self) -> bool {
        matches!(self.place.status, Status::Proposed | Status::Rejected)
    }

    fn is_accepted(&self) -> bool {
        self.place.status == Status::Accepted
    }

    /// Pointers to its rule and what was decided.
    fn ana(&self) -> String {
        let rule = format!("#rule-{}", self.rule.id);
        if self.is_accepted() { rule } else { format!("{rule} #status-{}", status_name(self.place.status)) }
    }

    /// How sure the editor is of the lemma.
    fn cert(&self) -> &'static str {
        match (self.place.status, self.rule.grade) {
            (Status::Accepted | Status::Proposed, Grade::Firm) => "high",
            (Status::Accepted | Status::Proposed, Grade::Tentative) => "medium",
            (Status::Doubtful | Status::Rejected, _) => "low",
        }
    }

    /// Writes an entry whose text `inside` writes: the lemma of an accepted one, else what the witness has.
    ///
    /// Shape: one that goes over a sentence's end stands in pieces; `before` points from a further one to the first,
    /// which has the whole reading.
    pub(super) fn write(&self, xml: &mut Xml, before: &str, inside: impl FnOnce(&mut Xml)) {
        let id = if before.is_empty() { self.id() } else { "" };
        let kind = kind_name(self.rule.kind);
        let head = [("type", kind), ("xml:id", id), ("prev", before), ("ana", &self.ana())];
        xml.element("app", &head, |xml| self.readings(xml, before.is_empty(), inside));
    }

    fn readings(&self, xml: &mut Xml, is_first: bool, inside: impl FnOnce(&mut Xml)) {
        let cause = self.place.class.sign().to_string();
        let witness = [("wit", "#W")];
        let conjecture = [("cert", self.cert()), ("resp", self.resp.as_str())];
        if self.is_accepted() {
            xml.element("lem", &conjecture, inside);
            let reading = if is_first { self.place.reading.as_str() } else { "" };
            xml.text_or_empty("rdg", &[witness[0], ("cause", &cause)], reading);
        } else {
            xml.element("lem", &witness, inside);
            let lemma = if is_first { self.place.lemma.as_str() } else { "" };
            let attributes = [("type", "conjecture"), ("cause", &cause), conjecture[0], conjecture[1]];
            xml.text_or_empty("rdg", &attributes, lemma);
        }
    }
}

/// Writes the places that the text does not show: proposed and rejected ones, each with its sentence and what stands round it.
pub(super) fn write_unseen(xml: &mut Xml, page: &Page<'_>) {
    let unseen: Vec<&Entry<'_>> = page.entries.values().filter(|entry| entry.is_unseen()).collect();
    if unseen.is_empty() {
        return;
    }
    xml.block("div", &[("type", "apparatus")], |xml| {
        xml.field("head", &[], page.word("apparatus"));
        xml.block("listApp", &[], |xml| {
            for entry in unseen {
                write_one_unseen(xml, page, entry);
            }
        });
    });
}

fn write_one_unseen(xml: &mut Xml, page: &Page<'_>, entry: &Entry<'_>) {
    let text = &entry.edited.leaf.text;
    let at = &entry.place.edition;
    let slice =
        |from: usize, to: usize| text.get(from..to.min(text.len())).unwrap_or_default().iter().collect::<String>();
    let (before, after) = (slice(at.start.saturating_sub(CONTEXT), at.start), slice(at.end, at.end + CONTEXT));
    let head = [
        ("type", kind_name(entry.rule.kind)),
        ("xml:id", entry.id()),
        ("from", &page.sentence(entry.leaf, at.start)),
        ("ana", &entry.ana()),
    ];
    xml.element("app", &head, |xml| {
        entry.readings(xml, true, |xml| xml.text(&entry.place.reading));
        xml.element("note", &[("type", "context")], |xml| {
            xml.text(&before);
            xml.element("hi", &[], |xml| xml.text(&entry.place.reading));
            xml.text(&after);
        });
    });
    xml.line();
}

/// Writes that the edition leaves out an entry of `omitted`.
pub(super) fn gap(xml: &mut Xml, page: &Page<'_>, entry: usize) {
    let Some(omitted) = page.scripted.annotated.edition.collation.omitted.get(entry) else { return };
    let quantity = omitted.exact.chars().filter(|c| !c.is_whitespace()).count().to_string();
    xml.element("gap", &[("reason", "editorial"), ("unit", "chars"), ("quantity", &quantity)], |xml| {
        if let Some(reason) = omitted.reason_leaf {
            xml.element("desc", &[], |xml| xml.text(&leaf_text(page.scripted, page.v, reason)));
        }
    });
}

/// The categories of the apparatus: each rule with its reason, each addition with its.
pub(super) fn write_categories(xml: &mut Xml, page: &Page<'_>) {
    let edition = &page.scripted.annotated.edition;
    let mut statuses: Vec<(String, String)> = Vec::new();
    for status in [Status::Proposed, Status::Rejected, Status::Doubtful] {
        if page.entries.values().any(|entry| entry.place.status == status) {
            let name = status_name(status);
            statuses.push((format!("status-{name}"), page.word(name).to_owned()));
        }
    }
    page.taxonomy(xml, "emendation-status", &statuses);
    let reason_of = |leaf: Option<LeafId>| leaf.map(|leaf| leaf_text(page.scripted, page.v, leaf)).unwrap_or_default();
    let reason = |rule: &Rule| {
        let form = match &rule.form {
            crate::model::RuleForm::Word { reading, lemma } => format!("{reading} → {lemma}"),
            _ => String::new(),
        };
        [form, reason_of(rule.reason_leaf)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("：")
    };
    let rules = edition.collation.rules.iter().map(|rule| (format!("rule-{}", rule.id), reason(rule)));
    page.taxonomy(xml, "emendation-rules", &rules.collect::<Vec<_>>());
    let added = edition.collation.added.iter().enumerate();
    let added = added.map(|(i, added)| (format!("added-{}", i + 1), reason_of(added.reason_leaf)));
    page.taxonomy(xml, "additions", &added.collect::<Vec<_>>());
}
