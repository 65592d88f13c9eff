//! Why a place is not opened, in both languages.

include!("../../../base/src/words_macro.rs");

words! {
    is_the_demos(place): "{place} 是演示数据，不能当派出所用：请用 jingcun demo 打开，或换一个目录。没有改动任何内容。" | "{place} holds the demo's data and is no station: open it with jingcun demo, or name another folder. Nothing was changed.";
    not_the_demos(place): "{place} 不能确认是演示数据，演示不会动它：那里没有演示的标记。请换一个空目录或空库给演示用。没有改动任何内容。" | "{place} cannot be shown to be the demo's, and the demo does not touch it: it has no mark of the demo. Name an empty folder or database. Nothing was changed.";
    half_a_demo(place): "{place} 里的演示只生成了一半，不能接着用，也不会在服务器上自动清除：请换一个空库，或者由库的管理员清空它。没有改动任何内容。" | "The demo in {place} was cut off while it was built; it is not cleared away on a server. Name an empty database, or have this one emptied by whoever runs it. Nothing was changed.";
    keys_missing(keys, place): "{place} 里有一个派出所，密钥目录 {keys} 里却没有它的密钥。不会另做新的：请用 --keys 指明原来的目录，或者用 jingcun restore --only-keys 从备份里放回。没有改动任何内容。" | "{place} holds a station, and {keys} holds no keys. New ones are never made beside it: name the right folder with --keys, or put the keys of a backup back with jingcun restore --only-keys. Nothing was changed.";
    other_keys(keys, place): "{keys} 里的密钥打不开 {place} 的数据：是别处的，或者是换密钥以前的。请用 --keys 指明原来的目录，或者用 jingcun restore --only-keys 从换密钥以后的备份里放回。没有改动任何内容。" | "The keys in {keys} do not open the data of {place}: they are another's, or older than the last change of keys. Name the right folder with --keys, or put the keys of a later backup back with jingcun restore --only-keys. Nothing was changed.";
    keys_of_another(keys, place): "{keys} 里已经有密钥，{place} 却是空的：这把密钥是属于别的数据的，不会用它另建一个空的派出所。数据盘没挂上就先挂上，盘坏了就用 jingcun restore 恢复；真要从头建，请给一个空的密钥目录。没有改动任何内容。" | "{keys} holds keys already and {place} holds nothing: they belong to other data, and no empty station is begun with them. Mount the disk of the data, or restore a backup with jingcun restore; to begin anew, name an empty folder of keys. Nothing was changed.";
    gone(here, place): "这里原来有一个派出所（在 {place}），现在 {here} 里没有它的数据。不会另建一个空的：数据盘没挂上就先挂上；数据搬到服务器上了就用 --database 指明；盘坏了就用 jingcun restore 恢复。真要从头建，请换一个数据目录和一个空的密钥目录。没有改动任何内容。" | "A station stood here (at {place}), and {here} does not hold its data now. No empty one is begun in its place: mount the disk of the data; name the server with --database where it was moved to one; or restore a backup with jingcun restore. To begin anew, name another data folder and an empty folder of keys. Nothing was changed.";
    moved_away(here, to): "{here} 里的派出所已经搬到 {to}，这里不再使用。请从那里启动。没有改动任何内容。" | "The station in {here} was moved to {to} and is not served from here any more. Start it from there. Nothing was changed.";
    nothing_here(place): "{place} 里没有派出所" | "There is no station in {place}";
    not_moved_onto(place): "{place} 里已经有数据，不会搬到它上面。没有改动任何内容。" | "{place} holds data already, and nothing is moved onto it. Nothing was changed.";
}
