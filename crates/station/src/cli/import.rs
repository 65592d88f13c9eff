//! `import incidents`: through the server that has the folder, or else by opening it.

use crate::backup::Source;
use crate::bond::{self, Want};
use crate::cli::{ImportArgs, Outcome, data_of, demo, lang};
use crate::folder::{self, Folder};
use crate::import::{self, Bar, ImportError, Job, Report};
use crate::words::words;
use crate::{Site, control};
use base::{Clock, Fault};
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// The name of the command on the control socket.
pub(crate) const NAME: &str = "import";

/// Imports, and prints a way into the station of the import.
pub(crate) fn run(args: &ImportArgs) -> Outcome {
    let (lang, data) = (lang(), data_of(args.data.as_deref()));
    let w = words(lang);
    let job = Job {
        file: args.file.canonicalize()?,
        mapping: args.mapping.canonicalize()?,
        dry_run: args.dry_run,
    };
    let mut bar = Bar::new(&job.file, lang);
    let order = json!({ "command": NAME, "job": job });
    let mut show = |line: &Value| {
        if let Ok(progress) = serde_json::from_value(line.clone()) {
            bar.show(&progress);
        }
    };
    let answer = match control::call(&data, &order, &mut show)? {
        Some(answer) => answer,
        None => alone(args, &data, &job, &mut bar)?,
    };
    bar.finish();
    if let Some(fault) = answer["fault"].as_str() {
        return Err(fault.to_owned().into());
    }
    if let Some(text) = answer["done"]["refused"][lang.code()].as_str() {
        return Err(text.to_owned().into());
    }
    let report: Report = serde_json::from_value(answer["done"]["report"].clone())?;
    println!("{}", report.text(lang));
    if let (Some(link), Some(code)) =
        (answer["done"]["link"].as_str(), answer["done"]["code"].as_str())
    {
        println!("{}", w.import_link(link, code));
    }
    Ok(ExitCode::SUCCESS)
}

/// Without a server: the folder is ours while we work.
fn alone(args: &ImportArgs, data: &Path, job: &Job, bar: &mut Bar) -> Result<Value, demo::Error> {
    let lang = lang();
    let folder = Folder::open(data, lang)?;
    let place = args.keys.clone().unwrap_or_else(|| folder::default_keys(&folder.id));
    let url = args.database.clone().unwrap_or_else(|| folder::database_url(&folder.path));
    // A demo goes on in its own time, and so does what is imported into it.
    let clock = folder::saved_now(&folder.path).map_or(Clock::System, Clock::starting_at);
    let at = Source { url: &url, data: &folder.path, keys: &place };
    let db = bond::open(at, Want::Either, clock, lang)?;
    let done = import::run(&db, job, &mut |progress| bar.show(progress));
    Ok(json!({ "done": answer(&db, done, &demo::usual_url()) }))
}

/// The command on the control socket.
pub(crate) fn serve(site: &Site, order: &Value, tell: control::Tell<'_>) -> Result<Value, Fault> {
    let job: Job = serde_json::from_value(order["job"].clone()).map_err(Fault::internal)?;
    let done = import::run(site.db(), &job, &mut |progress| tell(json!(progress)));
    Ok(answer(site.db(), done, site.url().unwrap_or_default()))
}

/// The report with a link that signs in once and its code, or why it was refused, in both languages.
fn answer(db: &db::Db, done: Result<Report, ImportError>, url: &str) -> Value {
    let report = match done {
        Ok(report) => report,
        Err(error) => {
            let say = |lang| error.text(lang);
            return json!({ "refused": { "zh-CN": say(base::Lang::Zh), "en": say(base::Lang::En) } });
        }
    };
    let made = report.account.filter(|_| !report.dry_run).and_then(|account| {
        db.write_now(report.station, move |tx| people::issue_activation(tx, account)).ok()
    });
    let link = made.as_ref().map(|made| format!("{url}/sign-in/link/{}", made.secret));
    json!({ "report": report, "link": link, "code": made.map(|made| made.code) })
}
