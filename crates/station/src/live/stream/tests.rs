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

#[test]
fn a_matter_that_changed_twice_is_sent_once() {
    let id = Id::from_number;
    let changes = vec![(1, id(1)), (2, id(2)), (3, id(1))];
    assert_eq!(latest(changes), vec![(2, id(2)), (3, id(1))]);
}
