//! Packs `web/` and `vendor/` into the binary: bytes, brotli, and one hash for all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

fn main() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("set by cargo"));
    let mut files = Vec::new();
    for folder in ["web", "vendor"] {
        println!("cargo::rerun-if-changed={folder}");
        let listed = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        files.extend(listed.map(|entry| entry.path()).filter(|path| mime(path).is_some()));
    }
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut table = String::from("&[\n");
    for path in &files {
        let bytes = fs::read(path).expect("an asset");
        hash = bytes.iter().fold(hash, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let packed = out.join(format!("{name}.br"));
        let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
        writer.write_all(&bytes).expect("memory");
        fs::write(&packed, writer.into_inner()).expect("the output folder");
        let mime = mime(path).expect("filtered above");
        table.push_str(&format!(
            "Asset {{ name: {name:?}, mime: {mime:?}, plain: include_bytes!({path:?}), packed: include_bytes!({packed:?}) }},\n"
        ));
    }
    table.push(']');
    fs::write(out.join("assets.rs"), table).expect("the output folder");
    println!("cargo::rustc-env=JINGCUN_ASSETS={hash:016x}");
}

fn mime(path: &Path) -> Option<&'static str> {
    match path.extension()?.to_str()? {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}
