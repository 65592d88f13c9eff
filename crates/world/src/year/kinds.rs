//! The kinds an incident can be of.

use crate::params;

/// The twelve categories.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Category {
    /// 矛盾纠纷
    Dispute,
    /// 群众求助
    Help,
    /// 交通类
    Traffic,
    /// 噪音扰民
    Noise,
    /// 治安类
    PublicOrder,
    /// 刑事类
    Criminal,
    /// 电信网络诈骗
    TelecomFraud,
    /// 遗失物品
    LostProperty,
    /// 走失寻人
    MissingPerson,
    /// 火情与用电隐患
    FireHazard,
    /// 举报投诉
    Complaint,
    /// 其他
    Other,
}

impl Category {
    /// All of them, in the order of the parameters.
    pub const ALL: [Category; params::CATEGORIES] = [
        Category::Dispute,
        Category::Help,
        Category::Traffic,
        Category::Noise,
        Category::PublicOrder,
        Category::Criminal,
        Category::TelecomFraud,
        Category::LostProperty,
        Category::MissingPerson,
        Category::FireHazard,
        Category::Complaint,
        Category::Other,
    ];

    /// Share of levels 1 to 4. Z.
    pub(super) fn level_weights(self) -> [f64; 4] {
        match self {
            Category::Dispute => [0.0, 0.08, 0.72, 0.20],
            Category::Help => [0.02, 0.10, 0.58, 0.30],
            Category::Traffic => [0.01, 0.12, 0.77, 0.10],
            Category::Noise => [0.0, 0.0, 0.30, 0.70],
            Category::PublicOrder => [0.01, 0.35, 0.60, 0.04],
            Category::Criminal => [0.10, 0.60, 0.30, 0.0],
            Category::TelecomFraud => [0.0, 0.45, 0.50, 0.05],
            Category::LostProperty => [0.0, 0.0, 0.35, 0.65],
            Category::MissingPerson => [0.15, 0.65, 0.20, 0.0],
            Category::FireHazard => [0.45, 0.40, 0.15, 0.0],
            Category::Complaint => [0.0, 0.03, 0.50, 0.47],
            Category::Other => [0.0, 0.02, 0.38, 0.60],
        }
    }

    /// Share of courtyards, shops, lanes and public places. Z.
    pub(super) fn place_weights(self) -> [f64; 4] {
        match self {
            Category::Dispute => [0.75, 0.18, 0.04, 0.03],
            Category::Help => [0.62, 0.14, 0.12, 0.12],
            Category::Traffic => [0.0, 0.05, 0.65, 0.30],
            Category::Noise => [0.70, 0.20, 0.05, 0.05],
            Category::PublicOrder => [0.45, 0.30, 0.15, 0.10],
            Category::Criminal => [0.50, 0.30, 0.10, 0.10],
            Category::TelecomFraud => [0.80, 0.20, 0.0, 0.0],
            Category::LostProperty => [0.15, 0.30, 0.25, 0.30],
            Category::MissingPerson => [0.70, 0.05, 0.10, 0.15],
            Category::FireHazard => [0.75, 0.15, 0.05, 0.05],
            Category::Complaint => [0.40, 0.40, 0.10, 0.10],
            Category::Other => [0.50, 0.20, 0.15, 0.15],
        }
    }
}

/// What a dispute is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DisputeType {
    /// 邻里
    Neighbour,
    /// 消费/退货
    Consumer,
    /// 房东租客/押金
    Tenancy,
    /// 家庭婚恋
    Family,
    /// 劳资欠薪
    Wages,
    /// 停车占道
    Parking,
    /// 噪音
    Noise,
    /// 损害赔偿
    Damage,
}

impl DisputeType {
    /// All of them, in the order of the parameters.
    pub const ALL: [DisputeType; 8] = [
        DisputeType::Neighbour,
        DisputeType::Consumer,
        DisputeType::Tenancy,
        DisputeType::Family,
        DisputeType::Wages,
        DisputeType::Parking,
        DisputeType::Noise,
        DisputeType::Damage,
    ];

    /// Share of courtyards, shops, lanes and public places. Z.
    pub(super) fn place_weights(self) -> [f64; 4] {
        match self {
            DisputeType::Neighbour => [0.92, 0.02, 0.05, 0.01],
            DisputeType::Consumer => [0.02, 0.93, 0.0, 0.05],
            DisputeType::Tenancy => [0.97, 0.03, 0.0, 0.0],
            DisputeType::Family => [0.96, 0.04, 0.0, 0.0],
            DisputeType::Wages => [0.25, 0.60, 0.0, 0.15],
            DisputeType::Parking => [0.45, 0.10, 0.30, 0.15],
            DisputeType::Noise => [0.85, 0.13, 0.0, 0.02],
            DisputeType::Damage => [0.60, 0.20, 0.12, 0.08],
        }
    }
}

/// Who settles a dispute.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Settlement {
    /// 现场调解
    AtScene,
    /// 村调解委员会
    VillageMediation,
    /// 司法所、工会
    Judicial,
    /// 转治安案件
    PublicOrder,
}

impl Settlement {
    /// All of them, in the order of the parameters.
    pub const ALL: [Settlement; 4] = [
        Settlement::AtScene,
        Settlement::VillageMediation,
        Settlement::Judicial,
        Settlement::PublicOrder,
    ];
}

/// How an incident reached the station.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Source {
    /// 110 派警
    Dispatch,
    /// 到所报案
    WalkIn,
    /// 所内值班电话
    OwnLine,
}

impl Source {
    /// All of them, in the order of the parameters.
    pub const ALL: [Source; 3] = [Source::Dispatch, Source::WalkIn, Source::OwnLine];
}

/// How busy the station is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Profile {
    /// Eight incidents a day.
    Quiet,
    /// Twenty-four.
    Default,
    /// Forty-five.
    Busy,
}

impl Profile {
    /// Incidents a day over a year, reports made twice not counted.
    pub fn per_day(self) -> f64 {
        params::PER_DAY[self as usize]
    }
}
