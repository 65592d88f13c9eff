//! `recover`: a new way in for an administrator, given on the machine itself while nothing is served.

use crate::backup::Source;
use crate::bond::{self, Want};
use crate::cli::{Outcome, RecoverArgs, lang};
use crate::folder::{self, Folder};
use crate::words::words;
use base::{Actor, Clock};
use std::process::ExitCode;

/// Issues the link and prints it.
pub(crate) fn run(args: &RecoverArgs) -> Outcome {
    let lang = lang();
    let w = words(lang);
    if args.database.is_none() && !folder::has_database(&args.data) {
        return Err(w.no_data(args.data.display()).into());
    }
    // Who holds the folder serves from it: nobody gets a way in behind their back.
    let folder = Folder::open(&args.data, lang)?;
    let place = args.keys.clone().unwrap_or_else(|| folder::default_keys(&folder.id));
    let url = args.database.clone().unwrap_or_else(|| folder::database_url(&folder.path));
    let at = Source { url: &url, data: &folder.path, keys: &place };
    let db = bond::open(at, Want::Standing, Clock::System, lang)?;
    let stations = db.read_now(0, people::list_stations)?;
    let [station] = &stations[..] else { return Err(w.no_station().into()) };
    let (system, login) =
        (Actor::system(station.station_id, station.system_id), args.login.clone());
    let made = db.write_now(system.station, move |tx| people::recover(tx, &system, &login));
    let made = made.map_err(|fault| match fault {
        base::Fault::Refused(refusals) => {
            refusals.iter().map(|refusal| refusal.text.in_lang(lang)).collect::<String>().into()
        }
        fault => crate::cli::demo::Error::from(fault),
    })?;
    println!("{}", w.recovered(format!("/sign-in/link/{}", made.secret), made.code));
    Ok(ExitCode::SUCCESS)
}
