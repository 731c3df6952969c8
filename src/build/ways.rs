//! Which articles stand before and behind each: known before any is drawn, from how their own pages will name them.
//!
//! What an article's pages say of others is in its key (`store`), so that a changed title makes its neighbours anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::listing::{Front, Listed};
use crate::page::{Instalment, Neighbour, list_order, series_order};

/// Gives each article that lists have its ways; in a series they are the series'.
pub(super) fn find_ways(listed: &mut [Listed<'_>]) {
    let mut all: Vec<&mut Listed<'_>> =
        listed.iter_mut().filter(|article| article.is_published && article.front.about.is_none()).collect();
    // The oldest first, which lists have last.
    all.sort_by(|a, b| listed_at(&b.front).cmp(&listed_at(&a.front)));
    lead(&mut all);
    let mut series: BTreeMap<String, Vec<&mut Listed<'_>>> = BTreeMap::new();
    for article in all {
        if let Some(name) = &article.front.names.series {
            series.entry(name.slug.clone()).or_default().push(article);
        }
    }
    for articles in series.values_mut() {
        articles.sort_by(|a, b| place(&a.front).cmp(&place(&b.front)));
        lead(articles);
        number(articles);
    }
}

fn listed_at(front: &Front) -> impl Ord + use<'_> {
    list_order(&front.date, front.names.series.as_ref(), front.series_order, &front.slug)
}

fn place(front: &Front) -> impl Ord + use<'_> {
    series_order(front.series_order, &front.date, &front.slug)
}

/// Leads from each of `articles` to those beside it.
fn lead(articles: &mut [&mut Listed<'_>]) {
    let named = |article: &&mut Listed<'_>| {
        let front = &article.front;
        Arc::new(Neighbour { slug: front.slug.clone(), titles: front.names.titles.clone() })
    };
    let names: Vec<_> = articles.iter().map(named).collect();
    for (i, article) in articles.iter_mut().enumerate() {
        article.ways.previous = i.checked_sub(1).and_then(|before| names.get(before)).cloned();
        article.ways.next = names.get(i + 1).cloned();
    }
}

fn number(articles: &mut [&mut Listed<'_>]) {
    let of = articles.len();
    for (i, article) in articles.iter_mut().enumerate() {
        let name = article.front.names.series.clone();
        article.ways.series = name.map(|name| Instalment { name, nth: i + 1, of });
    }
}
