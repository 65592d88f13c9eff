//! A full disk and one that turns read-only: what is refused is refused in words, what is urgent goes
//! on for a while, nothing acknowledged is lost, and it goes on by itself.

use crate::audit::READY;
use crate::demo::{Demo, Ground};
use crate::http::{Answer, Client};
use crate::ledger::Order;
use crate::mount::Mount;
use crate::rounds::Run;
use crate::tally::Tally;
use crate::work::{Verb, send};
use crate::{Outcome, clock};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

const MB: u64 = 64;
/// So many urgent acts must go on in the reserve; then somebody else takes what is left of it.
const URGENT: usize = 400;
/// So many of them after a start on the full disk.
const AGAIN: usize = 100;
/// Enough to use up what the log has already.
const MOST: usize = 20_000;
/// Goes on by itself within so long after there is room.
const RESUMED: Duration = Duration::from_secs(10);
const FULL: [&str; 2] = ["磁盘满了", "清理磁盘"];
const SPENT: &str = "预留的空间也用完了";
const UNWRITABLE: [&str; 2] = ["磁盘不能写入", "检查磁盘"];

/// Somebody at a demo whose disk is in trouble.
struct Story<'a> {
    run: &'a mut Run,
    demo: Demo,
    client: Client,
    wrong: Vec<String>,
    notes: usize,
}

/// The disk is filled, the reserve used up, and the disk emptied again.
pub(crate) fn full(binary: &Path, folder: &Path, built: &Ground, tally: &mut Tally) -> Outcome<()> {
    let name = "a full disk";
    let mount = match Mount::memory(&folder.join("small"), MB) {
        Ok(mount) => mount,
        Err(why) => return skip(tally, name, &*why),
    };
    let ground = Ground::new(binary, &folder.join("full"), Some(&mount.at.join("data")))?;
    let mut run = Run::new(ground, built, "full")?;
    let mut story = Story::new(&mut run)?;
    // The matter that is noted on all the time.
    story.act(Verb::Log)?;
    let ballast = mount.fill("ballast")?;
    let ordinary = story.notes_until_refused()?;
    let urgent = story.urgent(URGENT)?;
    story.start_again()?;
    let again = story.urgent(AGAIN)?;
    let more = mount.fill("more")?;
    let last = story.urgent(MOST)?;
    story.reads();
    fs::remove_file(ballast)?;
    fs::remove_file(more)?;
    let resumed = story.until_resumed()?;
    let Story { wrong, demo, .. } = story;
    tally.note(
        &format!(
            "{name}: {ordinary} ordinary acts in what the log had, then refused in words; {urgent} urgent \
             acts in the reserve, {again} after a kill and a start on the full disk, {last} until the \
             reserve was full, too; goes on {:.1} s after there is room, without a restart",
            resumed.as_secs_f64()
        ),
        wrong,
    );
    after_all(&mut run, demo, name, tally)
}

/// The kernel turns the file system read-only under the server; it is repaired, and served again.
pub(crate) fn read_only(
    binary: &Path,
    folder: &Path,
    built: &Ground,
    tally: &mut Tally,
) -> Outcome<()> {
    let name = "a disk that turned read-only";
    let mount = match Mount::image(&folder.join("broken"), &folder.join("image"), MB) {
        Ok(mount) => mount,
        Err(why) => return skip(tally, name, &*why),
    };
    let ground = Ground::new(binary, &folder.join("read-only"), Some(&mount.at.join("data")))?;
    let mut run = Run::new(ground, built, "read-only")?;
    // What the harness itself put there would be lost with the rest that was not synced.
    mount.sync()?;
    let mut story = Story::new(&mut run)?;
    story.act(Verb::Log)?;
    if let Err(why) = mount.break_it() {
        return skip(tally, name, &*why);
    }
    let note = story.note()?;
    story.is_refused(&note, &UNWRITABLE);
    let (answer, order) = story.try_act(Verb::Dispatch)?;
    story.is_refused(&answer, &UNWRITABLE);
    story.run.set_unknown(order);
    story.reads();
    let Story { wrong, mut demo, .. } = story;
    tally.note(&format!("{name}: ordinary and urgent refused in words, reads go on"), wrong);
    demo.kill();
    mount.repair()?;
    let demo = run.ground.start()?;
    after_all(&mut run, demo, name, tally)
}

fn skip(tally: &mut Tally, name: &str, why: &dyn std::error::Error) -> Outcome<()> {
    tally.skip(name, &why.to_string());
    Ok(())
}

/// Killed and started once more: everything acknowledged in trouble is there.
fn after_all(run: &mut Run, mut demo: Demo, name: &str, tally: &mut Tally) -> Outcome<()> {
    demo.kill();
    let demo = run.ground.start()?;
    let look = run.look(&demo, true)?;
    let (asked, ready) = (look.asked, look.ready.as_secs_f64());
    tally.note(&format!("after {name}: ready in {ready:.2} s, {asked} asked again"), look.wrong);
    Ok(())
}

impl<'a> Story<'a> {
    fn new(run: &'a mut Run) -> Outcome<Story<'a>> {
        let demo = run.ground.start()?;
        let client = Client::open(demo.address)?;
        Ok(Story { run, demo, client, wrong: Vec::new(), notes: 0 })
    }

    /// Killed and started in trouble, with all that the disk has.
    fn start_again(&mut self) -> Outcome<()> {
        self.demo.kill();
        self.demo = self.run.ground.start()?;
        self.client = Client::open(self.demo.address)?;
        if self.demo.took > READY {
            self.wrong.push(format!("ready after {:.2} s", self.demo.took.as_secs_f64()));
        }
        Ok(())
    }

    /// The next act of a chain, which must be this one; its answer and the order.
    fn try_act(&mut self, verb: Verb) -> Outcome<(Answer, Order)> {
        let worker = self.run.chain();
        worker.verb = verb;
        let order = worker.next_order(self.demo.view(), &mut self.client)?;
        Ok((send(self.demo.view(), &mut self.client, &order)?, order))
    }

    fn act(&mut self, verb: Verb) -> Outcome<Answer> {
        let (answer, order) = self.try_act(verb)?;
        self.run.acknowledge(&order, &answer)?;
        Ok(answer)
    }

    /// What is not urgent: a note on the last matter.
    fn note(&mut self) -> Outcome<Answer> {
        self.notes += 1;
        let text = "天黑，路不好走。".repeat(20);
        let order = Order {
            key: format!("note-{:06}", self.notes),
            role: "desk",
            path: format!("/api/matters/{}/notes", self.run.chain().number()),
            body: json!({ "text": text }).to_string(),
            tag: self.run.chain().tag.clone(),
        };
        let answer = send(self.demo.view(), &mut self.client, &order)?;
        if answer.is_done() {
            self.run.ledger.note(&order, &answer)?;
        }
        Ok(answer)
    }

    fn notes_until_refused(&mut self) -> Outcome<usize> {
        for count in 0..MOST {
            let answer = self.note()?;
            if !answer.is_done() {
                self.is_refused(&answer, &FULL);
                return Ok(count);
            }
        }
        Err("the disk did not become full".into())
    }

    /// Log, dispatch, sign, set out, arrive, and the next one, so often or until it is refused; now and
    /// then something ordinary, which is refused all the time. How many were done.
    fn urgent(&mut self, most: usize) -> Outcome<usize> {
        const URGENTLY: [Verb; 5] =
            [Verb::Log, Verb::Dispatch, Verb::Sign, Verb::SetOut, Verb::Arrive];
        for count in 0..most {
            let (answer, order) = self.try_act(URGENTLY[count % URGENTLY.len()])?;
            if !answer.is_done() {
                self.is_refused(&answer, &[FULL[0], FULL[1], SPENT]);
                self.run.set_unknown(order);
                if most != MOST {
                    self.wrong.push(format!("only {count} urgent acts went on"));
                }
                return Ok(count);
            }
            self.run.acknowledge(&order, &answer)?;
            if count % 20 == 19 {
                let note = self.note()?;
                self.is_refused(&note, &FULL);
            }
        }
        if most == MOST {
            self.wrong.push("the reserve has no end".to_owned());
        }
        Ok(most)
    }

    /// A refusal says what it is and what to do, in the station's language.
    fn is_refused(&mut self, answer: &Answer, words: &[&str]) {
        let text = String::from_utf8_lossy(&answer.body);
        let told = words.iter().all(|word| text.contains(word));
        if answer.status != 503 || answer.kind != "application/problem+json" || !told {
            self.wrong.push(format!("no refusal in words: {}", answer.told()));
        }
    }

    fn reads(&mut self) {
        let path = format!("/api/incidents/{}", self.run.chain().number());
        match self.client.get(&self.demo.view().token("desk"), &path) {
            Ok(answer) if answer.status == 200 => {}
            other => self.wrong.push(format!("reading: {other:?}")),
        }
    }

    fn until_resumed(&mut self) -> Outcome<Duration> {
        let began = clock::now();
        while !self.note()?.is_done() {
            if began.elapsed() > RESUMED {
                return Err("it does not go on though there is room".into());
            }
            sleep(Duration::from_millis(50));
        }
        let resumed = began.elapsed();
        let reserve = self.run.ground.database().with_extension("db-reserve");
        // Whoever asked first was answered before the room was taken again.
        sleep(Duration::from_millis(500));
        if !fs::metadata(&reserve).is_ok_and(|file| file.len() >= 8 << 20) {
            self.wrong.push("the reserve was not made again".to_owned());
        }
        Ok(resumed)
    }
}
