//! Which of many spans cross another one's edges, without looking at all of them.

use super::Span;

/// Spans in the order of their starts and of their ends.
///
/// Asked about spans that do not overlap, all answers together take no longer than one look at each of both.
#[derive(Debug, Default)]
pub struct Edges<'a> {
    by_start: Vec<&'a Span>,
    by_end: Vec<&'a Span>,
}

impl<'a> Edges<'a> {
    /// Takes in `spans`, which may nest and cross.
    pub fn of(spans: impl Iterator<Item = &'a Span>) -> Self {
        let mut by_start: Vec<&Span> = spans.collect();
        let mut by_end = by_start.clone();
        by_start.sort_by_key(|span| span.start);
        by_end.sort_by_key(|span| span.end);
        Self { by_start, by_end }
    }

    /// Returns those that begin before `at` and end inside it.
    pub fn over_start(&self, at: &Span) -> impl Iterator<Item = &'a Span> {
        let first = self.by_end.partition_point(|span| span.end <= at.start);
        let last = self.by_end.partition_point(|span| span.end < at.end).max(first);
        let start = at.start;
        self.by_end.get(first..last).unwrap_or_default().iter().copied().filter(move |span| span.start < start)
    }

    /// Returns those that begin inside `at` and end behind it.
    pub fn over_end(&self, at: &Span) -> impl Iterator<Item = &'a Span> {
        let first = self.by_start.partition_point(|span| span.start <= at.start);
        let last = self.by_start.partition_point(|span| span.start < at.end).max(first);
        let end = at.end;
        self.by_start.get(first..last).unwrap_or_default().iter().copied().filter(move |span| span.end > end)
    }

    /// Says whether one of them has one edge inside `at` and the other outside.
    pub fn cross(&self, at: &Span) -> bool {
        self.over_start(at).next().is_some() || self.over_end(at).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_with_one_edge_inside_are_found() {
        let spans: Vec<Span> = (0..7).flat_map(|start| (start..7).map(move |end| start..end)).collect();
        for at in &spans {
            for span in &spans {
                let over_start = span.start < at.start && at.start < span.end && span.end < at.end;
                let over_end = at.start < span.start && span.start < at.end && at.end < span.end;
                let edges = Edges::of(std::iter::once(span));
                assert_eq!(edges.over_start(at).count(), usize::from(over_start), "{span:?} at {at:?}");
                assert_eq!(edges.over_end(at).count(), usize::from(over_end), "{span:?} at {at:?}");
                assert_eq!(edges.cross(at), over_start || over_end);
            }
            let all = Edges::of(spans.iter());
            let n = spans.iter().filter(|span| Edges::of(std::iter::once(*span)).cross(at)).count();
            assert_eq!(all.over_start(at).count() + all.over_end(at).count(), n);
        }
    }
}
