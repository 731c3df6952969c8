//! Values of front matter that other programs write otherwise: dates with a time, names as maps, lists as one text, lines of text, TOML.

use crate::config::yaml_quoted;
use crate::model::is_wide;

use super::dates::read_date;

/// Reads TOML: each entry its key and its line of YAML; one whose value is no such has none but its key.
pub(super) fn read_toml(text: &str) -> Option<Vec<(String, String)>> {
    let table: toml::Table = text.parse().ok()?;
    let line = |(key, value): (String, toml::Value)| {
        let line = yaml_of(&value).map(|value| format!("{key}: {value}\n")).unwrap_or_default();
        (key, line)
    };
    Some(table.into_iter().map(line).collect())
}

fn yaml_of(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(yaml_quoted(text)),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(is_set) => Some(is_set.to_string()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(yaml_of).collect();
            items.map(|items| format!("[{}]", items.join(", ")))
        }
        toml::Value::Float(_) | toml::Value::Table(_) => None,
    }
}

/// Writes an entry's value in one line where it is lines of text (`|`, `>`), and tags in a text as a list.
pub(super) fn as_line(key: &str, lines: String) -> String {
    let Some((first, rest)) = lines.split_once('\n') else { return lines };
    let value = first.split_once(':').map_or("", |(_, value)| value.trim());
    if value.starts_with(['|', '>']) && value.len() <= 3 {
        let mut text = String::new();
        for line in rest.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let is_joined = text.ends_with(is_wide) && line.starts_with(is_wide) || text.is_empty();
            text.push_str(if is_joined { "" } else { " " });
            text.push_str(line);
        }
        return format!("{key}: {}\n", yaml_quoted(&text));
    }
    let is_text = !value.starts_with(['[', '{', '&', '*', '!', '#']);
    if key == "tags" && is_text && value.contains([',', '，', '、']) {
        let tags =
            value.trim_matches(['"', '\'']).split([',', '，', '、']).map(str::trim).filter(|tag| !tag.is_empty());
        return format!("{key}: [{}]\n", tags.map(yaml_quoted).collect::<Vec<_>>().join(", "));
    }
    lines
}

/// Returns an entry whose value cannot be read as one that may be: of a date its day, of names the names.
pub(super) fn readable(key: &str, lines: &str) -> Option<String> {
    let value = lines.split_once(':').map(|(_, value)| value.trim().trim_matches(['"', '\''])).unwrap_or_default();
    match key {
        "date" | "updated" => {
            let value = value.trim_start_matches(|c: char| !c.is_ascii_digit());
            let day = value.get(..10).filter(|day| day.parse::<crate::model::Date>().is_ok()).map(str::to_owned);
            day.or_else(|| read_date(value).map(|(date, _)| date)).map(|date| format!("{key}: {date}\n"))
        }
        "author" | "editor" => {
            let names = lines.lines().map(|line| line.trim_start_matches([' ', '-']));
            let names =
                names.filter_map(|line| line.strip_prefix("name:").or_else(|| line.strip_prefix("display_name:")));
            let names = names.map(|name| name.trim().trim_matches(['"', '\''])).filter(|name| !name.is_empty());
            let names: Vec<String> = names.map(yaml_quoted).collect();
            (!names.is_empty()).then(|| format!("{key}: [{}]\n", names.join(", ")))
        }
        _ => None,
    }
}
