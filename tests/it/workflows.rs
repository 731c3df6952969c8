//! The workflows of `docs/examples/workflows`: the steps that are typed there, run in order on a site that `init` made.
//!
//! The program is the tests' own, at the place where a run finds the one that the last run kept; what sends the site away is
//! exchanged for scripts that write down what they were asked for.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const BASE_URL: &str = "https://example.org/book";
const KEPT: &str = ".program/target/release/jiaozhu";

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples/workflows").join(name);
    fs::read_to_string(path).expect("an example")
}

fn yaml(name: &str) -> Value {
    serde_saphyr::from_str(&example(name)).expect("YAML")
}

/// A new site on a machine that knows nothing else.
struct Machine {
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        let machine = Self { folder: tempfile::tempdir().expect("a folder") };
        let made = Command::new(env!("CARGO_BIN_EXE_jiaozhu")).arg("init").arg(machine.site()).output();
        assert!(made.expect("it runs").status.success());
        machine.script("npx", "echo \"$@\" >>\"$HOME/asked\"");
        machine.script("ssh", "shift; sh -c \"$*\"");
        // The last two arguments are from where and, behind `HOST:`, to where.
        machine
            .script("rsync", "while [ $# -gt 2 ]; do shift; done; mkdir -p \"${2#*:}\" && cp -R \"$1.\" \"${2#*:}\"");
        machine
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn script(&self, name: &str, text: &str) {
        let path = self.folder.path().join("bin").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, format!("#!/bin/sh\nset -eu\n{text}\n")).expect("a script");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be run");
    }

    /// Puts the program where a run finds it.
    fn keep_program(&self, place: &str) {
        let place = self.site().join(place);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_jiaozhu"), place).expect("a link");
    }

    /// Adds a note that no mark leads to: a warning.
    fn add_warning(&self) {
        let article = self.site().join("content/bell/index.md");
        let text = fs::read_to_string(&article).expect("the example") + "\n[^idle]: 鐘樓在南門。\n";
        fs::write(article, text).expect("the example");
    }

    fn run(&self, arguments: &[&str], env: &BTreeMap<String, String>) -> Output {
        let own = self.folder.path();
        let program = Path::new(env!("CARGO_BIN_EXE_jiaozhu")).parent().expect("a folder");
        let path = format!("{}:{}:/usr/bin:/bin", own.join("bin").display(), program.display());
        let mut command = Command::new("sh");
        command.args(arguments).current_dir(self.site()).env_clear().env("PATH", path).env("HOME", own).envs(env);
        command.output().expect("a shell")
    }

    fn published(&self, path: &str) -> String {
        fs::read_to_string(self.site().join("public").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

fn assert_done(output: &Output, step: &str) {
    assert!(output.status.success(), "{step}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// A map's texts, with what the host fills in.
fn texts(map: &Value) -> BTreeMap<String, String> {
    let filled = |text: &str| match text {
        "${{ steps.pages.outputs.base_url }}" => BASE_URL.to_owned(),
        text if text.starts_with("${{ secrets.") => "secret".to_owned(),
        text => {
            assert!(!text.contains("${{"), "{text}");
            text.to_owned()
        }
    };
    let map = map.as_object().into_iter().flatten();
    map.map(|(name, text)| (name.clone(), filled(text.as_str().expect("a text")))).collect()
}

/// The commands of a workflow for GitHub in order, with their variables; building the program left out.
fn github_steps(workflow: &Value) -> Vec<(String, BTreeMap<String, String>)> {
    let mut found = Vec::new();
    for job in workflow["jobs"].as_object().expect("jobs").values() {
        for step in job["steps"].as_array().expect("steps") {
            let is_kept = step["if"] == "steps.cached.outputs.cache-hit != 'true'";
            if let (Some(command), false) = (step["run"].as_str(), is_kept) {
                let mut env = texts(&workflow["env"]);
                env.extend(texts(&step["env"]));
                found.push((command.to_owned(), env));
            }
        }
    }
    found
}

fn run_github(machine: &Machine, name: &str) -> Result<usize, String> {
    machine.keep_program(KEPT);
    let steps = github_steps(&yaml(name));
    for (command, env) in &steps {
        let output = machine.run(&["-e", "-c", command], env);
        if !output.status.success() {
            return Err(format!("{command}\n{}", String::from_utf8_lossy(&output.stderr)));
        }
    }
    Ok(steps.len())
}

#[test]
fn github_pages_get_the_site() {
    let machine = Machine::new();
    assert_eq!(run_github(&machine, "github-pages.yml"), Ok(2));
    assert!(machine.published("sitemap.xml").contains("https://example.org/book/zh-hant/bell/"));
    let workflow = yaml("github-pages.yml");
    let steps = workflow["jobs"]["build"]["steps"].as_array().expect("steps");
    let sent = steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("upload-pages")));
    let folder = sent.and_then(|step| step["with"]["path"].as_str()).expect("what is sent");
    assert!(machine.site().join(folder).join("index.html").is_file());
}

#[test]
fn cloudflare_gets_the_site() {
    let machine = Machine::new();
    assert_eq!(run_github(&machine, "cloudflare-pages.yml"), Ok(3));
    assert!(machine.published("sitemap.xml").contains("https://books.pages.dev/zh-hant/bell/"));
    let asked = fs::read_to_string(machine.folder.path().join("asked")).expect("npx was asked");
    assert_eq!(asked, "--yes wrangler@4 pages deploy public --project-name books --branch main\n");
}

/// What a run keeps is what the next one looks for.
#[test]
fn the_program_is_kept_where_it_is_run() {
    for name in ["github-pages.yml", "cloudflare-pages.yml"] {
        let workflow = yaml(name);
        let jobs = workflow["jobs"].as_object().expect("jobs").values();
        let steps = jobs.flat_map(|job| job["steps"].as_array().expect("steps"));
        let kept: Vec<_> = steps.filter(|step| step["id"] == "cached").map(|step| &step["with"]["path"]).collect();
        assert_eq!(kept, [KEPT], "{name}");
    }
    assert_eq!(yaml("gitlab-ci.yml")["pages"]["cache"]["paths"], serde_json::json!([KEPT]));
}

#[test]
fn gitlab_pages_get_the_site() {
    let machine = Machine::new();
    machine.keep_program(KEPT);
    let workflow = yaml("gitlab-ci.yml");
    let mut env = texts(&workflow["variables"]);
    env.insert("CI_PAGES_URL".to_owned(), BASE_URL.to_owned());
    let job = &workflow["pages"];
    let steps = ["before_script", "script"].map(|name| job[name].as_array().expect("steps").clone()).concat();
    assert_eq!(steps.len(), 6);
    for step in &steps {
        let step = step.as_str().expect("a command");
        assert_done(&machine.run(&["-e", "-c", step], &env), step);
    }
    assert_eq!(job["artifacts"]["paths"], serde_json::json!(["public"]));
    assert!(machine.published("sitemap.xml").contains("https://example.org/book/zh-hant/bell/"));
}

#[test]
fn netlify_gets_the_site() {
    let machine = Machine::new();
    let settings: toml::Table = toml::from_str(&example("netlify.toml")).expect("TOML");
    let build = &settings["build"];
    let text = |value: &toml::Value| value.as_str().expect("a text").to_owned();
    let env = build["environment"].as_table().expect("variables");
    let mut env: BTreeMap<String, String> = env.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    env.insert("PROGRAM_FOLDER".to_owned(), "kept".to_owned());
    env.insert("URL".to_owned(), BASE_URL.to_owned());
    machine.keep_program(&format!("kept/{}/jiaozhu", env["PROGRAM_REF"]));
    fs::write(machine.site().join("netlify-build.sh"), example("build.sh")).expect("the script");
    assert_done(&machine.run(&["-c", &text(&build["command"])], &env), "build.sh");
    assert_eq!(text(&build["publish"]), "public");
    assert!(machine.published("sitemap.xml").contains("https://example.org/book/zh-hant/bell/"));
}

#[test]
fn a_server_gets_the_site_again_and_again() {
    let machine = Machine::new();
    fs::write(machine.site().join("rsync.sh"), example("rsync.sh")).expect("the script");
    let server = machine.folder.path().join("server/book");
    let target = format!("host:{}/", server.display());
    for _ in 0..3 {
        assert_done(&machine.run(&["rsync.sh", &target, BASE_URL], &BTreeMap::new()), "rsync.sh");
        assert!(server.join("index.html").is_file());
        fs::remove_file(server.join("index.html")).expect("a file of the old site");
    }
    assert!(!server.with_extension("new").exists());
}

#[test]
fn nothing_is_sent_that_nobody_looked_at() {
    for name in ["github-pages.yml", "cloudflare-pages.yml"] {
        let machine = Machine::new();
        machine.add_warning();
        let stopped = run_github(&machine, name).expect_err("a warning stops it");
        assert!(stopped.contains("check") && stopped.contains("JZ103"), "{stopped}");
        assert!(!machine.site().join("public").exists() && !machine.folder.path().join("asked").exists());
    }
    let machine = Machine::new();
    machine.add_warning();
    fs::write(machine.site().join("rsync.sh"), example("rsync.sh")).expect("the script");
    let target = machine.folder.path().join("server");
    let arguments = ["rsync.sh", &format!("host:{}", target.display()), BASE_URL];
    assert!(!machine.run(&arguments, &BTreeMap::new()).status.success());
    assert!(!target.exists());
}

#[test]
fn each_example_is_named_where_publishing_is_told() {
    let told = include_str!("../../docs/publishing.md");
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples/workflows")).expect("examples")
    {
        let name = entry.expect("an example").file_name().into_string().expect("a name");
        assert!(told.contains(&format!("[{name}](examples/workflows/{name})")), "{name}");
    }
}
