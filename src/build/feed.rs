//! Which articles feeds have: known before any is read whole, so that the text of no other is kept.

use super::listing::Listed;
use crate::config::Config;
use crate::pipeline::N_ENTRIES;

/// Chooses the newest articles that have a date; none when the site has no address.
pub(super) fn choose_newest(listed: &mut [Listed<'_>], config: &Config) {
    let is_wanted = |article: &&mut Listed<'_>| {
        article.is_published
            && !article.front.is_draft
            && article.front.about.is_none()
            && !article.front.changed.is_empty()
    };
    if config.base_url.is_none() {
        return;
    }
    let mut newest: Vec<&mut Listed<'_>> = listed.iter_mut().filter(is_wanted).collect();
    newest.sort_by(|a, b| b.front.changed.cmp(&a.front.changed).then_with(|| a.front.slug.cmp(&b.front.slug)));
    newest.into_iter().take(N_ENTRIES).for_each(|article| article.is_in_feeds = true);
}
