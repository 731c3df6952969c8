//! robots.txt as RFC 9309 has it: which paths a host lets us ask for.

/// The product token that a host may address us by.
const TOKEN: &str = "jiaozhu";

/// The rules of one host for us; none: everything may be asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules(Vec<Rule>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    is_allowed: bool,
    pattern: String,
}

/// The rules of all groups that name us, and of those that name everyone.
#[derive(Default)]
struct Groups {
    ours: Option<Vec<Rule>>,
    everyone: Vec<Rule>,
}

impl Rules {
    /// Reads the rules that hold for us: those of the groups that name us, else those for everyone.
    pub(super) fn read(text: &str) -> Self {
        let mut groups = Groups::default();
        let (mut is_ours, mut is_everyone) = (false, false);
        let mut is_naming = false;
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !is_naming {
                        (is_ours, is_everyone) = (false, false);
                    }
                    is_naming = true;
                    is_everyone |= value == "*";
                    if value.eq_ignore_ascii_case(TOKEN) {
                        is_ours = true;
                        // A group that names us counts even when it holds no rule.
                        groups.ours.get_or_insert_default();
                    }
                }
                key @ ("allow" | "disallow") => {
                    is_naming = false;
                    if value.is_empty() {
                        continue;
                    }
                    let rule = Rule { is_allowed: key == "allow", pattern: value.to_owned() };
                    if is_ours {
                        groups.ours.get_or_insert_default().push(rule.clone());
                    }
                    if is_everyone {
                        groups.everyone.push(rule);
                    }
                }
                // Other lines end no list of names (RFC 9309, section 2.2.4).
                _ => {}
            }
        }
        Self(groups.ours.unwrap_or(groups.everyone))
    }

    /// Says whether `path`, with its query, may be asked for: the longest pattern decides, `Allow` where two are equal.
    pub(super) fn allow(&self, path: &str) -> bool {
        let hits = self.0.iter().filter(|rule| is_match(&rule.pattern, path));
        let longest = hits.max_by_key(|rule| (rule.pattern.len(), rule.is_allowed));
        longest.is_none_or(|rule| rule.is_allowed)
    }
}

/// Says whether `path` begins as `pattern` says: `*` is any stretch, `$` at the end is the end.
fn is_match(pattern: &str, path: &str) -> bool {
    let (pattern, is_whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut pieces = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or_default()) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    // The last piece must end the path, so it is looked for from behind.
    let last = if is_whole { pieces.pop() } else { None };
    for piece in pieces {
        match rest.split_once(piece) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    match last {
        Some(last) => rest.ends_with(last),
        None => !is_whole || rest.is_empty(),
    }
}
