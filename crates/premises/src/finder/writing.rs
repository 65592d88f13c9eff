//! How addresses and names of shops are written.

/// Stands behind the number of a house.
pub(super) const NUMBER: char = '号';
/// Characters nearly every name holds, said one way in names of places: the dictionary's other
/// ways (号 xiao, 市 fu, 服 bi) would more than double the buffer and find nothing anyone seeks.
pub(super) const SAID_ONE_WAY: &str =
    "号服路市房园沙超汽车捷幼儿吧区巷厂大石南合女烟药示例苑租宅幸吃棋容校广司地";
