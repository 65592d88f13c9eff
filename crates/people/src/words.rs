//! What the room of people says, in both languages.

use crate::rules::Seat;
use base::{Lang, Role};

include!("../../base/src/words_macro.rs");

/// What a role is called.
pub fn role_label(lang: Lang, role: Role) -> &'static str {
    let w = words(lang);
    match role {
        Role::Leader => w.leader(),
        Role::Chief => w.chief(),
        Role::Desk => w.desk(),
        Role::Officer => w.officer(),
        Role::Auxiliary => w.auxiliary(),
        Role::Assistant => w.assistant(),
        Role::Village => w.village_secretary(),
        Role::Street => w.street(),
        Role::Auditor => w.auditor(),
        Role::Gateway => w.gateway(),
        Role::Body => w.body(),
        Role::Wall => w.wall(),
        Role::System => w.system(),
    }
}

/// What a seat is called.
pub fn seat_label(lang: Lang, seat: Seat) -> &'static str {
    let w = words(lang);
    match seat {
        Seat::Watcher => w.watcher(),
        Seat::Manager => w.manager(),
        Seat::Pusher => w.pusher(),
    }
}

words! {
    leader: "带班所领导" | "Leader on duty";
    chief: "所长" | "Station chief";
    desk: "指挥室" | "Command room";
    officer: "民警" | "Officer";
    auxiliary: "辅警" | "Auxiliary";
    assistant: "警务助理" | "Police assistant";
    village_secretary: "村书记" | "Village secretary";
    street: "街道组长" | "Street leader";
    auditor: "审计员" | "Auditor";
    gateway: "接口" | "Interface";
    body: "受理单位" | "Receiving body";
    wall: "大屏" | "Wall screen";
    system: "系统" | "System";
    watcher: "盯办" | "Watcher";
    manager: "主办" | "Manager";
    pusher: "督办" | "Pusher";
    edit_roster: "改排班、请假和聘期" | "Edit roster, leave and terms";
    sign_in_right: "用自己的账号" | "Use one's own account";
    ends_before_start: "结束要晚于开始" | "The end must be after the start";
    no_such_standing: "这个人没有这个身份，不能排这个班" | "This person has no such role, so cannot take this shift";
    walls_title: "大屏" | "Wall screens";
    walls_note: "大屏不用登录，打开链接就显示；上面没有人名、电话和门牌。屏换了或丢了，就在这里停用。" | "A wall screen needs no sign-in; its link shows it. No names, telephones or house numbers stand there. Where a screen is replaced or lost, end it here.";
    open_wall: "加一块大屏" | "Add a wall screen";
    end_wall: "停用" | "End";
    wall_name: "挂在哪里" | "Where it hangs";
    wall_link: "打开大屏" | "Open the wall";
    wall_until(time): "{time} 前有效" | "valid until {time}";
    telephones_title: "电话表" | "Telephones";
    telephones_note: "只写单位和岗位的电话，断网时印在夜间应急单上。" | "Numbers of offices and posts only; printed every night for when the screen is dark.";
    add_telephone: "加一个号码" | "Add a number";
    remove_telephone: "删掉" | "Remove";
    telephone_label: "单位或岗位" | "Office or post";
    telephone_number: "号码" | "Number";
    second_person: "自己提的自己不能确认，请另一个人确认" | "Whoever proposed it cannot confirm it; another person must";
    proposal_over: "这个提议已经过期，请重新提" | "This proposal is over; please propose again";
    proposal_decided: "这个提议已经有人决定过" | "This proposal has been decided already";
    three_people: "盯办、主办、督办要是三个不同的人" | "Watcher, manager and pusher must be three different people";
    preferences: "保存" | "Save";
    preferences_title: "显示" | "Display";
    language: "语言" | "Language";
    theme: "明暗" | "Light or dark";
    theme_auto: "跟随设备" | "As the device";
    theme_light: "浅色" | "Light";
    theme_dark: "深色" | "Dark";
    single_keys: "用单键快捷键" | "Use single-key shortcuts";
    end_session: "让它退出" | "Sign it out";
    sessions_title: "在哪里登录着" | "Where you are signed in";
    session_browser: "浏览器" | "Browser";
    session_token: "程序" | "Program";
    session_until(time): "到 {time} 为止" | "until {time}";
    account_title: "我的账号" | "My account";
    standings_title: "我的身份" | "My roles";
    password_title: "口令" | "Password";
    password_old: "现在的口令，没有就空着" | "Present password, empty if none";
    password_new: "新口令，至少 12 个字" | "New password, at least 12 characters";
    password_others: "改了以后，别的设备都要重新登录。" | "Every other device is then signed out.";
    password_save: "改口令" | "Change password";
    add_shift: "排一个班" | "Add a shift";
    cancel_shift: "取消" | "Cancel";
    who: "谁" | "Who";
    as_what: "当什么" | "As what";
    starts: "从" | "From";
    ends: "到" | "Until";
}
