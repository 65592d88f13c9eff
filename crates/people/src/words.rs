//! What the room of people says, in both languages.

use crate::rules::{Seat, Setting, UnitKind};
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
        Role::SystemAdmin => w.system_admin(),
        Role::SecurityAdmin => w.security_admin(),
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

/// Where the first value of a setting comes from.
pub(crate) fn setting_source(setting: Setting) -> &'static str {
    match setting {
        Setting::NetworkZone => words(Lang::Zh).set_at_start(),
    }
}

/// What a unit is called.
pub(crate) fn unit_label(lang: Lang, kind: UnitKind) -> &'static str {
    let w = words(lang);
    match kind {
        UnitKind::City => w.unit_city(),
        UnitKind::Branch => w.unit_branch(),
        UnitKind::Station => w.unit_station(),
        UnitKind::Room => w.unit_room(),
        UnitKind::Street => w.unit_street(),
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
    system_admin: "系统管理员" | "System administrator";
    security_admin: "安全管理员" | "Security administrator";
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
    set_at_start: "建站时选定" | "Chosen when the station was made";
    units_title: "机构和村" | "Units and villages";
    unit_city: "市局" | "City bureau";
    unit_branch: "分局" | "Branch";
    unit_station: "派出所" | "Station";
    unit_room: "警务室" | "Police room";
    unit_street: "街道办" | "Sub-district";
    room_of(village): "{village}警务室" | "Police room of {village}";
    village: "村" | "Village";
    village_name: "村名" | "Name of the village";
    at_row(line, what): "第 {line} 行：{what}" | "Row {line}: {what}";
    row_name: "名称要写，最多 40 个字" | "A name is needed, at most 40 characters";
    row_twice: "这个村已经有了" | "This village exists already";
    row_code: "代码是 12 位数字，没有就空着" | "A code has 12 digits; leave it empty if there is none";
    wrong_parent: "不能放在这个单位下面" | "It cannot stand below this unit";
    unit_in_use: "下面还有单位或村，先移走再撤销" | "Units or villages still hang below it; move them first";
    no_trees: "机构里还没有派出所或街道办，先加上" | "The trees have no station or no sub-district yet; add them first";
    name: "名称" | "Name";
    unit_code: "12 位代码" | "12-digit code";
    unit_kind: "哪一级" | "Which level";
    unit_parent: "上级" | "Below";
    add_unit: "加一个单位" | "Add a unit";
    rename_unit: "改名" | "Rename";
    close_unit: "撤销" | "Close";
    import_villages: "录入村" | "Enter villages";
    village_rows: "村的清单" | "List of villages";
    village_rows_hint: "从表格里复制粘贴，一行一个村：村名、警务室、12 位代码；后两列可以空着，警务室空着就一村一室。先看一遍读得对不对，再录入。" | "Paste from a spreadsheet, one village a row: name, police room, 12-digit code. The last two may be empty; without a room each village gets its own. You see what was read before it is entered.";
    rows_checked: "看过了，录入" | "I have looked; enter them";
    rows_read(count): "读到 {count} 行" | "{count} rows read";
    look_first(count): "读到 {count} 行，核对下面的表，勾上再录入" | "{count} rows read; check the table, then tick here and send again";
    move_village: "改这个村" | "Change this village";
    tree_police: "公安" | "Police";
    tree_street: "街道" | "Sub-district";
    login_wrong: "账号用 2 到 32 个小写字母、数字、点、下划线或连字符" | "A sign-in name has 2 to 32 small letters, digits, dots, underscores or hyphens";
}
