//! How the station answers: signature, departure, arrival, clearing, feedback.

use crate::{draw, params};
use base::Chance;

/// The stages of one answer in seconds, each from the stage before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Response {
    pub signed_s: i64,
    pub depart_s: i64,
    pub travel_s: i64,
    pub on_scene_s: i64,
    pub feedback_s: i64,
    pub assistant: Option<i64>,
}

/// Draws one answer. Feedback is drawn from the call on and is never earlier than clearing: the
/// time under way and at the scene, for which there is no source, gives way where it must.
pub(super) fn respond(chance: &mut Chance) -> Response {
    let signed = sign(chance);
    // The quick leave quickly and report quickly: one rank in common, each with its own law.
    let (rank, own) = (draw::normal(chance), draw::normal(chance));
    let (mu, sigma, cap) = params::DEPART;
    let depart = ((mu + sigma * rank).exp().min(cap) * 60.0).max(2.0);
    let (mu, sigma) = params::FEEDBACK;
    let least = signed + depart + 120.0 + chance.unit() * 240.0;
    let feedback = ((mu + sigma * (0.8 * rank + 0.6 * own)).exp() * 60.0).max(least);
    let (median, sigma) = params::TRAVEL;
    let travel = draw::log_normal(chance, median.ln(), sigma) * 60.0;
    let (median, sigma) = params::ON_SCENE;
    let scene = draw::log_normal(chance, median.ln(), sigma) * 60.0;
    let room = feedback - signed - depart - 15.0 - chance.unit() * 30.0;
    let fit = (room / (travel + scene)).min(1.0);
    let (median, sigma, share) = params::ASSISTANT;
    let comes = chance.happens(share);
    let arrives = draw::log_normal(chance, median.ln(), sigma) * 60.0;
    let whole = |seconds: f64| seconds.round() as i64;
    let (travel_s, on_scene_s) = (whole(travel * fit).max(1), whole(scene * fit).max(1));
    let (signed_s, depart_s) = (whole(signed), whole(depart));
    Response {
        signed_s,
        depart_s,
        travel_s,
        on_scene_s,
        feedback_s: (whole(feedback) - signed_s - depart_s - travel_s - on_scene_s).max(1),
        assistant: comes.then_some(whole(arrives)),
    }
}

/// Seconds to the signature: within thirty, but for the few that are late.
fn sign(chance: &mut Chance) -> f64 {
    let (median, sigma, late) = params::SIGN;
    if chance.happens(late) {
        return 31.0 + chance.unit() * 89.0;
    }
    loop {
        let seconds = draw::log_normal(chance, median.ln(), sigma);
        if (1.0..=30.0).contains(&seconds) {
            return seconds.floor();
        }
    }
}
