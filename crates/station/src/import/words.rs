//! What an import says: its progress, its report, what is wrong with a mapping.

include!("../../../base/src/words_macro.rs");
words! {
    chief: "历史记录导入" | "Import of past records";
    leader: "历史记录值守（虚构）" | "Keeper of past records (invented)";
    desk: "历史记录指挥室（虚构）" | "Desk of past records (invented)";
    reading(path): "正在读取 {path}" | "Reading {path}";
    importing: "正在导入" | "Importing";
    progress(done, all, rate, left): "{done}/{all} 起，每秒 {rate} 起，还需 {left} 秒" | "{done}/{all} calls, {rate} a second, {left} s left";
    done(rows, calls, units): "读了 {rows} 行：{calls} 起警情，{units} 张派警单" | "Read {rows} rows: {calls} calls, {units} orders";
    trial(added, already): "试运行，什么也没有写入：会新增 {added} 起，已有 {already} 起" | "Dry run, nothing was written: {added} would be new, {already} are here already";
    added(added, already): "新增 {added} 起，已有 {already} 起" | "New: {added}, here already: {already}";
    station(code, number, seconds): "派出所 {code}（{number}），用时 {seconds} 秒" | "Station {code} ({number}), {seconds} s";
    clean: "没有发现问题" | "Nothing was found wrong";
    defects: "原记录里的问题（行号按文件，首行为 1）：" | "What is wrong in the record (rows as in the file, the first is 1):";
    defect(name, count, rows): "  {name}：{count} 处，第 {rows} 行" | "  {name}: {count}, rows {rows}";
    and_more(rows): "{rows} …" | "{rows} …";
    before(stamp, earlier): "{stamp} 早于 {earlier}，照录" | "{stamp} before {earlier}, kept";
    missing(column): "缺 {column}，照录" | "{column} missing, kept";
    unreadable(column): "{column} 不是时间，按缺处理" | "{column} is not a time, taken as missing";
    blemished(column): "{column} 里有控制字符，已去掉" | "{column} has control characters, removed";
    no_received(column): "缺 {column}，整起未录" | "{column} missing, call left out";
    no_sent(column): "缺 {column}，这一单未录" | "{column} missing, order left out";
    bad_number(column): "{column} 不能作编号，这一行未录" | "{column} is no number, row left out";
    bad_row: "这一行读不懂，未录" | "Row cannot be read, left out";
    repeated_row: "重复的行，只录一次" | "Row repeated, taken once";
    repeated_unit: "同一起里同一单位有几单，照录" | "Unit sent twice on one call, kept";
    scattered: "同一起的行不相邻，已合并" | "Rows of one call lie apart, joined";
    differs(what): "同一起里 {what} 不一致，以第一行为准" | "{what} differs within a call, the first row holds";
    unmapped(column): "{column} 的值没有对照，用默认值" | "Value of {column} not in the mapping, default taken";
    many_units: "一起派了很多单位，照录" | "Many units on one call, kept";
    first_pass: "重复的一小时，取第一遍" | "Doubled hour, first pass";
    second_pass: "重复的一小时，按先后取第二遍" | "Doubled hour, second pass by order";
    skipped_hour: "不存在的一小时，取其后" | "Hour that was skipped, just after it";
    no_file(path, error): "打不开 {path}：{error}" | "{path} cannot be opened: {error}";
    no_table(path, error): "{path} 读不成表格：{error}" | "{path} cannot be read as a table: {error}";
    no_mapping(path, error): "对照表 {path} 有误：{error}" | "Mapping {path} is wrong: {error}";
    unknown_column(column): "文件里没有“{column}”这一列" | "the file has no column `{column}`";
    unknown_zone(zone): "没有“{zone}”这个时区" | "there is no time zone `{zone}`";
    unknown_kind(code): "没有“{code}”这个反馈类别" | "there is no kind `{code}`";
    unknown_level(level): "级别只有 1 到 4，没有 {level}" | "levels go from 1 to 4, not {level}";
    wrong_number: "派出所编号要大于 0" | "the number of a station is above 0";
    stamp_needed(means): "要有且只有一列表示 {means}" | "exactly one column must mean {means}";
    stamp_twice(means): "表示 {means} 的列不止一个" | "more than one column means {means}";
    column_twice(column): "“{column}”列了两次" | "`{column}` is listed twice";
    station_taken(number, code): "编号 {number} 或代码 {code} 已是另一个派出所" | "number {number} or code {code} is another station already";
}
