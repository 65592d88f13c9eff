//! How an import is shown to whoever typed it: a bar with rate and time left, or, where nobody
//! watches, a line now and then.

use crate::import::Progress;
use crate::import::words::words;
use base::Lang;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;

/// Lines where there is no terminal: one for each part of so many.
const LINES: u64 = 10;

/// The bar of a command.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
    lang: Lang,
    told: u64,
}

impl Bar {
    /// A bar for the file at `path`.
    pub fn new(path: &Path, lang: Lang) -> Bar {
        let bar = ProgressBar::new(0);
        bar.set_message(words(lang).reading(path.display()));
        if let Ok(style) = ProgressStyle::with_template("{msg}") {
            bar.set_style(style);
        }
        bar.tick();
        Bar { bar, lang, told: 0 }
    }

    /// Shows how far it is.
    pub fn show(&mut self, progress: &Progress) {
        if progress.all == 0 {
            return;
        }
        if self.bar.is_hidden() {
            self.tell(progress);
            return;
        }
        if self.bar.length() != Some(progress.all) {
            let template = "{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}";
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style);
            }
            self.bar.set_message(words(self.lang).importing());
            self.bar.set_length(progress.all);
            self.bar.reset_eta();
        }
        self.bar.set_position(progress.done);
    }

    /// Takes it away.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }

    fn tell(&mut self, progress: &Progress) {
        let part = progress.done * LINES / progress.all;
        if part > self.told {
            self.told = part;
            eprintln!("{}", progress.text(self.lang));
        }
    }
}
