//! The program `jiaozhu`; everything is in the library.

fn main() -> std::process::ExitCode {
    jiaozhu::cli::main()
}
