//! The command `serve`: takes a port, shows the site, and shows it again after each change until it is ended.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::Args;

use super::args::Cli;
use super::findings::{error_text, in_language, print_findings_of, speaker, texts};
use super::{End, root, say};
use crate::build::{Changed, Report};
use crate::diag::{Diagnostic, Error, Language, Severity, Style, count, draw_human};
use crate::preview::Preview;
use crate::serve::{IpAddr, Server, Trouble, bind, on_interrupt};
use crate::watch::Changes;

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// The port [default: the first free one from 4000 on]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// The address listened on; another than this machine's own lets others read the site, drafts too
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

/// Runs `serve`; once it has started, it ends by a signal alone.
pub(super) fn serve(cli: &Cli, args: &ServeArgs) -> Result<End, Error> {
    let root = root(cli)?;
    on_interrupt(|| std::process::exit(0))?;
    // What fails at once is told before the site is built, and what is changed while it is built is not missed.
    let listener = bind(args.bind, args.port)?;
    let mut changes = Changes::watch(&root)?;
    let mut desk = Desk { cli, preview: Preview::new(&root, !cli.verbose), root, said: Vec::new() };
    let trouble = desk.rebuild(&Changed::Anything);
    let server = Server::start(listener, desk.preview.shown(trouble), desk.preview.reader())?;
    let say_text = |english: &str| say(&speaker(cli)(english));
    say_text(&format!("the site is at {}; Ctrl-C ends", server.url()));
    if !args.bind.is_loopback() {
        say_text(&format!("note: whoever reaches {} can read the site, drafts too", args.bind));
    }
    if args.open && !open(&server.url()) {
        say_text("note: no browser could be opened; open the address by hand");
    }
    loop {
        let changed = changes.wait().map_or(Changed::Anything, Changed::Near);
        let trouble = desk.rebuild(&changed);
        server.show(desk.preview.shown(trouble));
    }
}

/// Where each build's findings are told.
struct Desk<'a> {
    cli: &'a Cli,
    root: PathBuf,
    preview: Preview,
    /// The findings that were printed last; the same ones are not printed again.
    said: Vec<Diagnostic>,
}

impl Desk<'_> {
    /// Builds the site anew, says on the terminal how it went, and returns what the pages are to say.
    fn rebuild(&mut self, changed: &Changed) -> Option<Trouble> {
        let start = Instant::now();
        match self.preview.rebuild(changed) {
            Ok(report) => {
                if report.findings != self.said {
                    print_findings_of(self.cli, &self.root, &report);
                }
                let trouble = self.trouble(&report);
                if trouble.is_none() && !self.cli.quiet {
                    let built =
                        format!("{} built in {} ms", count(report.n_articles, "article"), start.elapsed().as_millis());
                    say(&speaker(self.cli)(&built));
                }
                self.said = report.findings;
                trouble
            }
            Err(error) => {
                let text = error_text(self.cli, &error);
                say(&text);
                self.said.clear();
                Some(self.box_of(text))
            }
        }
    }

    fn trouble(&self, report: &Report) -> Option<Trouble> {
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let errors: Vec<Diagnostic> = errors.cloned().collect();
        let style = Style { language: self.cli.language(), ..Style::default() };
        let drawn = || draw_human(&in_language(self.cli, &errors), &texts(&self.root, &errors), style);
        (!errors.is_empty()).then(|| self.box_of(drawn()))
    }

    fn box_of(&self, text: String) -> Trouble {
        let heading = if self.preview.has_site() {
            "the site has errors; this page is as it was before"
        } else {
            "the site has errors and cannot be shown yet"
        };
        let lang = match self.cli.language() {
            Language::English => "en",
            Language::Hant => "zh-Hant",
            Language::Hans => "zh-Hans",
        };
        Trouble { lang, heading: speaker(self.cli)(heading), text }
    }
}

/// Opens `url` by the system's own program for it, in a group of its own, so that Ctrl-C does not end the browser too.
#[expect(clippy::disallowed_methods, reason = "asked for by --open")]
fn open(url: &str) -> bool {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(program);
    command.arg(url).process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}
