//! What the room of people says, in both languages.

use crate::rules::{Seat, ShiftKind, UnitKind, Weakness};
use base::{Lang, Role};

include!("../../base/src/words_macro.rs");

mod cover;
mod deciding;
mod settings;
mod typed;
mod ways;

pub(crate) use settings::{setting_form, setting_label, setting_said, setting_source};
pub(crate) use typed::setting_read;

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

/// What a shift is called.
pub(crate) fn shift_label(lang: Lang, kind: ShiftKind) -> &'static str {
    let w = words(lang);
    match kind {
        ShiftKind::Lead => w.shift_lead(),
        ShiftKind::Duty => w.shift_duty(),
        ShiftKind::Standby => w.shift_standby(),
        ShiftKind::Rest => w.shift_rest(),
    }
}

/// What is wrong with a password.
pub fn weakness_words(lang: Lang, weakness: Weakness) -> &'static str {
    let w = words(lang);
    match weakness {
        Weakness::Length => w.password_length(),
        Weakness::Kinds => w.password_kinds(),
        Weakness::Common => w.password_common(),
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
    no_such_standing: "这个人到时没有这个身份，不能排这个班" | "This person will not have this role then, so cannot take this shift";
    leaves_overlap: "这段时间已经请了假，先取消那一次" | "There is a leave in this time already; cancel that one first";
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
    in_office(name, office): "{name}（{office}）" | "{name} ({office})";
    add_shift: "排一个班" | "Add a shift";
    cancel_shift: "取消" | "Cancel";
    who: "谁" | "Who";
    as_what: "当什么" | "As what";
    starts: "从" | "From";
    ends: "到" | "Until";
    default_of_product: "产品默认" | "Default of the product";
    units_title: "机构和村" | "Units and villages";
    unit_city: "市局" | "City bureau";
    unit_branch: "分局" | "Branch";
    unit_station: "派出所" | "Station";
    unit_room: "警务室" | "Police room";
    unit_street: "街道办" | "Sub-district";
    room_of(village): "{village}警务室" | "Police room of {village}";
    village: "村" | "Village";
    village_name: "村名" | "Name of the village";
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
    move_village: "改这个村" | "Change this village";
    tree_police: "公安" | "Police";
    tree_street: "街道" | "Sub-district";
    login_wrong: "账号用 2 到 32 个小写字母、数字、点、下划线或连字符" | "A sign-in name has 2 to 32 small letters, digits, dots, underscores or hyphens";
    accounts_title: "账号和权限" | "Accounts and rights";
    accounts_note: "给谁什么权限都要两个人：一个提出，另一个确认后才生效。" | "Giving a right takes two people: one proposes, another confirms, and only then it holds.";
    person_name: "姓名" | "Name";
    login: "账号" | "Sign-in name";
    way_in: "登录" | "Way in";
    has_entered: "已启用" | "In use";
    appoint: "给一个人权限" | "Give one person a right";
    import_staff: "录入人员" | "Enter people";
    staff_rows: "人员清单" | "List of people";
    staff_rows_hint: "从表格里复制粘贴，一行一个人：姓名、账号、身份、村、截止日期；后两列可以空着。身份写民警、辅警、指挥室、带班所领导、所长、村书记、街道组长。警务助理请到“聘书”里拟聘。" | "Paste from a spreadsheet, one person a row: name, sign-in name, role, village, last day. The last two may be empty. Assistants are nominated under Certificates.";
    propose: "提交，等另一个人确认" | "Propose; another person confirms";
    issue_link: "重新给登录链接" | "Give a new sign-in link";
    resume: "恢复权限" | "Let a right go on";
    reason: "理由" | "Reason";
    term: "聘期" | "Term";
    first_day: "从哪天起" | "First day";
    last_day: "到哪天止，含当天" | "Last day, counted in";
    unfit_now(name): "{name}现在不能这样任命，请重新提" | "{name} cannot be appointed like this any more; please propose again";
    row_role: "身份不认识" | "No such role";
    row_assistant: "警务助理要先拟聘，由村和所里同意" | "An assistant is nominated first, and agreed to by village and station";
    no_administrator: "这个账号不是在任的管理员；别人的登录链接由管理员在网页上发" | "This is no administrator in office; administrators give everybody else their link on the page";
    issued_on_machine: "在服务器上补发" | "Issued on the server itself";
    rows_read(count): "读到 {count} 行" | "{count} rows read";
    devices_title: "设备和登录" | "Devices";
    devices_note: "手机丢了、人调走了，就在这里停用：当场失效，以后要重新发链接。" | "Where a phone is lost or somebody leaves, end it here: it holds at once, and a new link is needed afterwards.";
    end_devices: "停用设备和登录" | "End devices and sessions";
    phones_title: "绑定的手机" | "Bound phones";
    no_phones: "没有绑定的手机。" | "No phone is bound.";
    open_sessions: "现在登录着的" | "Open sessions";
    device: "设备" | "Device";
    bound: "绑定" | "Bound";
    last_used: "上次使用" | "Last used";
    signed_in_at: "登录" | "Signed in";
    ends_at: "最迟到" | "Until";
    pin_title: "这部手机的 PIN" | "The PIN of this phone";
    pin_new: "6 位数字" | "Six digits";
    pin_how: "以后在这部手机上只要这 6 位数字。连错 5 次要重新找派出所。原来绑定的手机随即失效。" | "From now on these six digits open this phone. Five wrong tries in a row, and the station binds it anew. A phone bound before ends.";
    pin_save: "绑定这部手机" | "Bind this phone";
    pin_wrong: "要 6 位数字，不能全一样、连号或者重复" | "Six digits, not all alike, not in a row, not repeated";
    bound_by_link: "换 PIN、换手机，请派出所重新发链接" | "For another PIN or phone the station gives a new link";
    no_phone_here: "你用口令和动态码登录，不绑定手机" | "You sign in with password and code; no phone is bound";
    owes_pin: "先给这部手机设一个 6 位 PIN。" | "First give this phone a PIN of six digits.";
    settings_title: "参数" | "Settings";
    settings_note: "改参数要两个人：一位管理员提出，另一位确认。旧的版本都留着；已经开始算的时限不变。" | "Changing one takes two: one administrator proposes, another confirms. Every version is kept; limits that run already stay as they are.";
    set_setting: "改参数" | "Change a setting";
    setting: "哪一项" | "Setting";
    setting_value: "值" | "Value";
    setting_from: "依据" | "Where it comes from";
    setting_refused(form): "这一项要写成：{form}" | "This one is written: {form}";
    since: "从什么时候起" | "Since";
    versions_before: "以前的" | "Before";
    version_of(source, number): "{source}（第 {number} 版）" | "{source} (version {number})";
    of_product: "程序自带" | "Comes with the program";
    account_closed: "这个账号已经停用，不能再用" | "This account is closed and cannot be used again";
    resume_first: "这份聘书正在暂停，先恢复再续聘" | "This certificate is suspended; let it go on before it is renewed";
    row_login_taken: "这个账号是别人的" | "This sign-in name is another person’s";
    row_login_twice: "账号和前面的重复" | "This sign-in name stands above already";
    row_day: "日期看不懂，写成 2024-05-12" | "The day cannot be read; write 2024-05-12";
    row_over: "截止日期已经过了" | "The last day is past";
    no_village: "没有这个村" | "There is no such village";
    cannot_combine: "这个身份不能和他现有的身份兼任" | "This role cannot be combined with what they hold";
    terms_title: "聘书" | "Certificates";
    terms_note: "聘书就是权限：村和所里都同意才发号生效，到期当天 24 点自动失效。" | "The certificate is the authority: it is numbered and holds once village and station agree, and ends by itself at the end of its last day.";
    nominate: "拟聘一位警务助理" | "Nominate an assistant";
    import_nominations: "拟聘几位" | "Nominate several";
    nominee_rows: "拟聘清单" | "List of nominees";
    nominee_rows_hint: "从表格里复制粘贴，一行一个人：村、姓名、账号、正副、起、止；日期写成 2024-05-12。" | "Paste from a spreadsheet, one person a row: village, name, sign-in name, deputy, first and last day, as 2024-05-12.";
    deputy: "副" | "Deputy";
    as_deputy: "副职" | "As deputy";
    agree_for_station: "所里同意" | "The station agrees";
    agree_for_village: "村里同意" | "The village agrees";
    enter_village_paper: "录入村里的书面同意" | "Enter the village’s paper";
    village_paper: "哪份文件" | "Which paper";
    withdraw_nomination: "撤回拟聘" | "Withdraw";
    second_lead: "这个村已有一位在聘，仍然同意再聘一位正职" | "The village has an assistant in office; agree to a second one all the same";
    second_lead_asked: "这个村已有一位正职在聘：要么聘为副职，要么勾选仍然同意" | "The village has an assistant in office: appoint a deputy, or tick that a second one is agreed to";
    already_appointed: "已经聘任了" | "Already appointed";
    renew: "续聘" | "Renew";
    certificates: "哪几位" | "Whose";
    no_certificate: "这不是一份聘书" | "This is not a certificate";
    already_renewed: "已经续聘过了" | "Renewed already";
    certificate: "编号" | "Number";
    state: "状态" | "State";
    state_nominated: "拟聘" | "Nominated";
    state_coming: "未起聘" | "not begun";
    state_in_force: "在聘" | "in force";
    state_days_left(days): "在聘，还有 {days} 天" | "in force, {days} days left";
    state_suspended: "暂停" | "suspended";
    state_ended: "已到期" | "ended";
    side_station: "派出所：" | "Station: ";
    side_village: "村：" | "Village: ";
    not_yet: "还没同意" | "not agreed yet";
    agreed_by(name, time): "{name} {time} 同意" | "{name} agreed {time}";
    nominated_by(name, time): "{name} {time} 提名" | "nominated by {name} {time}";
    right_until(day): "到 {day}（含当天）" | "until {day}, that day included";
    term_span(from, until): "{from} 至 {until}" | "{from} to {until}";
    term_from(from): "{from} 起" | "from {from}";
    until_day(day): "续到 {day}" | "until {day}";
    roster_title: "排班" | "Roster";
    shift_kind: "什么班" | "What kind";
    shift_lead: "带班" | "Leads";
    shift_duty: "值班" | "On duty";
    shift_standby: "备勤" | "On call";
    shift_rest: "轮休" | "Rest";
    import_shifts: "录入排班" | "Enter shifts";
    shift_rows: "排班清单" | "List of shifts";
    shift_rows_hint: "从表格里复制粘贴，一行一个班：日期、从、到、账号、身份、什么班；过夜的班写第二天的钟点。例如 2024-05-13、20:00、08:00、desk、指挥室、值班六格。" | "Paste from a spreadsheet, one shift a row: day, from, until, sign-in name, role, kind; a shift over midnight names the hour of the next day. For instance 2024-05-13,20:00,08:00,desk,desk,duty";
    day: "日期" | "Day";
    row_times: "日期或钟点看不懂，写成 2024-05-13 和 20:00" | "Day or hour cannot be read; write 2024-05-13 and 20:00";
    row_shift_kind: "什么班不认识" | "No such kind of shift";
    week: "哪一周" | "Which week";
    week_before: "上一周" | "Week before";
    week_after: "下一周" | "Week after";
    monday: "周一" | "Mon";
    tuesday: "周二" | "Tue";
    wednesday: "周三" | "Wed";
    thursday: "周四" | "Thu";
    friday: "周五" | "Fri";
    saturday: "周六" | "Sat";
    sunday: "周日" | "Sun";
    midnight: "24:00" | "24:00";
    ask_swap: "请人换班" | "Ask to swap";
    swap_to: "换给谁" | "To whom";
    accept_swap: "同意换班" | "Accept";
    refuse_swap: "不换了" | "No swap";
    swap_line(from, to, starts, ends): "{from}请{to}换 {starts} 至 {ends} 的班" | "{from} asks {to} to take {starts} to {ends}";
    cannot_swap: "这个人不能接这个班：身份、村不同，或者到时不在岗" | "They cannot take this shift: another role or village, or not in office then";
    already_on_shift: "这个人那时已有别的班" | "They have another shift at that time";
    shift_begun: "这个班已经开始，请找带班所领导" | "This shift has begun; ask the leader on duty";
    swap_waits: "已经请过人换这个班，先等回复" | "A swap of this shift waits for an answer already";
    days_title: "节假日和调休" | "Holidays and make-up days";
    days_note: "工作日的时限都按这张表数。国务院办公厅发了新一年的通知，就在下面录入。已经算出的期限不变。" | "Limits of working days are counted by this table. When the State Council’s office publishes the next year, enter it below. Limits that run keep their date.";
    not_published(year): "{year} 年的放假通知还没有录入，算到那一年的日期是暂定的。" | "The notice for {year} has not been entered; dates that reach into it are provisional.";
    set_days: "录入节假日" | "Enter days";
    day_rows: "日期清单" | "List of days";
    day_rows_hint: "从表格里复制粘贴，一行一天：日期、休或班、名称、依据的通知。" | "Paste from a spreadsheet, one day a row: day, off or working, name, the notice it comes from.";
    day_kind: "休还是班" | "Off or working";
    day_off: "休" | "off";
    day_working: "班" | "working";
    holiday: "名称" | "Holiday";
    source: "依据" | "Source";
    year: "哪一年" | "Which year";
    row_day_kind: "写休或班" | "Write off or working";
    row_source: "依据太长或有看不见的字符" | "The source is too long or has hidden characters";
    row_day_twice: "这一天前面写过了" | "This day stands above already";
    rights: "权限" | "Rights";
    my_shifts: "我的班" | "My shifts";
    second_title: "动态码" | "Second factor";
    second_on: "已启用。换手机请找安全管理员。" | "In use. For a new phone ask the security administrator.";
    second_how: "用手机上的验证器扫这个码，或者手工输入密钥，再把显示的 6 位数字填在下面。" | "Scan this with an authenticator on your phone, or type the secret, then enter the six digits it shows.";
    second_secret: "密钥" | "Secret";
    second_code: "现在显示的 6 位数字" | "The six digits it shows now";
    enrol_second: "启用动态码" | "Switch it on";
    second_wrong: "这 6 位数字不对，看一下手机的时间准不准，再填新的" | "These digits are not right; check the phone’s clock and enter the next ones";
    second_stands: "已经启用了" | "It is in use already";
    owes_password: "先设口令，才能用别的。" | "Set a password first; nothing else works before.";
    owes_second: "先启用动态码，才能用别的。" | "Switch the second factor on first; nothing else works before.";
    password_kinds: "大写、小写、数字、符号、汉字里至少要有三类" | "At least three of capitals, small letters, digits, signs and other scripts";
    password_common: "太常见了，或者就是站名、村名、人名加几个数字，换一个" | "Too common, or just a name of this place with some digits; choose another";
    password_length: "新口令要 12 到 200 个字" | "The new password needs 12 to 200 characters";
}
