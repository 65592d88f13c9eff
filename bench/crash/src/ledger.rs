//! What was acknowledged, kept outside the data folder: on the disk before the next order is sent.

use crate::Outcome;
use crate::http::Answer;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// An order as it is sent, again and again where need be.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) key: String,
    /// Whose token it carries.
    pub(crate) role: &'static str,
    pub(crate) path: String,
    pub(crate) body: String,
    /// The place that names its matter, in words that no other matter has.
    pub(crate) tag: String,
}

/// An order that was answered.
#[derive(Debug)]
pub(crate) struct Acked {
    pub(crate) order: Order,
    pub(crate) status: u16,
    pub(crate) digest: [u8; 32],
    /// What it said of the matter: number, state, version.
    pub(crate) said: serde_json::Value,
}

/// The ledger.
#[derive(Debug)]
pub(crate) struct Ledger {
    file: Mutex<File>,
    acked: Mutex<Vec<Arc<Acked>>>,
}

impl Ledger {
    pub(crate) fn create(path: &Path) -> Outcome<Ledger> {
        Ok(Ledger { file: Mutex::new(File::create(path)?), acked: Mutex::default() })
    }

    /// Notes an answer and waits until the disk has it.
    pub(crate) fn note(&self, order: &Order, answer: &Answer) -> Outcome<()> {
        let digest = digest(&answer.body);
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let line = json!({
            "key": order.key, "role": order.role, "path": order.path, "body": order.body,
            "status": answer.status, "sha256": hex,
            "answer": String::from_utf8_lossy(&answer.body),
        });
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_data()?;
        drop(file);
        let (order, status, said) = (order.clone(), answer.status, answer.json());
        let acked = Acked { order, status, digest, said };
        self.acked.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(acked));
        Ok(())
    }

    /// How many orders were acknowledged so far.
    pub(crate) fn len(&self) -> usize {
        self.acked.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Those acknowledged after the first `after`.
    pub(crate) fn since(&self, after: usize) -> Vec<Arc<Acked>> {
        let acked = self.acked.lock().unwrap_or_else(PoisonError::into_inner);
        acked.get(after..).unwrap_or_default().to_vec()
    }
}

pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
