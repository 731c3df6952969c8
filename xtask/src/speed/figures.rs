//! Arithmetic of the figures: medians, ratios, the stages that the program names.

use super::measure::Cost;

/// Returns the median of each part of the costs; of an even number the mean of the middle two.
pub fn median(costs: &[Cost]) -> Cost {
    let of = |part: fn(&Cost) -> f64| {
        let mut numbers: Vec<f64> = costs.iter().map(part).collect();
        numbers.sort_by(f64::total_cmp);
        let n = numbers.len();
        if n == 0 { 0.0 } else { f64::midpoint(numbers[(n - 1) / 2], numbers[n / 2]) }
    };
    Cost { wall: of(|cost| cost.wall), cpu: of(|cost| cost.cpu), peak: of(|cost| cost.peak) }
}

/// Returns `ours` as a part of `theirs`, drawn with two decimals; a dash where there is nothing to divide by.
pub fn ratio(ours: f64, theirs: f64) -> String {
    if theirs > 0.0 { format!("{:.2}", ours / theirs) } else { "–".to_owned() }
}

/// Reads the lines `stage NAME MILLISECONDS ms` of `build --timings`.
pub fn stages(printed: &str) -> Vec<(String, f64)> {
    let stage = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["stage", name, number, "ms"] = words.as_slice() else { return None };
        Some(((*name).to_owned(), number.parse().ok()?))
    };
    printed.lines().filter_map(stage).collect()
}

/// Returns what the stages cost without those named, in milliseconds an article.
pub fn own_work(stages: &[(String, f64)], others: &[&str], n_articles: f64) -> f64 {
    let of = |name: &str| stages.iter().find(|(stage, _)| stage == name).map_or(0.0, |(_, ms)| *ms);
    (of("total") - others.iter().map(|name| of(name)).sum::<f64>()) / n_articles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_taken_part_by_part() {
        let cost = |wall, cpu, peak| Cost { wall, cpu, peak };
        let costs = [cost(3.0, 1.0, 5.0), cost(1.0, 2.0, 9.0), cost(2.0, 6.0, 7.0)];
        assert_eq!(median(&costs), cost(2.0, 2.0, 7.0));
        assert_eq!(median(&costs[..2]), cost(2.0, 1.5, 7.0));
        assert_eq!(median(&[]), Cost::default());
    }

    #[test]
    fn ours_over_theirs() {
        assert_eq!(ratio(1.0, 3.0), "0.33");
        assert_eq!(ratio(1.0, 0.0), "–");
    }

    #[test]
    fn reads_stages_and_leaves_out_what_is_not_ours() {
        let printed = "note: x\nstage convert      600.500 ms\nstage total      1000.500 ms\nstage odd ms\n";
        let read = stages(printed);
        assert_eq!(read, [("convert".to_owned(), 600.5), ("total".to_owned(), 1000.5)]);
        assert!((own_work(&read, &["convert", "open"], 100.0) - 4.0).abs() < 1e-9);
    }
}
