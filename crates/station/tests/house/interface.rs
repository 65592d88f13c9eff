//! The interface document: a snapshot, and valid OpenAPI 3.1 where the validator is at hand.

use crate::snapshot::compare;
use base::Lang;
use std::process::Command;

#[test]
fn the_document_is_as_it_was() {
    let document = station::web::document(Lang::En);
    compare("openapi.json", &format!("{document:#}\n"));
}

#[test]
fn the_document_is_valid() {
    let Ok(validator) = std::env::var("JINGCUN_OPENAPI_VALIDATOR") else {
        eprintln!("SKIPPED: no validator (JINGCUN_OPENAPI_VALIDATOR is not set)");
        return;
    };
    let path = std::env::temp_dir().join(format!("jingcun-openapi-{}.json", std::process::id()));
    std::fs::write(&path, station::web::document(Lang::En).to_string()).unwrap();
    let checked = Command::new(validator).arg(&path).output().unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
