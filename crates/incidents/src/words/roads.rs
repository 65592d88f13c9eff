//! What is said of the road of the law a call took, of flags, and of reviewing the whole.

use super::Words;

words! { more for Words:
    review_road: "审核去向" | "Review roads of the law";
    ground_offence: "属于刑事或者治安" | "Criminal or public order";
    ground_was_offence: "原来登记为刑事或者治安" | "Was taken as criminal or public order";
    road_note(ground): "{ground}：反馈要写去向，由带班所领导审核；不作现场化解，也不撤警。" | "{ground}: the feedback says which road it took, and a leader reviews it; it is neither settled at the scene nor withdrawn.";
    field_road: "去向" | "Road of the law";
    field_road_number: "案号或者文书号" | "Number of the case or paper";
    field_road_why: "为什么，或者移送给谁" | "Why, or to whom";
    field_safe_by: "哪位到场民警报告的" | "Which officer at the scene reports it";
    act_flag: "补记情况" | "Add a circumstance";
    act_unflag: "去掉记错的情况" | "Take a circumstance away";
    did_flag(flag): "补记情况：{flag}" | "Circumstance added: {flag}";
    did_unflag(flag): "去掉情况：{flag}" | "Circumstance taken away: {flag}";
    by_road(sentence, road): "{sentence}；去向：{road}" | "{sentence}; road: {road}";
    result_by_road(result, road): "{result}；去向：{road}" | "{result}; road: {road}";
    step_recalled: "随警情办结收回" | "Ended with the incident";
    morning_roadless: "该写去向没写的" | "Ended without saying the road";
    road_needed(ground): "{ground}：请写去向（立案、治安调解、告诫书、不构成违法、移送）" | "{ground}: please say which road it took (case, mediation, admonition, no offence, handed on)";
    road_number: "请写案号或者文书号" | "Please type the number of the case or paper";
    road_why: "请写为什么，或者移送给谁" | "Please say why, or to whom";
    road_by_officer: "去向由民警写" | "An officer says the road";
    road_first(ground): "{ground}：要由民警写明去向、带班所领导审核，不能这样结束" | "{ground}: an officer says the road and a leader reviews it; it cannot end this way";
    road_alone: "这一件要写去向，对方那一件不用：并过去就没人写了" | "This one has to say its road and the other has not: merged there nobody would say it";
    road_needs_leader: "写了去向的，由带班所领导审核" | "What ends by a road of the law is reviewed by a leader";
    road_missing(ground): "{ground}：还没写去向，请退回补正，由经办民警写" | "{ground}: no road was said; send it back so that the officer says it";
    settlement_of_disputes: "现场化解只用于纠纷，别的请用结果反馈" | "Only a dispute is settled at the scene; please use the final feedback";
    settlement_not_offered(ground): "{ground}：不能现场化解，请用结果反馈写明去向" | "{ground}: it cannot be settled at the scene; say its road in the final feedback";
    review_unseen: "您看不到这件警情的全部内容，不能审核；请本村民警或者带班所领导审核" | "You do not see the whole of it, so you cannot review it; an officer of the village or a leader can";
    review_stale: "您看过以后又有新的反馈，请看过再审核" | "There is newer feedback than you have seen; please look at it first";
    flag_stands: "这一条已经记了" | "It is written already";
    flag_not_there: "没有记这一条" | "It is not written";
    not_at_the_scene: "现场安全只由到场的民警报告；指挥室代录要选到场的民警" | "Only an officer who has arrived reports the scene safe; the desk names the one it writes for";
    mark_offence: "刑事治安" | "offence";
    mark_persuasion: "先劝阻" | "persuasion";
    mark_number: "写号" | "number";
    mark_why: "写原因" | "why";
    rule_roads: "去向" | "Roads of the law";
    rule_roads_hint: "一行一条：代码、空、中文、英文、要写什么（写号或写原因）、在用或停用、依据。依据待法制员核对。" | "A row each: code, empty, Chinese, English, what is typed with it (number or why), in use or over, where it comes from. The articles are for the legal officer to confirm.";
}
