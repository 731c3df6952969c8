//! `cargo xtask site`: this repository's edition, from a fresh machine to `public/`.

use crate::Outcome;
use crate::command::{cargo, run};
use crate::{opencc, system};

/// Where the edition is built.
pub const PUBLIC: &str = "public";

/// Sets up, builds the program and the edition, and says how to look at it.
pub fn make() -> Outcome<()> {
    set_up()?;
    build()?;
    println!("\nThe edition is in {PUBLIC}/. To look at it, type");
    println!("    target/debug/jiaozhu serve");
    println!("and open the address that it names");
    Ok(())
}

/// Brings what building needs; does nothing on a second run.
pub fn set_up() -> Outcome<()> {
    system::require_build_tools()?;
    opencc::install()
}

/// Builds the program, and with it this repository's edition into [`PUBLIC`].
fn build() -> Outcome<()> {
    run(&mut cargo(["build"]))?;
    run(&mut cargo(["run", "--quiet", "--", "build", "--root", ".", "--output", PUBLIC]))
}
