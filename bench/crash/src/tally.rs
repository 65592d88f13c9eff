//! How it ended: each thing looked at is passed, failed or, said aloud, skipped.

/// The count.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl Tally {
    /// Passed where nothing is wrong.
    pub(crate) fn note(&mut self, name: &str, wrong: Vec<String>) {
        if wrong.is_empty() {
            self.passed += 1;
            println!("ok      {name}");
            return;
        }
        self.failed += 1;
        println!("FAILED  {name}");
        for line in wrong.iter().take(8) {
            println!("        {line}");
        }
        if wrong.len() > 8 {
            println!("        … and {} more", wrong.len() - 8);
        }
    }

    /// Not looked at, and why.
    pub(crate) fn skip(&mut self, name: &str, why: &str) {
        self.skipped += 1;
        println!("!! NOT TESTED: {name} ({why})");
    }
}
