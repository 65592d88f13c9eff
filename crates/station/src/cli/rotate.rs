//! `rotate-keys`: through the server that has the folder, or else by opening it.

use crate::backup::Source;
use crate::bond::{self, Want};
use crate::cli::{Outcome, RotateArgs, demo, lang};
use crate::folder::{self, Folder};
use crate::rotation::Rotated;
use crate::words::words;
use crate::{Site, control, rotation};
use base::{Clock, Fault};
use serde_json::{Value, json};
use std::process::ExitCode;

/// The name of the command on the control socket.
pub(crate) const NAME: &str = "rotate-keys";

/// Draws a new master key and seals everything anew by it.
pub(crate) fn run(args: &RotateArgs) -> Outcome {
    let w = words(lang());
    let answer = match control::call(&args.data, &json!({ "command": NAME }), &mut |_| {})? {
        Some(answer) => answer,
        None => json!({ "done": alone(args)? }),
    };
    if let Some(fault) = answer["fault"].as_str() {
        return Err(fault.to_owned().into());
    }
    let done = &answer["done"];
    if done["done"] != json!(true) {
        eprintln!("{}", w.rotation_cut_off(&done["values"]));
        return Ok(ExitCode::FAILURE);
    }
    println!("{}", w.rotated(&done["values"]));
    Ok(ExitCode::SUCCESS)
}

/// Without a server: the folder is ours while we work.
fn alone(args: &RotateArgs) -> Result<Value, demo::Error> {
    let lang = lang();
    if args.database.is_none() && !folder::has_database(&args.data) {
        return Err(words(lang).no_data(args.data.display()).into());
    }
    let folder = Folder::open(&args.data, lang)?;
    let place = args.keys.clone().unwrap_or_else(|| folder::default_keys(&folder.id));
    let url = args.database.clone().unwrap_or_else(|| folder::database_url(&folder.path));
    let clock = folder::saved_now(&folder.path).map_or(Clock::System, Clock::starting_at);
    let at = Source { url: &url, data: &folder.path, keys: &place };
    let db = bond::open(at, Want::Standing, clock, lang)?;
    Ok(told(rotation::rotate(&db, &place, &mut |_| true)?))
}

/// The command on the control socket.
pub(crate) fn serve(site: &Site, _: &Value, _: control::Tell<'_>) -> Result<Value, Fault> {
    let house = site.house().ok_or(Fault::NotFound)?;
    let stopping = site.stopping();
    let done = rotation::rotate(site.db(), &house.keys, &mut |_| !*stopping.borrow())?;
    Ok(told(done))
}

fn told(rotated: Rotated) -> Value {
    match rotated {
        Rotated::Done(values) => json!({ "done": true, "values": values }),
        Rotated::CutOff(values) => json!({ "done": false, "values": values }),
    }
}
