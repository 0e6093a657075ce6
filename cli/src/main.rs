//! The program `doudi`.

fn main() -> std::process::ExitCode {
    doudi_cli::main()
}
