//! `cargo xtask sbom`: what the program is built of, as CycloneDX 1.5 on standard output.
//!
//! 1. `cargo tree` tells which crates are in the program, and their licences; those of tests and chores are not among them.
//! 2. `Cargo.lock` has the hash of each; `opencc-requirements.txt` the version of OpenCC's library.
//! 3. The components are written in the order of their names, without a time or a serial number: the same lock file gives the
//!    same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::Outcome;
use crate::command::cargo;

const OPENCC: &str = "xtask/opencc-requirements.txt";

/// Prints the bill of materials.
///
/// Errors: cargo fails; `Cargo.lock` or OpenCC's requirements cannot be read.
pub fn print() -> Outcome<()> {
    let hashes = read_hashes(&read("Cargo.lock")?);
    let mut parts: Vec<String> = crates()?.iter().map(|part| component(part, &hashes)).collect();
    parts.push(opencc(&read(OPENCC)?)?);
    let own = env!("CARGO_PKG_VERSION");
    println!("{{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.5\",\n  \"version\": 1,");
    let program = version_of("jiaozhu", &read("Cargo.lock")?).unwrap_or_else(|| own.to_owned());
    println!(
        "  \"metadata\": {{\"component\": {{\"type\": \"application\", \"bom-ref\": \"jiaozhu\", \"name\": \"jiaozhu\", \
         \"version\": {}}}}},",
        quoted(&program)
    );
    println!("  \"components\": [\n    {}\n  ]\n}}", parts.join(",\n    "));
    Ok(())
}

fn read(path: &str) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))
}

/// A crate of the program.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    name: String,
    version: String,
    licence: String,
}

fn crates() -> Outcome<BTreeSet<Part>> {
    let mut tree = cargo(["tree", "--locked", "--package", "jiaozhu", "--edges", "normal,build", "--prefix", "none"]);
    let output = tree.args(["--format", "{p}|{l}"]).output().map_err(|error| format!("cannot start cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo tree failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    // A line is `name v1.2.3 (more)|licence (*)`.
    let part = |line: &str| {
        let (package, licence) = line.split_once('|')?;
        let mut words = package.split(' ');
        let (name, version) = (words.next()?.to_owned(), words.next()?.trim_start_matches('v').to_owned());
        let licence = licence.trim_end_matches(" (*)").trim().replace('/', " OR ").replace("  ", " ");
        (name != "jiaozhu").then_some(Part { name, version, licence })
    };
    Ok(text.lines().filter_map(part).collect())
}

/// The SHA-256 of each crate's archive, by name and version.
fn read_hashes(lock: &str) -> BTreeMap<(String, String), String> {
    let packages = lock.split("[[package]]");
    packages
        .filter_map(|package| {
            let value = |key: &str| field(package, key);
            Some(((value("name")?, value("version")?), value("checksum")?))
        })
        .collect()
}

fn version_of(name: &str, lock: &str) -> Option<String> {
    let mut packages = lock.split("[[package]]");
    packages
        .find(|package| field(package, "name").as_deref() == Some(name))
        .and_then(|package| field(package, "version"))
}

fn field(package: &str, key: &str) -> Option<String> {
    let value = |line: &str| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"').map(str::to_owned);
    package.lines().find_map(value)
}

fn component(part: &Part, hashes: &BTreeMap<(String, String), String>) -> String {
    let Part { name, version, licence } = part;
    let address = format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"));
    let hash = hashes.get(&(name.clone(), version.clone())).map(|hash| hash_list(hash)).unwrap_or_default();
    let licence = if licence.is_empty() {
        String::new()
    } else {
        format!(", \"licenses\": [{{\"expression\": {}}}]", quoted(licence))
    };
    described(name, version, &address, &format!("{hash}{licence}"))
}

/// The library that is not a crate: pinned by version, and by the hash of each platform's wheel.
fn opencc(requirements: &str) -> Outcome<String> {
    let version = requirements.lines().find_map(|line| line.trim().strip_prefix("opencc=="));
    let version =
        version.and_then(|rest| rest.split([' ', '\\', ';']).next()).ok_or(format!("no version in {OPENCC}"))?;
    let address = format!("pkg:pypi/opencc@{version}");
    Ok(described("libopencc", version, &address, ", \"licenses\": [{\"expression\": \"Apache-2.0\"}]"))
}

fn described(name: &str, version: &str, address: &str, more: &str) -> String {
    let (name, version, address) = (quoted(name), quoted(version), quoted(address));
    format!(
        "{{\"type\": \"library\", \"bom-ref\": {address}, \"name\": {name}, \"version\": {version}, \"purl\": {address}{more}}}"
    )
}

fn hash_list(sha256: &str) -> String {
    format!(", \"hashes\": [{{\"alg\": \"SHA-256\", \"content\": {}}}]", quoted(sha256))
}

/// Names, versions and licences hold no character that JSON would have otherwise, but quotation marks are never trusted.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
