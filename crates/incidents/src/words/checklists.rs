//! The checklists a new station starts with: our own default, version 1 of each plan, to be changed
//! by two people. Telecom fraud begins with stopping the payment.

/// A line, within how many minutes (0: no limit), and whether closing waits for it.
type Line = (&'static str, i64, bool);

/// Kind and level of the plan, and its items in order.
pub(crate) const CHECKLISTS: &[(&str, i64, &[Line])] = &[
    (
        "XS-03",
        0,
        &[
            ("先报反诈中心止付", 5, true),
            ("记下转出和转入账号、金额、时间", 10, true),
            ("让当事人停止转账，留存聊天和转账记录", 15, false),
            ("带到所里登记立案", 0, true),
        ],
    ),
    (
        "QZ-02",
        0,
        &[
            ("问清走失时间、衣着、常去的地方", 5, true),
            ("通知值班助理和网格员就近找", 10, false),
            ("查沿途店铺和路口", 30, false),
            ("找到后告知报警人", 0, true),
        ],
    ),
    (
        "HZ",
        0,
        &[
            ("确认119已接警", 2, true),
            ("疏散人员，断电断气", 10, true),
            ("拦住围观，留出消防通道", 0, false),
        ],
    ),
    (
        "HZ-04",
        0,
        &[
            ("提醒不开灯、不动火，开窗离开", 2, true),
            ("通知燃气和119", 3, true),
            ("疏散上下楼，设警戒", 10, true),
        ],
    ),
    (
        "JT-01",
        0,
        &[
            ("问清有没有人受伤，通知120", 2, true),
            ("通知122", 5, true),
            ("设警示，防二次事故", 0, false),
        ],
    ),
];
