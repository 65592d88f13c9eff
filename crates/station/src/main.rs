//! `jingcun`: everything stands in the library.

fn main() -> std::process::ExitCode {
    station::cli::run()
}
