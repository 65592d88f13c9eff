//! What can be commanded: every act of the evening, with everything it takes.

use super::life::Life;
use super::office::Office;
use base::{Actor, Fault, Id, Role, Time};
use db::Tx;
use incidents::{Dispatch, Log, Outcome, Progress, Stamp, Where};
use matters::UrgeLevel;
use people::{NewShift, Seat};
use ui::Given;

/// One command. Numbers name incidents, ids name orders, accounts and the like.
#[derive(Clone, Debug)]
pub(crate) enum Command {
    Log(Log),
    SignForStation(String),
    Dispatch(String, Vec<Id>, Option<String>),
    CallAssistant(String),
    DeclareSafe(String),
    Stamp(Id, Stamp),
    Correct(Id, &'static str, Time),
    GiveBack(Id, &'static str),
    Telephone(Id, &'static str),
    Bring(Id, &'static str, i64),
    Reach,
    SilenceOrder(Id),
    Silence(String),
    Progress(String),
    Outcome(String, Outcome),
    Close(String, &'static str, &'static str),
    SendBack(String),
    Classify(String, &'static str, i64),
    Relocate(String, Where),
    Uncover(String),
    Note(String),
    Urge(String, Seat, UrgeLevel),
    Life(Life),
    Office(Office),
    Answer(Id),
    TakePost(Seat),
    Leave(Id, Option<Id>, Time),
    Return(Id),
    SetTerm(Id, Time),
    AddShift(Id, Role, Time, Time),
    CancelShift(Id),
}

impl Command {
    /// Does it; the answer names what came of it.
    pub(crate) fn run(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<String, Fault> {
        let done = |()| String::new();
        let touched = |matter: matters::Matter| matter.number;
        match self {
            Command::Log(log) => incidents::log(tx, actor, log).map(touched),
            Command::SignForStation(n) => incidents::sign_for_station(tx, actor, n).map(touched),
            Command::Dispatch(n, receivers, police_only) => {
                let order = Dispatch {
                    receivers: receivers.clone(),
                    police_only: police_only.clone(),
                    at: None,
                };
                incidents::dispatch(tx, actor, n, &order).map(touched)
            }
            Command::CallAssistant(n) => incidents::call_assistant(tx, actor, n).map(touched),
            Command::DeclareSafe(n) => incidents::declare_safe(tx, actor, n, None).map(touched),
            Command::Stamp(order, stamp) => {
                incidents::stamp(tx, actor, *order, *stamp).map(touched)
            }
            Command::Correct(order, step, at) => {
                incidents::correct(tx, actor, *order, step, *at, "电台记录").map(touched)
            }
            Command::GiveBack(order, code) => {
                incidents::give_back(tx, actor, *order, code, "去不了").map(touched)
            }
            Command::Telephone(order, answer) => {
                incidents::answer_by_telephone(tx, actor, *order, answer).map(touched)
            }
            Command::Bring(order, role, heads) => {
                let crew = [((*role).to_owned(), *heads)];
                incidents::bring(tx, actor, *order, &crew).map(touched)
            }
            Command::Reach => incidents::reach_all(tx, actor).map(done),
            Command::SilenceOrder(order) => incidents::silence_order(tx, actor, *order).map(done),
            Command::Silence(n) => incidents::silence(tx, actor, n).map(done),
            Command::Progress(n) => {
                let order = Progress { words: "正在了解情况".to_owned() };
                incidents::progress(tx, actor, n, &order).map(touched)
            }
            Command::Outcome(n, outcome) => incidents::outcome(tx, actor, n, outcome).map(touched),
            Command::Close(n, kind, result) => {
                incidents::close(tx, actor, n, kind, result).map(touched)
            }
            Command::SendBack(n) => incidents::send_back(tx, actor, n, "请补充").map(touched),
            Command::Classify(n, kind, level) => {
                incidents::classify(tx, actor, n, kind, *level, "核实后更正").map(touched)
            }
            Command::Relocate(n, place) => {
                incidents::relocate(tx, actor, n, place, "听错了").map(touched)
            }
            Command::Life(life) => life.run(tx, actor),
            Command::Office(office) => office.run(tx, actor),
            _ => self.run_of_matters(tx, actor),
        }
    }

    /// Acts that hold for every matter, and those on the roster.
    fn run_of_matters(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<String, Fault> {
        let done = |()| String::new();
        match self {
            Command::Uncover(n) => incidents::uncover_caller(tx, actor, n, "回拨").map(done),
            Command::Note(n) => matters::add_note(tx, actor, n, "已联系报警人").map(done),
            Command::Urge(n, seat, level) => {
                matters::urge(tx, actor, n, (*seat, *level), "什么情况？").map(|id| id.to_string())
            }
            Command::Answer(urge) => matters::answer(tx, actor, *urge, "马上"),
            Command::TakePost(seat) => {
                let absent = Some("交班人在处警");
                matters::take_post(tx, actor, *seat, absent).map(|row| row.open_matters.to_string())
            }
            Command::Leave(account, substitute, ends) => {
                matters::leave(tx, actor, *account, *substitute, *ends).map(done)
            }
            Command::Return(account) => {
                let leave = people::find_leave(tx, *account)?.ok_or(Fault::NotFound)?;
                matters::return_from_leave(tx, actor, leave.id).map(done)
            }
            Command::SetTerm(appointment, until) => {
                matters::set_term(tx, actor, *appointment, *until, "聘期调整").map(done)
            }
            Command::AddShift(account, role, starts, ends) => {
                let shift = NewShift {
                    account: *account,
                    role: *role,
                    village: None,
                    starts: *starts,
                    ends: *ends,
                    kind: people::ShiftKind::Duty,
                };
                people::add_shift(tx, actor, &shift).map(|id| id.to_string())
            }
            Command::CancelShift(shift) => {
                let act = ui::act_of(people::ROSTER_ACTS, "people.cancel_shift");
                let given = Given::check(&[], &ui::Input::default(), &base::Zone::utc())?;
                (act.run)(tx, actor, &shift.to_string(), &given).map(|_| String::new())
            }
            _ => Err(Fault::NotFound),
        }
    }

    /// How many matters it touches; `None` where that depends on who holds what.
    pub(crate) fn touches(&self) -> Option<usize> {
        match self {
            Command::Reach | Command::TakePost(_) | Command::Leave(..) | Command::SetTerm(..) => {
                None
            }
            Command::Life(life) => Some(life.touches()),
            Command::Office(office) => office.touches(),
            Command::Return(_) | Command::AddShift(..) | Command::CancelShift(_) => Some(0),
            _ => Some(1),
        }
    }
}
