//! The program `jiaozhu`; everything is in the library.

/// Many short texts are made and dropped on every thread, for which the system's allocator is slow.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    jiaozhu::cli::main()
}
