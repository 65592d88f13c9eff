//! The timeline of an incident: every journal line as one sentence.

mod life;

use crate::rules::StampKind;
use crate::sql;
use crate::words::{stamp_label, words};
use base::{Fault, Hand, Id, Lang, Time};
use db::Tx;
use journal::Entry;
use matters::{Matter, OURSELVES};
use std::collections::BTreeMap;
use ui::Visit;

/// One line.
#[derive(Clone, Debug)]
pub(crate) struct TimelineView {
    pub(crate) at: String,
    /// With the year, for paper.
    pub(crate) full: String,
    pub(crate) iso: String,
    pub(crate) device_at: Option<String>,
    pub(crate) who: String,
    pub(crate) capacity: &'static str,
    pub(crate) hand: Option<&'static str>,
    pub(crate) what: String,
    pub(crate) why: Option<String>,
    pub(crate) alarm: bool,
}

/// Every act on a matter, newest first. Who may not read the text reads no words of others.
pub(crate) fn timeline(
    tx: &mut Tx<'_>,
    visit: &Visit,
    matter: &Matter,
    readable: bool,
) -> Result<Vec<TimelineView>, Fault> {
    let entries = journal::entries_of(tx, matter.id)?;
    let mut teller =
        Teller { lang: visit.lang(), names: BTreeMap::new(), codes: BTreeMap::new(), readable };
    for code in sql::list_codes(tx, "incident-kinds")?
        .into_iter()
        .chain(sql::list_codes(tx, "presence-roles")?)
        .chain(sql::list_codes(tx, "bodies")?)
        .chain(sql::list_codes(tx, crate::actions::ROADS)?)
    {
        let label = code.label(visit.lang()).to_owned();
        teller.codes.insert(code.code, label);
    }
    for person in people::list_people(tx)? {
        teller.names.insert(person.id, person.name);
    }
    let dates = visit.dates();
    let view = |entry: &Entry| TimelineView {
        at: dates.moment(entry.at),
        full: dates.full(entry.at),
        iso: entry.at.to_string(),
        device_at: entry.device_at.map(|at| dates.full(at)),
        who: teller.who(entry),
        capacity: people::role_label(visit.lang(), entry.capacity),
        hand: teller.hand(entry),
        what: teller.sentence(visit, entry),
        why: if readable { entry.reason.clone() } else { None },
        alarm: entry.act.starts_with("clocks."),
    };
    Ok(entries.iter().rev().map(view).collect())
}

struct Teller {
    lang: Lang,
    names: BTreeMap<Id, String>,
    codes: BTreeMap<String, String>,
    readable: bool,
}

impl Teller {
    /// Who acted: a body that has no account by its own name.
    fn who(&self, entry: &Entry) -> String {
        let body = entry.particulars["body"].as_str().filter(|_| entry.hand == Hand::Link);
        let name = body.and_then(|code| self.codes.get(code));
        name.or_else(|| self.names.get(&entry.account)).cloned().unwrap_or_default()
    }

    fn hand(&self, entry: &Entry) -> Option<&'static str> {
        let w = words(self.lang);
        let by = entry.particulars["hand"].as_str().and_then(Hand::from_code).unwrap_or(entry.hand);
        match by {
            Hand::Desk => Some(w.by_desk()),
            Hand::Device => Some(w.by_device()),
            Hand::Import => Some(w.by_import()),
            Hand::Link => Some(w.by_link()),
            Hand::Own | Hand::System => None,
        }
    }

    fn name(&self, id: &str) -> String {
        id.parse().ok().and_then(|id: Id| self.names.get(&id).cloned()).unwrap_or_default()
    }

    fn list(&self, entry: &Entry, field: &str) -> String {
        let items = entry.particulars[field].as_array().cloned().unwrap_or_default();
        let texts: Vec<String> =
            items.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect();
        texts.join(words(self.lang).list_join())
    }

    fn sentence(&self, visit: &Visit, entry: &Entry) -> String {
        let w = words(self.lang);
        if entry.particulars.is_null() {
            return w.erased().to_owned();
        }
        if let Some(sentence) = matters::sentence(self.lang, entry, |id| self.name(id)) {
            return sentence;
        }
        let body = |code: &str| match code {
            OURSELVES => w.body_self().to_owned(),
            code => self.codes.get(code).cloned().unwrap_or_else(|| code.to_owned()),
        };
        if let Some(sentence) = life::sentence(self.lang, entry, self.readable, body) {
            return self.by_road(entry, sentence);
        }
        let text = |field: &str| entry.particulars[field].as_str().unwrap_or_default().to_owned();
        let said = |field: &str| if self.readable { text(field) } else { String::new() };
        let code = |field: &str| self.codes.get(&text(field)).cloned().unwrap_or_default();
        let step =
            StampKind::from_code(&text("step")).map_or("", |kind| stamp_label(self.lang, kind));
        let moment = |field: &str| {
            Time::parse(&text(field)).map_or(String::new(), |at| visit.dates().clock_seconds(at))
        };
        match entry.act.as_str() {
            "journal.erase" => w.did_erase_line().to_owned(),
            "incidents.log" => w.did_log(text("place")),
            "incidents.record" => w.did_record(text("origin")),
            "incidents.sign_for_station" => w.did_sign_station().to_owned(),
            "incidents.dispatch" if entry.particulars["more"] == true => {
                w.did_dispatch_more(self.list(entry, "to"))
            }
            "incidents.dispatch" => w.did_dispatch(self.list(entry, "to")),
            "incidents.call_assistant" => w.did_call_assistant(self.list(entry, "to")),
            "incidents.declare_safe" => w.did_declare_safe(text("receiver")),
            // A step of one's own needs no second name.
            "incidents.stamp" if self.names.get(&entry.account) == Some(&text("receiver")) => {
                step.to_owned()
            }
            "incidents.stamp" => w.did_stamp(text("receiver"), step),
            "incidents.correct" => {
                w.did_correct(text("receiver"), step, moment("from"), moment("at"))
            }
            "incidents.give_back" => w.did_give_back(text("receiver")),
            "incidents.answer_by_telephone" => {
                w.did_answer(text("receiver"), self.answer(&text("answer")))
            }
            "incidents.bring" => w.did_bring(text("receiver"), self.crew(entry)),
            "incidents.silence" => w.did_silence().to_owned(),
            "incidents.progress" => w.did_progress(said("words")),
            "incidents.outcome" => self.by_road(entry, w.did_outcome(said("words"))),
            "incidents.settle" => w.did_settle(said("settled")),
            "incidents.close" => w.did_close().to_owned(),
            "incidents.send_back" => w.did_send_back().to_owned(),
            "incidents.relocate" => w.did_relocate(text("from"), text("place")),
            "incidents.classify" => w.did_classify(code("kind"), &entry.particulars["level"]),
            "incidents.uncover_caller" => w.did_uncover().to_owned(),
            other => w.did_other(other),
        }
    }

    /// What was said, and the road that was said with it.
    fn by_road(&self, entry: &Entry, sentence: String) -> String {
        let road = &entry.particulars["road"];
        let Some(code) = road["code"].as_str() else { return sentence };
        let label = self.codes.get(code).map_or(code, String::as_str);
        let rest = [road["number"].as_str(), road["why"].as_str()].into_iter().flatten();
        let rest = rest.filter(|_| self.readable);
        let said: Vec<&str> = std::iter::once(label).chain(rest).collect();
        let w = words(self.lang);
        w.by_road(sentence, said.join(w.list_join()))
    }

    fn answer(&self, code: &str) -> &'static str {
        let w = words(self.lang);
        match code {
            "accepted" => w.answer_accepted(),
            "cannot_come" => w.answer_cannot(),
            _ => w.answer_none(),
        }
    }

    fn crew(&self, entry: &Entry) -> String {
        let w = words(self.lang);
        let pairs = entry.particulars["crew"].as_array().cloned().unwrap_or_default();
        let head = |pair: &serde_json::Value| {
            let role = pair[0].as_str().unwrap_or_default();
            w.heads(self.codes.get(role).map_or("", String::as_str), &pair[1])
        };
        pairs.iter().map(head).collect::<Vec<_>>().join(w.list_join())
    }
}
