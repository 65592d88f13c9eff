//! What the look at the house itself says, in both languages.

include!("../../../base/src/words_macro.rs");

words! {
    title: "自检" | "Self-diagnosis";
    note: "每项后面写着该怎么办。黄的尽快，红的马上。" | "Each line says what to do: soon where it is amber, at once where it is red.";
    check: "查什么" | "Check";
    verdict: "结果" | "Result";
    found: "现在" | "Found";
    remedy: "怎么办" | "What to do";
    good: "正常" | "In order";
    warning: "注意" | "Soon";
    bad: "有问题" | "At once";
    absent: "没有启用" | "Not in use";
    drill: "恢复演练" | "Restore drill";
    drilled(at, seconds, lines): "{at}，用时 {seconds} 秒，日志 {lines} 条核验无误" | "{at}, {seconds} s, {lines} journal lines verified";
    drill_failed(at, fault): "{at} 失败：{fault}" | "{at} failed: {fault}";
    no_drill: "还没有做过" | "There was none yet";
    drill_remedy: "在服务器上运行 jingcun drill，照它说的改；每晚会自动再做" | "Run jingcun drill on the server and mend what it names; it runs again each night";
    backup: "备份" | "Backup";
    backed_up(at, megabytes): "{at}，{megabytes} MB" | "{at}, {megabytes} MB";
    no_backup: "还没有备份过" | "There was none yet";
    backup_remedy: "插上备份盘，运行 jingcun backup；钥匙另处保管" | "Connect the backup disk and run jingcun backup; keep its key elsewhere";
    copy: "随写随抄" | "Running copy";
    copied(at, seconds): "{at} 追平；现在断电最多丢 {seconds} 秒" | "even at {at}; a loss now would cost {seconds} s";
    copy_stopped(fault): "停了：{fault}" | "stopped: {fault}";
    no_copy: "没有指定第二个目录" | "No second folder was named";
    copy_remedy: "看第二块盘是否插好、有没有写满；没有启用的，启动时加 --copy-to 目录" | "See that the second disk is there and not full; where it is not in use, start with --copy-to DIR";
    disk: "磁盘" | "Disk";
    free(percent, gigabytes): "还剩 {percent}%（{gigabytes} GB）" | "{percent}% free ({gigabytes} GB)";
    disk_remedy: "删掉别的文件或者换大盘；写满时只收接警、派警和签收" | "Remove other files or take a larger disk; when it is full only intake, dispatch and signing go on";
    keys: "密钥" | "Keys";
    keys_fit: "在数据目录之外，能打开本所数据" | "outside the data folder, and they open its data";
    keys_wrong: "打不开本所数据" | "They do not open this station's data";
    keys_open: "别人也能读密钥目录" | "Others can read the folder of keys";
    keys_remedy: "马上停用，用备份里的密钥恢复，目录只留给运行的账户" | "Stop at once, put the keys of the backup back, and leave the folder to the account that runs it";
    holidays: "节假日" | "Holidays";
    holidays_stand(year): "{year} 年已录入" | "{year} is entered";
    no_holidays(year): "{year} 年还没有录入" | "{year} is not entered";
    holidays_remedy: "国务院办公厅的通知发布后（一般在十一月），到“节假日”里粘贴" | "When the State Council's notice is out (in November as a rule), paste it under Holidays";
    reviews: "紧急权限复核" | "Reviews of break-glass";
    reviews_done: "没有过期的" | "none is overdue";
    reviews_late(count): "{count} 次过期未复核" | "{count} overdue";
    reviews_remedy: "请审计员到“紧急权限”里复核" | "The auditor reviews it under Break-glass";
    seats: "盯办、主办、督办" | "Three seats";
    seats_filled: "每件事都有人" | "Every matter has its people";
    seats_stuck(count): "{count} 个人不在岗，手里的事没人能接" | "{count} people out of office hold what nobody can take";
    seats_remedy: "到“组织聘任”里任命或者请人销假" | "Appoint somebody, or end a leave, under People";
    clock: "时钟" | "Clock";
    clock_right: "没有倒走" | "It has not gone back";
    clock_back(seconds): "比最后一条日志慢 {seconds} 秒" | "{seconds} s behind the last journal line";
    clock_remedy: "校准服务器时间，查对时服务" | "Set the server's time and look at what keeps it";
    version(number): "程序版本 {number}" | "Program version {number}";
    on_server: "数据在数据库服务器上" | "The data are on a database server";
    server_remedy: "要随写随抄，用数据库服务器自己的复制" | "For a running copy use the replication of the database server";
    on_one_disk: "；和数据在同一块盘上" | "; on the disk of the data";
}
