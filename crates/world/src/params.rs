//! The numbers the demo station is drawn from; every one carries a letter for its evidence.
//!
//! S the newspaper's article · A weekly 110 bulletins of Ankang · J Jiangsu 2017 · X Xuzhou 2017 ·
//! H Hefei 2018 · W, L, C police open data from Winston-Salem, Lancashire, Chicago · F fire
//! service open data · Z an assumption without a source. Nothing here describes a real incident,
//! household or person.

/// A village as the parameters give it: name, households, registered, transient.
pub type VillageRow = (&'static str, u32, u32, u32);

/// The five villages. First row S, the others Z.
pub const VILLAGES: [VillageRow; 5] = [
    ("十里铺村", 525, 2_500, 20_000),
    ("示例二村", 410, 1_900, 12_500),
    ("示例三村", 330, 1_500, 8_300),
    ("示例四村", 260, 1_150, 5_000),
    ("示例五村", 190, 850, 2_900),
];

/// Renter households in a courtyard: median, sigma of the logarithm, least, most. S (range).
pub const RENTERS: (f64, f64, f64, f64) = (12.0, 0.75, 3.0, 30.0);

/// Shops, lanes and public places for each household. Z.
pub const PLACES_PER_HOUSEHOLD: f64 = 0.25;

/// Incidents a day at a quiet, an ordinary and a busy station. Z; Ankang, Hefei, Xuzhou bracket it.
pub const PER_DAY: [f64; 3] = [8.0, 24.0, 45.0];

/// How many categories there are.
pub const CATEGORIES: usize = 12;

/// Share of each category, in the order of `Category::ALL`.
pub const SHARE: [f64; CATEGORIES] = [
    0.200, // dispute 矛盾纠纷: S about 20 %; A 10.4, X 12.6, J 13.9
    0.270, // help 群众求助: J 41.4 with moving cars; A 9.3
    0.150, // traffic 交通类: J, A 28.5; X 20
    0.075, // noise 噪音扰民: Z
    0.085, // public order 治安类: A 3.9–10, H 22.7
    0.016, // criminal 刑事类: A 1.4–3.9, H 4.3
    0.024, // telecom fraud 电信网络诈骗: Z
    0.060, // lost property 遗失物品: S the phone; rate Z
    0.010, // missing person 走失寻人: Z
    0.012, // fire hazard 火情与用电隐患: Z
    0.025, // complaint 举报投诉: A 0.8
    0.073, // other 其他: remainder
];

/// Variance over mean of daily counts, in the order of `Category::ALL`. W.
pub const PHI: [f64; CATEGORIES] = [2.6, 2.0, 2.0, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2, 1.2];

/// What the second year does to each category. S: −54 %, −3.8 %, −21 %; the others stay.
pub const YEAR_ON_YEAR: [f64; CATEGORIES] =
    [1.0, 1.0, 1.0, 1.0, 0.962, 0.46, 0.79, 1.0, 1.0, 1.0, 1.0, 1.0];

/// Twelve months of disputes; every row is rescaled to mean 1. W, L, C; S: rises in summer.
pub const MONTH_DISPUTE: [f64; 12] =
    [0.83, 0.8, 0.92, 1.02, 1.1, 1.16, 1.2, 1.17, 1.07, 1.0, 0.9, 0.83];
/// Twelve months of noise. W, L, C.
pub const MONTH_NOISE: [f64; 12] =
    [0.75, 0.72, 0.9, 1.02, 1.15, 1.25, 1.28, 1.22, 1.05, 0.95, 0.88, 0.83];
/// Twelve months of public order. W, L, C.
pub const MONTH_ORDER: [f64; 12] =
    [0.82, 0.8, 0.94, 1.02, 1.12, 1.16, 1.18, 1.14, 1.06, 1.02, 0.92, 0.82];
/// Twelve months of thefts and the like. W, L, C.
pub const MONTH_THEFT: [f64; 12] =
    [0.97, 0.85, 0.95, 0.98, 1.02, 1.02, 1.08, 1.05, 1.04, 1.06, 1.03, 0.95];
/// Twelve months of fires and electrical hazards. W, L, C.
pub const MONTH_FIRE: [f64; 12] = [1.05, 0.95, 0.9, 0.9, 1.0, 1.2, 1.3, 1.25, 1.0, 0.85, 0.8, 0.8];
/// Twelve months alike.
pub const MONTH_FLAT: [f64; 12] = [1.0; 12];

/// Monday to Sunday, disputes. W.
pub const WEEK_DISPUTE: [f64; 7] = [0.9, 0.89, 0.91, 0.92, 1.0, 1.26, 1.12];
/// Monday to Sunday, telecom fraud. W.
pub const WEEK_FRAUD: [f64; 7] = [1.1, 1.15, 1.15, 1.12, 1.12, 0.75, 0.61];
/// Monday to Sunday, thefts and the like. W.
pub const WEEK_THEFT: [f64; 7] = [1.1, 1.1, 1.04, 1.04, 1.0, 0.9, 0.82];
/// Seven days alike.
pub const WEEK_FLAT: [f64; 7] = [1.0; 7];

/// Shares of the 24 hours, disputes. W.
pub const HOUR_DISPUTE: [f64; 24] = [
    0.057, 0.0424, 0.032, 0.0237, 0.0164, 0.0125, 0.0119, 0.0174, 0.024, 0.0283, 0.0307, 0.036,
    0.0394, 0.0388, 0.0436, 0.0469, 0.0499, 0.0516, 0.0567, 0.0588, 0.065, 0.071, 0.0738, 0.0722,
];
/// Shares of the 24 hours, thefts and the like. W.
pub const HOUR_THEFT: [f64; 24] = [
    0.0164, 0.0143, 0.0139, 0.0117, 0.0109, 0.0131, 0.0223, 0.0418, 0.0547, 0.0608, 0.0639, 0.0626,
    0.0661, 0.0688, 0.068, 0.0665, 0.065, 0.0605, 0.0542, 0.0466, 0.0406, 0.032, 0.0248, 0.0205,
];
/// Shares of the 24 hours, telecom fraud. W.
pub const HOUR_FRAUD: [f64; 24] = [
    0.0079, 0.0073, 0.0022, 0.0038, 0.0041, 0.0038, 0.0051, 0.0121, 0.0425, 0.0787, 0.0978, 0.1041,
    0.1016, 0.1013, 0.1079, 0.0962, 0.0673, 0.0492, 0.0343, 0.0241, 0.0197, 0.0127, 0.0105, 0.0058,
];
/// Shares of the 24 hours, calls for help. W.
pub const HOUR_HELP: [f64; 24] = [
    0.0273, 0.0203, 0.0143, 0.0122, 0.0114, 0.0131, 0.0236, 0.0331, 0.0408, 0.0418, 0.0452, 0.0479,
    0.0523, 0.0519, 0.0575, 0.0614, 0.0731, 0.0716, 0.0632, 0.0536, 0.0563, 0.0504, 0.0431, 0.0346,
];

/// Share of transients present: days from lunar New Year's Day, share. Shape Z; the last point
/// (day 60, back to 1) is added so that the curve closes.
pub const SPRING_PRESENCE: [(f64, f64); 10] = [
    (-14.0, 1.0),
    (-7.0, 0.75),
    (-2.0, 0.4),
    (0.0, 0.3),
    (5.0, 0.35),
    (10.0, 0.55),
    (16.0, 0.85),
    (25.0, 1.0),
    (40.0, 1.05),
    (60.0, 1.0),
];
/// Calls climb as people return: factor, first and last day from New Year's Day. Z.
pub const SPRING_REBOUND: (f64, i64, i64) = (1.1, 16, 45);
/// Share of transients present around the National Day: day of October, share. Z; the first
/// point is added so that the curve closes.
pub const NATIONAL_PRESENCE: [(f64, f64); 5] =
    [(-3.0, 1.0), (-1.0, 0.95), (1.0, 0.8), (6.0, 0.85), (8.0, 1.0)];
/// Lunar New Year's Day as (year, month, day). Calendar.
pub const SPRING_FESTIVAL: [(i64, u32, u32); 21] = [
    (2015, 2, 19),
    (2016, 2, 8),
    (2017, 1, 28),
    (2018, 2, 16),
    (2019, 2, 5),
    (2020, 1, 25),
    (2021, 2, 12),
    (2022, 2, 1),
    (2023, 1, 22),
    (2024, 2, 10),
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 3),
    (2031, 1, 23),
    (2032, 2, 11),
    (2033, 1, 31),
    (2034, 2, 19),
    (2035, 2, 8),
];

/// Heat: exp(b·(Tmax − 30)⁺) for disputes, noise, fire hazards. Z.
pub const HEAT: [f64; 3] = [0.012, 0.02, 0.035];

/// Shape of the gamma risk of places for disputes and noise, and for everything else. W.
pub const RISK_SHAPE: [f64; 2] = [0.35, 1.0];
/// A theft triggers another: probability, within so many metres, within so many days. W.
pub const NEAR_REPEAT: (f64, f64, f64) = (0.06, 150.0, 7.0);
/// Share of thefts among criminal and among public-order incidents. Z.
pub const THEFT_SHARE: [f64; 2] = [0.7, 0.35];

/// Share of the dispute types, in the order of `DisputeType::ALL`. Z.
pub const DISPUTE_TYPE: [f64; 8] = [0.2, 0.16, 0.17, 0.17, 0.09, 0.08, 0.07, 0.06];
/// Settled at the scene, to village mediators, to judicial or union bodies, public order. Z.
pub const SETTLEMENT: [f64; 4] = [0.66, 0.26, 0.05, 0.03];
/// Days within which the table of recurrence speaks.
#[cfg(test)]
pub const RECUR_DAYS: [f64; 4] = [1.0, 7.0, 30.0, 90.0];
/// Another dispute at the place after a first one. W.
pub const RECUR_FIRST: [f64; 4] = [0.027, 0.058, 0.116, 0.173];
/// Another dispute at the place after any one. W.
pub const RECUR_ANY: [f64; 4] = [0.149, 0.248, 0.314, 0.392];

/// Seconds to sign: median, sigma; probability of more than 30 s. A.
pub const SIGN: (f64, f64, f64) = (9.0, 0.9, 0.011);
/// Minutes from signature to departure: mu, sigma, cap. A.
pub const DEPART: (f64, f64, f64) = (0.478, 2.05, 90.0);
/// Minutes of travel: median, sigma. Z.
pub const TRAVEL: (f64, f64) = (5.0, 0.6);
/// Minutes at the scene: median, sigma. Z.
pub const ON_SCENE: (f64, f64) = (22.0, 0.8);
/// Minutes from call to feedback: mu, sigma. A.
pub const FEEDBACK: (f64, f64) = (3.845, 1.122);
/// The village assistant: median minutes to arrive, sigma, share of incidents. Z.
pub const ASSISTANT: (f64, f64, f64) = (4.0, 0.7, 0.55);

/// A second report of the same thing within two hours. W.
pub const DUPLICATE: f64 = 0.02;
/// No stamp of arrival. Z.
pub const MISSING_ARRIVAL: f64 = 0.05;
/// No point on the map. Z.
pub const NO_POINT: f64 = 0.06;
/// Told by the 110 centre, at the counter, by the station's own line. Z.
pub const SOURCE: [f64; 3] = [0.82, 0.11, 0.07];
