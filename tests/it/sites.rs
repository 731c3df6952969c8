//! Whole sites: what is found in each, drawn as the editor sees it, and what is published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::golden::{
    Site, cases_folder, check_drawn, check_findings, check_site, check_site_with, files_below, is_blessing, write,
};
use jiaozhu::build::Report;

const ARTICLE: &str = "content/qiao/index.md";

/// A test a case whose site is committed whole.
macro_rules! sites {
    ($($case:ident)*) => {
        $(#[test]
        fn $case() {
            check_site(stringify!($case));
        })*

        const WHOLE: &[&str] = &[$(stringify!($case)),*];
    };
}

/// A test a case of which a part is made here.
macro_rules! prepared_sites {
    ($($case:ident: $prepare:expr;)*) => {
        $(#[test]
        fn $case() {
            check_site_with(stringify!($case), $prepare);
        })*

        const PREPARED: &[&str] = &[$(stringify!($case)),*];
    };
}

sites! {
    collation_apparatus
    collation_overlapping_entries
    defaults_by_folder
    edition_bare_addresses
    edition_books
    edition_claims_and_emendations
    edition_evidence
    edition_exports
    edition_lang_of_characters
    every_kind
    findings_all_of_yaml
    findings_jz005_no_article
    findings_jz006_defaults
    findings_jz006_misplaced_files
    findings_jz007_colon_in_title
    findings_jz007_config_base_url
    findings_jz007_config_no_title
    findings_jz007_config_per_page
    findings_jz007_config_style
    findings_jz007_config_syntax
    findings_jz007_config_unknown_key
    findings_jz007_config_unknown_value
    findings_jz007_config_variants
    findings_jz007_config_wrong_values
    findings_jz007_defaults_of_one_article
    findings_jz007_defaults_unknown_field
    findings_jz007_field_twice
    findings_jz007_front_matter_below_the_top
    findings_jz007_front_matter_not_closed
    findings_jz007_front_matter_of_another_form
    findings_jz007_unknown_field
    findings_jz007_wrong_type
    findings_jz007_yaml_tab
    findings_jz008_bad_date
    findings_jz009_folder_name
    findings_jz009_slug_leaves_folder
    findings_jz010_slug_twice
    findings_jz011_takes_a_place
    findings_jz013_defaults
    findings_jz013_unknown_lang
    findings_jz014_raw_html
    findings_jz014_tag_not_closed
    findings_jz016_other_script
    findings_jz017_alias_taken
    findings_jz018_same_address
    findings_jz019_too_many
    findings_jz020_full_width_comma
    findings_jz021_active_files
    findings_jz101_missing_definition
    findings_jz102_label_twice
    findings_jz103_unused_note
    findings_jz104_label_not_a_key
    findings_jz105_reserved_label
    findings_jz106_mark_in_note
    findings_jz107_bracket_not_closed
    findings_jz108_nested_claims
    findings_jz109_space_before_mark
    findings_jz110_citation
    findings_jz111_colon_and_definition
    findings_jz111_colon_below_a_note
    findings_jz111_colon_of_second_note
    findings_jz111_full_width_citation
    findings_jz111_full_width_markup
    findings_jz112_edge_moved
    findings_jz113_empty_note
    findings_jz114_citation_in_text
    findings_jz115_looks_like_markup
    findings_jz116_mark_in_a_caption
    findings_jz117_formula
    findings_jz118_citation_in_a_sentence
    findings_jz200_bad_date
    findings_jz200_empty_text
    findings_jz200_full_width_colon
    findings_jz200_no_space
    findings_jz200_reply
    findings_jz200_unknown_key
    findings_jz200_unknown_stance
    findings_jz201_no_source
    findings_jz202_no_such_note
    findings_jz203_source_not_cited
    findings_jz204_source_without_stance
    findings_jz205_verdict_differs
    findings_jz206_no_finding
    findings_jz207_no_translation
    findings_jz208_later_source
    findings_jz209_allegation
    findings_jz209_no_reply
    findings_jz211_view_with_verdict
    findings_jz212_quotation_without_passage
    findings_jz213_mentions_alone
    findings_jz214_other_place
    findings_jz215_why_not_printed
    findings_jz216_through_itself
    findings_jz217_passage_without_lang
    findings_jz218_nothing_recorded
    findings_jz306_via_unknown_source
    findings_jz307_unknown_class
    findings_jz308_unread_with_access_date
    findings_jz309_low_without_why
    findings_jz310_relays_in_a_circle
    findings_jz311_not_described
    findings_jz220_bad_date
    findings_jz220_missing_key
    findings_jz220_newest_first
    findings_jz220_no_list
    findings_jz220_unknown_key
    findings_jz221_unknown_label
    findings_jz222_unread
    findings_jz210_unsourced
    findings_jz301_defaults
    findings_jz301_no_sources_file
    findings_jz301_unknown_source
    findings_jz302_source_not_cited
    findings_jz303_bad_source_date
    findings_jz303_full_width_colon
    findings_jz303_hides_unknown_sources
    findings_jz303_not_readable
    findings_jz303_unknown_jz_field
    findings_jz303_values
    findings_jz304_source_key
    findings_jz305_name_also_in_title
    findings_jz305_nested_source_field
    findings_jz305_unknown_source_field
    findings_jz401_javascript_address
    findings_jz503_defaults
    findings_jz504_defaults
    findings_jz402_leads_to_nothing
    findings_jz402_place_of_another_article
    findings_jz402_unknown_heading
    findings_jz501_in_a_reason
    findings_jz501_quoted_forms_become_equal
    findings_jz502_glossary
    findings_jz502_glossary_not_readable
    findings_jz502_glossary_rules
    findings_jz503_fixed_form_not_closed
    findings_jz504_unknown_group
    findings_jz505_word_twice
    findings_jz506_rule_not_used
    findings_jz507_shared_rule_not_used
    findings_jz508_house_style
    findings_jz508_two_forms
    findings_jz509_tag_of_a_fixed_form
    findings_jz601_rule_without_form
    findings_jz601_unknown_key
    findings_jz601_unknown_status
    findings_jz602_rules_cross
    findings_jz603_departs_from_witness
    findings_jz603_second_of_two_like_places
    findings_jz603_text_added
    findings_jz603_text_missing
    findings_jz604_idle_rule
    findings_jz604_within_a_longer_rule
    findings_jz605_change_crosses_link
    findings_jz605_word_alone_crosses_link
    findings_jz606_added_not_there
    findings_jz606_omitted_not_there
    findings_jz607_strange_characters
    findings_jz610_undecided
    findings_jz701_broken_template
    findings_jz701_circle
    findings_jz701_no_such_parent
    findings_jz701_unknown_block
    findings_jz701_unknown_filter
    findings_jz702_not_on_every_page
    findings_jz703_unknown_field
    findings_jz704_unknown_word
    glossary_groups_and_regions
    interface_english
    interface_own_words
    lists_tags_and_series
    search_both_scripts
    search_slug_taken
    search_takes_a_place
}

prepared_sites! {
    findings_jz001_invalid_utf8: |root| write(&root.join(ARTICLE), &big5_inside());
    findings_jz001_utf16: |root| {
        let bytes: Vec<u8> = "\u{feff}舊橋。\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        write(&root.join(ARTICLE), &bytes);
    };
    findings_jz002_nul: |root| write(&root.join(ARTICLE), NUL_INSIDE.as_bytes());
    findings_jz003_link: |root| {
        std::os::unix::fs::symlink("../../jiaozhu.toml", root.join("content/qiao/tu.png")).expect("a link is made");
    };
    findings_jz004_long_front_matter: |root| {
        write(&root.join(ARTICLE), format!("---\nsummary: {}\n---\n\n舊橋。\n", "橋".repeat(22_000)).as_bytes());
    };
    findings_jz012_nested_too_deep: |root| write(&root.join(ARTICLE), format!("{}舊橋。\n", "> ".repeat(200)).as_bytes());
    findings_crlf_and_byte_order_mark: |root| {
        write(&root.join(ARTICLE), "\u{feff}---\r\ntitle: 舊橋\r\n---\r\n\r\n水很清。[^zhi]\r\n".as_bytes());
    };
}

/// One run names every fault, and the site that stands is not touched.
#[test]
fn findings_all_at_once() {
    let case = "findings_all_at_once";
    let faulty = FaultySite::after_a_sound_build();
    let report = faulty.build_in_vain();
    check_findings(case, &faulty.site, &report);
    for article in faulty.inputs.keys().filter(|name| name.ends_with("/index.md") && *name != SOUND) {
        let is_named = report.findings.iter().any(|f| f.place.as_ref().is_some_and(|place| place.file == *article));
        // The files of the site that stands are inputs too: they lie where nothing is read.
        assert!(is_named || !article.starts_with("content/"), "nothing is found in {article}");
    }
}

/// A broken template stops the pages; without it they are made, and still not published.
#[test]
fn errors_of_articles_alone_keep_the_old_site() {
    let mut faulty = FaultySite::after_a_sound_build();
    fs::remove_file(faulty.site.root().join("templates/404.html")).expect("the template is removed");
    faulty.inputs.remove("templates/404.html");
    let report = faulty.build_in_vain();
    assert!(report.findings.iter().all(|finding| finding.code != "JZ701"), "{:#?}", report.findings);
}

/// The sound article of `findings_all_at_once`.
const SOUND: &str = "content/an/index.md";

/// A site with every kind of fault, over a `public/` that was built when it had none.
struct FaultySite {
    site: Site,
    inputs: BTreeMap<String, Vec<u8>>,
    published: BTreeMap<String, Vec<u8>>,
}

impl FaultySite {
    fn after_a_sound_build() -> Self {
        let site = Site::copy("findings_all_at_once");
        let files = files_below(site.root());
        for name in files.keys().filter(|name| !matches!(name.as_str(), "jiaozhu.toml" | SOUND)) {
            fs::remove_file(site.root().join(name)).expect("the file is removed");
        }
        let report = site.build();
        assert!(report.outcome.is_some(), "{:#?}", report.findings);
        let published = files_below(&report.output);
        assert!(published.contains_key("zh-hant/an/index.html"));
        // The report holds the lock of the output.
        drop(report);
        for (name, bytes) in &files {
            write(&site.root().join(name), bytes);
        }
        write(&site.root().join("content/invalid-utf8/index.md"), &big5_inside());
        write(&site.root().join("content/nul/index.md"), NUL_INSIDE.as_bytes());
        Self { inputs: files_below(site.root()), published, site }
    }

    fn build_in_vain(&self) -> Report {
        let report = self.site.build();
        assert!(report.outcome.is_none(), "{:#?}", report.findings);
        assert!(files_below(&report.output) == self.published, "the old site was touched");
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&files_below(self.site.root())), names(&self.inputs), "the run left files, or took some away");
        report
    }
}

/// A text with the character 日 in Big5.
fn big5_inside() -> Vec<u8> {
    ["城東有一座舊橋，".as_bytes(), &[0xa4, 0xe9], "光照在水上。\n".as_bytes()].concat()
}

const NUL_INSIDE: &str = "城東有一座舊橋，\0橋下的水很清。\n";

const CARELESS: [&str; 2] = ["findings_jz608_careless_conversion", "findings_jz609_title_and_note"];

/// What costs as much as a build is found by `check` alone.
#[test]
fn careless_conversion_is_found_by_check() {
    for case in CARELESS {
        let site = Site::copy(case);
        check_drawn(case, &site, &site.check());
        assert!(site.build().findings.is_empty(), "{case}");
    }
}

#[test]
fn every_case_has_a_test() {
    let folders = fs::read_dir(cases_folder()).expect("the cases are there");
    let folders: BTreeSet<String> =
        folders.map(|entry| entry.expect("a case").file_name().to_string_lossy().into_owned()).collect();
    let tested =
        WHOLE.iter().chain(PREPARED).chain(&["findings_all_at_once"]).chain(&CARELESS).map(|case| (*case).to_owned());
    assert_eq!(folders, tested.collect());
}

/// `JZ099` is the program's own failure: no site is known that brings it about.
#[test]
fn every_code_has_a_case() {
    // The files are being written just now.
    if is_blessing() {
        return;
    }
    let sources = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let used: BTreeSet<String> = sources.values().flat_map(|bytes| codes_after(bytes, "\"JZ")).collect();
    let drawn = files_below(&cases_folder());
    let drawn = drawn.iter().filter(|(name, _)| name.ends_with("findings.txt"));
    // What needs hosts that answer, or a date, is drawn by the tests of links.
    let of_links = files_below(&cases_folder().with_file_name("links"));
    // What a bibliography given to `import` says stands beside it.
    let of_bibliographies = files_below(&cases_folder().with_file_name("data").join("bibliography"));
    let drawn = drawn.chain(&of_links).chain(&of_bibliographies);
    let covered: BTreeSet<String> = drawn.flat_map(|(_, bytes)| codes_after(bytes, "[JZ")).collect();
    let missing: Vec<&String> = used.difference(&covered).filter(|code| *code != "JZ099").collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

/// Returns the codes that stand after `opening`, whose end is `JZ`.
fn codes_after(bytes: &[u8], opening: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let digits = text.split(opening).skip(1).filter_map(|rest| rest.get(..3));
    digits.filter(|code| code.bytes().all(|b| b.is_ascii_digit())).map(|code| format!("JZ{code}")).collect()
}
