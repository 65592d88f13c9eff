//! What is said about the first way in: link, code, who hands over what.

use super::Words;

words! { more for Words:
    no_password_here: "这里不能设口令和动态码：手机用 PIN 登录的没有口令；换手机、忘了 PIN，找派出所重新发链接" | "No password or second factor is set here: who signs in by phone and PIN has none. For another phone or PIN the station gives a new link";
    make_way_in: "发登录链接" | "Make a sign-in link";
    make_way_anew: "重新发链接（旧的作废）" | "Make it anew; the old one opens nothing";
    take_code: "领取验证码，由我转交" | "Take the code, to hand it over";
    way_waits(time): "已发链接，等本人打开，{time} 以前有效" | "Made; waits for its holder until {time}";
    way_waits_code(time): "已发链接，验证码等另一位管理员领取转交，{time} 以前有效" | "Made; its code waits for another administrator, until {time}";
    no_way_in: "还没有发链接" | "No way in yet";
    hands_over: "登录链接由安全管理员发；安全管理员自己的由所长发；不能发给自己" | "The security administrator makes sign-in links, the chief makes one for them, and nobody makes their own";
    has_way_in: "本人已经登录启用。要重新发，先由两人在下面“重新给登录链接”" | "They have come in already. To begin anew, two first give a new sign-in link below";
    no_code_waits: "没有等着转交的验证码" | "No code waits to be handed over";
    code_by_another: "链接和验证码要由两位管理员分别转交，不能是同一个人，也不能是本人" | "Link and code are handed over by two administrators, neither of them its holder";
    ways_title(name): "给{name}的登录链接" | "Sign-in link for {name}";
    ways_once: "下面的内容只显示这一次，离开就看不到了。没记下来，就回“账号和权限”重新发。" | "This is shown this once. Where it was not written down, make it anew under Accounts and rights.";
    ways_shown: "这里的内容已经显示过了，不再显示。没记下来，就回“账号和权限”重新发，旧的随即作废。" | "This was shown before and is not shown again. Where it was not written down, make it anew under Accounts and rights; the old one then opens nothing.";
    ways_link: "登录链接" | "Sign-in link";
    ways_link_how: "当面让本人扫码，或者把链接发给本人。" | "Let its holder scan it, or send it to them.";
    ways_code: "验证码" | "Code";
    ways_code_how: "写下来或者当面、电话里告诉本人，不要和链接发在一起。连错 5 次，链接作废。" | "Write it down or say it, not along with the link. Five wrong ones end the link.";
    ways_code_other: "验证码由另一位管理员在“账号和权限”里领取，转交给本人。这样一个人进不了别人的账号。" | "Another administrator takes the code under Accounts and rights and hands it over, so that nobody alone comes into this account.";
    ways_until(time): "{time} 以前有效，只能用一次" | "Good until {time}, once";
    ways_back: "回到账号和权限" | "Back to Accounts and rights";
    opened_title: "你的登录链接" | "Your sign-in link";
    opened_line(time, from, device): "{time} 在 {from} {device} 打开" | "Opened on {time} at {from} {device}";
    opened_by(link, code): "链接由{link}发，验证码由{code}转交" | "Link made by {link}, code handed over by {code}";
    opened_hint: "有哪一次不是你本人打开的，马上告诉安全管理员和审计员。" | "If it was not you at any of these times, tell the security administrator and the auditor at once.";
}
