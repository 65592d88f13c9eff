//! What a reader of the stream hears, and when it ends.

use super::*;
use crate::{SiteSettings, live, rooms, web};
use axum::body::Body;
use axum::http::Request;
use base::Seed;
use futures_util::StreamExt;
use tower::ServiceExt;

/// A site with one station, and the secret of somebody who has a standing there.
async fn site() -> (Site, db::testing::TestDb, String) {
    let engine = db::testing::Engine::Sqlite;
    let (steps, tables) = (rooms::migrations(), rooms::tables());
    let test = db::testing::open(engine, &steps, &tables, 7).unwrap().unwrap();
    let open = |tx: &mut Tx<'_>| {
        let station = people::Station {
            code: "a".into(),
            name: "a".into(),
            zone: "Asia/Shanghai".into(),
            demo: true,
            network: people::NetworkZone::Police,
        };
        let system = people::open_station(tx, &station)?;
        let desk = base::Role::Desk;
        let standing = people::Appointment::from_now(tx, system.account, desk, None);
        people::add_appointment(tx, &system, &standing)?;
        people::open_session(tx, system.account, "", people::WayIn::Password)
    };
    let secret = test.db.write(db::Class::Urgent, 1, open).await.unwrap().0;
    let (db, seed) = (test.db.clone(), Seed::fixed(1));
    (
        Site::new(SiteSettings {
            db,
            seed,
            folder_id: "x".into(),
            doorway: crate::site::Doorway::default(),
            house: None,
        }),
        test,
        secret,
    )
}

async fn stream(site: &Site, secret: &str, query: &str) -> axum::body::BodyDataStream {
    let request = Request::get(format!("/stream{query}"))
        .header("authorization", format!("Bearer {secret}"))
        .body(Body::empty());
    let response = web::router(site).oneshot(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    response.into_body().into_data_stream()
}

/// Reads until `wanted` has come; all that came.
async fn until(body: &mut axum::body::BodyDataStream, wanted: &str) -> String {
    let mut heard = String::new();
    while !heard.contains(wanted) {
        let next = tokio::time::timeout(Duration::from_secs(10), body.next()).await.unwrap();
        heard.push_str(std::str::from_utf8(&next.unwrap().unwrap()).unwrap());
    }
    heard
}

async fn post(site: &Site, positions: std::ops::Range<i64>) {
    let write = move |tx: &mut Tx<'_>| {
        positions.clone().try_for_each(|n| notify::post(tx, n, "matter", Id::from_number(n)))
    };
    site.db().write(db::Class::Ordinary, 1, write).await.unwrap();
}

#[tokio::test]
async fn a_change_reaches_the_reader_and_a_signed_out_one_hears_no_more() {
    let (site, _test, secret) = site().await;
    let mut body = stream(&site, &secret, "").await;
    tokio::spawn(live::relay(site.clone()));
    tokio::time::sleep(Duration::from_millis(50)).await;
    post(&site, 5..6).await;
    let heard = until(&mut body, "event: counts").await;
    assert!(heard.contains("event: gone\nid: 5\n"), "{heard}");
    assert!(heard.contains("event: alarm\n"), "{heard}");
    let request = Request::post("/sign-out")
        .header("authorization", format!("Bearer {secret}"))
        .body(Body::empty());
    let response = web::router(&site).oneshot(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), 303);
    assert!(body.next().await.is_none());
    site.stop();
}

#[tokio::test]
async fn who_comes_back_catches_up_and_who_missed_too_much_starts_again() {
    let (site, _test, secret) = site().await;
    post(&site, 1..100).await;
    let heard = until(&mut stream(&site, &secret, "?after=90").await, "event: counts").await;
    assert!(heard.contains("id: 91\n") && !heard.contains("id: 90\nevent: gone"), "{heard}");
    assert_eq!(heard.matches("event: gone").count(), 9);
    post(&site, 100..700).await;
    let heard = until(&mut stream(&site, &secret, "?after=90").await, "event: reset").await;
    assert!(heard.contains("id: 699\n"), "{heard}");
    let ahead = until(&mut stream(&site, &secret, "?after=9000").await, "event: reset").await;
    assert!(ahead.contains("id: 699\n"), "{ahead}");
}

#[tokio::test]
async fn one_session_holds_only_so_many_streams() {
    let (site, _test, secret) = site().await;
    let mut held = Vec::new();
    for _ in 0..live::STREAMS {
        held.push(stream(&site, &secret, "").await);
    }
    assert_eq!(site.hub().streams(), live::STREAMS);
    let request = Request::get("/stream")
        .header("authorization", format!("Bearer {secret}"))
        .body(Body::empty());
    let response = web::router(&site).oneshot(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), 429);
}

#[tokio::test]
async fn one_account_holds_only_so_many_browsers_and_any_number_of_programs() {
    let (site, ..) = site().await;
    let who = (1, Id::from_number(7));
    let session = |n: usize| Id::from_number(i64::try_from(n).unwrap());
    let held: Vec<_> = (0..live::STREAMS_OF_ONE)
        .map(|n| site.hub().admit(session(n), who, true).expect("room"))
        .collect();
    assert!(site.hub().admit(session(100), who, true).is_none());
    assert!(site.hub().admit(session(101), who, false).is_some());
    assert!(site.hub().admit(session(102), (1, Id::from_number(8)), true).is_some());
    drop(held);
    assert!(site.hub().admit(session(103), who, true).is_some());
}

#[test]
fn a_matter_that_changed_twice_is_sent_once() {
    let id = Id::from_number;
    let changes = vec![(1, id(1)), (2, id(2)), (3, id(1))];
    assert_eq!(latest(changes), vec![(2, id(2)), (3, id(1))]);
}

/// What the page behind a stream of `secret` says of itself.
async fn report(site: &Site, secret: &str, query: &str) -> u16 {
    let request = Request::post(format!("/stream{query}"))
        .header("authorization", format!("Bearer {secret}"))
        .body(Body::empty());
    web::router(site).oneshot(request.unwrap()).await.unwrap().status().as_u16()
}

fn number_in(beat: &str) -> u64 {
    let after = beat.split("\"stream\":").nth(1).unwrap();
    after.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[tokio::test]
async fn no_proxy_may_gather_what_a_stream_says() {
    let (site, _test, secret) = site().await;
    let request = Request::get("/stream")
        .header("authorization", format!("Bearer {secret}"))
        .body(Body::empty());
    let response = web::router(&site).oneshot(request.unwrap()).await.unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-accel-buffering"), "no");
    assert_eq!(header("cache-control"), "no-store, no-transform");
    assert_eq!(header("content-type"), "text/event-stream");
}

#[tokio::test]
async fn a_page_that_rings_is_told_to_boards_and_forgotten_with_its_stream() {
    let (site, _test, secret) = site().await;
    let mut board = stream(&site, &secret, "").await;
    let mut phone = stream(&site, &secret, "").await;
    let number = number_in(&until(&mut phone, "event: alarm").await);
    let mine = number_in(&until(&mut board, "event: alarm").await);
    assert_eq!(report(&site, &secret, &format!("?stream={number}&rings=1")).await, 204);
    let heard = until(&mut board, "event: bell").await;
    assert!(heard.contains("\"bell\":\"rings\""), "{heard}");
    // Neither another's stream nor one that is not there, nor from nobody.
    for query in ["?stream=999&rings=1", "?stream=&rings=1", ""] {
        assert_eq!(report(&site, &secret, query).await, 404, "{query}");
    }
    assert_eq!(report(&site, "", &format!("?stream={mine}&rings=1")).await, 401);
    drop(phone);
    let heard = until(&mut board, "event: bell").await;
    assert!(heard.contains("\"bell\":\"mute\""), "this board is a page without sound: {heard}");
}

#[tokio::test]
async fn what_calls_for_a_reader_is_told_anew_though_nothing_happened_and_once() {
    let (site, test, secret) = site().await;
    let mut body = stream(&site, &secret, "").await;
    let heard = until(&mut body, "event: alarm").await;
    assert!(!heard.contains("own-orders"), "{heard}");
    // A shift begins: nobody wrote a line about it.
    let begin = |tx: &mut Tx<'_>| {
        let system = people::find_station(tx)?.system_id;
        let officer = people::Appointment::from_now(tx, system, base::Role::Officer, None);
        people::add_appointment(tx, &base::Actor::system(1, system), &officer)
    };
    test.db.write(db::Class::Urgent, 1, begin).await.unwrap();
    until(&mut body, "own-orders").await;
    let more = tokio::time::timeout(Duration::from_millis(900), async {
        until(&mut body, "event: alarm").await
    });
    assert!(more.await.is_err(), "the same is told once");
}
