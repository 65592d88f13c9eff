//! What is said about a form that was typed before and not sent.

include!("../../../../base/src/words_macro.rs");

words! {
    title: "刚才没有发出" | "Not sent yet";
    kept: "登录已到期，刚才填的没有发出，还在。登录后按一下就能发出。" | "Your session had ended. What you typed was not sent and is kept: sign in, then send it with one press.";
    too_much: "登录已到期，刚才填的没有发出。内容太多，这一页带不走：登录后按浏览器的“后退”，文字还在表里。" | "Your session had ended and nothing was sent. It is too much to carry here: sign in, then go back in the browser; the text still stands in its form.";
    again: "刚才填的没有发出。现在发出只算一次，不会重复。" | "What you typed was not sent. Sent now it counts once.";
    what(act): "要做的事：{act}" | "What it does: {act}";
    send: "发出" | "Send";
    leave: "不发了" | "Do not send";
    foreign: "刚才那份表是另一个人登录时填的，没有发出，也不留在这里。要做这件事，请用您自己的页面重新填。" | "That form was filled in by somebody else who was signed in here. It was not sent and is not kept. To do this, fill in the form on a page of your own.";
    onward: "到首页" | "To the start";
}
