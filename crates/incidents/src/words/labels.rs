//! What the codes of an incident are called.

use super::words;
use crate::rules::{Channel, Danger, Flag, Score, Stage, StampKind, ThanksKind};
use base::Lang;

/// What a state is called.
pub fn stage_label(lang: Lang, stage: Stage) -> &'static str {
    let w = words(lang);
    match stage {
        Stage::Waiting => w.waiting(),
        Stage::Dispatched => w.dispatched(),
        Stage::Signed => w.signed(),
        Stage::EnRoute => w.en_route(),
        Stage::OnScene => w.on_scene(),
        Stage::Cleared => w.cleared(),
        Stage::Reported => w.reported(),
        Stage::Returned => w.returned(),
        Stage::Closed => w.closed(),
        Stage::Recorded => w.recorded(),
        Stage::Referred => w.referred(),
        Stage::Withdrawing => w.withdrawing(),
        Stage::Withdrawn => w.withdrawn(),
        Stage::Merged => w.merged(),
    }
}

/// What the step of an order with this code is called; nothing where there is none.
pub fn step_label(lang: Lang, code: &str) -> &'static str {
    StampKind::from_code(code).map_or("", |kind| stamp_label(lang, kind))
}

/// What a step of an order is called.
pub(crate) fn stamp_label(lang: Lang, kind: StampKind) -> &'static str {
    let w = words(lang);
    match kind {
        StampKind::Reached => w.step_reached(),
        StampKind::Signed => w.step_signed(),
        StampKind::SetOut => w.step_set_out(),
        StampKind::Arrived => w.step_arrived(),
        StampKind::Cleared => w.step_cleared(),
        StampKind::ByTelephone => w.step_by_telephone(),
    }
}

/// What a danger is called.
pub(crate) fn danger_label(lang: Lang, danger: Danger) -> &'static str {
    let w = words(lang);
    match danger {
        Danger::Weapon => w.flag_weapon(),
        Danger::Injury => w.flag_injury(),
        Danger::Drink => w.flag_drink(),
        Danger::DomesticViolence => w.flag_domestic(),
    }
}

/// What a tick of the desk is called.
pub(crate) fn flag_label(lang: Lang, flag: Flag) -> &'static str {
    let w = words(lang);
    match flag {
        Flag::Weapon => w.flag_weapon(),
        Flag::Injury => w.flag_injury(),
        Flag::Drink => w.flag_drink(),
        Flag::DomesticViolence => w.flag_domestic(),
        Flag::Minor => w.flag_minor(),
        Flag::Secret => w.flag_secret(),
    }
}

/// What the caller thinks of it.
pub(crate) fn score_label(lang: Lang, score: Score) -> &'static str {
    let w = words(lang);
    match score {
        Score::Satisfied => w.score_satisfied(),
        Score::Fair => w.score_fair(),
        Score::Dissatisfied => w.score_dissatisfied(),
    }
}

/// By which way somebody is asked.
pub(crate) fn channel_label(lang: Lang, channel: Channel) -> &'static str {
    let w = words(lang);
    match channel {
        Channel::Telephone => w.channel_telephone(),
        Channel::Text => w.channel_text(),
        Channel::Visit => w.channel_visit(),
    }
}

/// How somebody says thanks.
pub(crate) fn thanks_label(lang: Lang, kind: ThanksKind) -> &'static str {
    let w = words(lang);
    match kind {
        ThanksKind::Praise => w.thanks_praise(),
        ThanksKind::Banner => w.thanks_banner(),
    }
}

/// 一 二 三 四, or the digit.
pub(crate) fn level_mark(lang: Lang, level: i64) -> &'static str {
    let w = words(lang);
    match level {
        1 => w.mark_1(),
        2 => w.mark_2(),
        3 => w.mark_3(),
        _ => w.mark_4(),
    }
}
