//! The harness does not pass where it had nothing to kill.

use std::process::Command;

#[test]
fn without_a_server_it_fails_and_says_so() {
    let harness = env!("CARGO_BIN_EXE_crash");
    // A program that ends at once, without a word of where it listens.
    let ran =
        Command::new(harness).args(["--kills", "1", "--binary", "/bin/true"]).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(!ran.status.success(), "{said}");
    assert!(said.contains("the demo did not start"), "{said}");
    assert_eq!(said.lines().last(), Some("0 passed, 1 failed, 0 skipped"));
}
