//! Commands of other programs in a received Markdown, which a page prints as text.

/// How many are told of.
const N_TOLD: usize = 20;
/// How much of one is shown, in characters.
const N_SHOWN: usize = 40;

/// Tells of lines of `body`, which begins below line `n_before` of the file, that are commands of site generators.
pub(super) fn report_commands(body: &str, n_before: usize, report: &mut Vec<String>) {
    let mut is_code = false;
    let found = body.lines().enumerate().filter_map(|(i, line)| {
        let text = line.trim();
        is_code ^= text.starts_with("```") || text.starts_with("~~~");
        (!is_code && is_command(text)).then(|| {
            let shown: String = text.chars().take(N_SHOWN).collect();
            format!(
                "line {}: `{shown}` is a command of another program and is printed as text: take it out",
                n_before + i + 1
            )
        })
    });
    report.extend(found.take(N_TOLD));
}

/// Hexo's and Jekyll's `{% note %}`, Hugo's `{{< figure >}}`, kramdown's `{: .class}`, VuePress's `::: tip`, `[TOC]`.
fn is_command(text: &str) -> bool {
    let is_between = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    is_between("{%", "%}")
        || is_between("{{", "}}")
        || is_between("{:", "}")
        || text.starts_with(":::")
        || ["[TOC]", "[[TOC]]", "[[_TOC_]]"].contains(&text.to_ascii_uppercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::report_commands;

    #[test]
    fn commands_of_site_generators_are_told_of() {
        let body = "[toc]\n\n{% note info %}\n橋在東邊。\n{% endnote %}\n\n```\n{% raw %}\n```\n\n{甲}與{{乙}}。\n\n::: tip\n水深。\n:::\n";
        let mut report = Vec::new();
        report_commands(body, 3, &mut report);
        let told: Vec<&str> = report.iter().filter_map(|line| line.split(" is a command").next()).collect();
        assert_eq!(
            told,
            [
                "line 4: `[toc]`",
                "line 6: `{% note info %}`",
                "line 8: `{% endnote %}`",
                "line 16: `::: tip`",
                "line 18: `:::`"
            ]
        );
    }
}
