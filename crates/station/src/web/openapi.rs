//! The interface document (OpenAPI 3.1), drawn from the same declarations as the routes: what a
//! field may hold is said once.

use crate::Site;
use crate::rooms;
use crate::web::call::{Call, Stop};
use crate::web::look::json as answer;
use crate::web::places::OWN_VIEWS;
use crate::words::words;
use axum::http::StatusCode;
use axum::response::Response;
use base::Lang;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use ui::{Act, Field, Kind, View};

/// `GET /api/openapi.json`.
pub(crate) async fn serve(_: &Site, call: &Arc<Call>, _: &[u8]) -> Result<Response, Stop> {
    Ok(answer(StatusCode::OK, document(call.lang()).to_string()))
}

/// The document, with labels in `lang`.
pub fn document(lang: Lang) -> Value {
    let mut paths = Map::new();
    let data = rooms::views().into_iter().filter(|view| view.data.is_some());
    for view in data.chain(OWN_VIEWS) {
        let path = paths.entry(format!("/api{}", view.path)).or_insert_with(|| json!({}));
        path["get"] = looking(lang, view);
    }
    for act in rooms::acts() {
        let path = paths.entry(format!("/api{}", act.path)).or_insert_with(|| json!({}));
        path["post"] = acting(lang, act);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": words(lang).document_title(),
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "schemas": { "Problem": problem() },
        },
    })
}

fn looking(lang: Lang, view: &View) -> Value {
    let mut parameters = targets(view.path);
    parameters.extend(view.query.iter().map(|field| {
        json!({
            "name": field.name,
            "in": "query",
            "required": field.required,
            "description": (field.label)(lang),
            "schema": of_field(lang, field),
        })
    }));
    json!({
        "operationId": operation("get", view.path),
        "tags": [tag(view.path)],
        "parameters": parameters,
        "responses": responses(&[("200", true)], &["401", "403", "404", "422", "503"]),
    })
}

fn acting(lang: Lang, act: &Act) -> Value {
    let mut parameters = targets(act.path);
    parameters.push(header(
        "Idempotency-Key",
        true,
        json!({ "type": "string", "minLength": 8, "maxLength": 128 }),
    ));
    let device = json!({ "type": "string", "maxLength": 64 });
    parameters.push(header("Jingcun-Device", false, device));
    let moment = json!({ "type": "string", "format": "date-time" });
    parameters.push(header("Jingcun-Device-Time", false, moment));
    parameters.push(header("Jingcun-Seen", false, json!({ "type": "integer" })));
    let statuses = ["400", "401", "403", "404", "409", "413", "415", "422", "503"];
    json!({
        "operationId": act.name,
        "summary": (act.label)(lang),
        "tags": [tag(act.path)],
        "parameters": parameters,
        "requestBody": {
            "required": act.fields.iter().any(|field| field.required),
            "content": { "application/json": { "schema": body(lang, act.fields) } },
        },
        "responses": responses(&[("200", true), ("201", true)], &statuses),
    })
}

fn header(name: &str, required: bool, schema: Value) -> Value {
    json!({ "name": name, "in": "header", "required": required, "schema": schema })
}

/// The parameters inside a path.
fn targets(path: &str) -> Vec<Value> {
    let inner = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    inner
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        })
        .collect()
}

fn operation(method: &str, path: &str) -> String {
    let words = path.split('/').filter(|word| !word.is_empty());
    let plain = words.map(|word| word.trim_matches(['{', '}']).to_owned());
    std::iter::once(method.to_owned()).chain(plain).collect::<Vec<_>>().join("_")
}

fn tag(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

fn responses(good: &[(&str, bool)], bad: &[&str]) -> Value {
    let mut all = Map::new();
    for (status, _) in good {
        let content = json!({ "application/json": { "schema": { "type": "object" } } });
        all.insert(
            (*status).to_owned(),
            json!({ "description": phrase(status), "content": content }),
        );
    }
    for status in bad {
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        let content = json!({ "application/problem+json": { "schema": schema } });
        all.insert(
            (*status).to_owned(),
            json!({ "description": phrase(status), "content": content }),
        );
    }
    all.into()
}

fn phrase(status: &str) -> &'static str {
    let code = StatusCode::from_bytes(status.as_bytes());
    code.ok().and_then(|code| code.canonical_reason()).unwrap_or("")
}

/// The schema of an act's body: a dot in a name is a level.
fn body(lang: Lang, fields: &[Field]) -> Value {
    let mut root = object();
    for field in fields {
        let mut at = &mut root;
        let mut parts = field.name.split('.').peekable();
        while let Some(part) = parts.next() {
            if field.required {
                require(at, part);
            }
            let inner = parts.peek().is_some();
            let entry = match at["properties"].as_object_mut() {
                Some(properties) => properties
                    .entry(part)
                    .or_insert_with(|| if inner { object() } else { described(lang, field) }),
                None => return root,
            };
            at = entry;
        }
    }
    root
}

fn object() -> Value {
    json!({ "type": "object", "properties": {}, "additionalProperties": false })
}

fn require(object: &mut Value, part: &str) {
    match object["required"].as_array_mut() {
        Some(list) if list.iter().any(|name| name == part) => {}
        Some(list) => list.push(part.into()),
        None => object["required"] = json!([part]),
    }
}

fn described(lang: Lang, field: &Field) -> Value {
    let mut schema = of_field(lang, field);
    schema["description"] = (field.label)(lang).into();
    schema
}

fn of_field(lang: Lang, field: &Field) -> Value {
    let codes = |codes: &[&str], label: fn(Lang, &str) -> &'static str| {
        let named: Vec<Value> =
            codes.iter().map(|code| json!({ "const": code, "title": label(lang, code) })).collect();
        json!({ "type": "string", "enum": codes, "oneOf": named })
    };
    match field.kind {
        Kind::Line(max) | Kind::Text(max) => json!({ "type": "string", "maxLength": max }),
        Kind::Rows(_) => json!({ "type": "string" }),
        Kind::Secret(max) => json!({ "type": "string", "maxLength": max, "writeOnly": true }),
        Kind::Code(list, label) => codes(list, label),
        Kind::Codes(list, label) => json!({ "type": "array", "items": codes(list, label) }),
        Kind::Choice => json!({ "type": "string", "maxLength": 64 }),
        Kind::Choices => json!({ "type": "array", "items": { "type": "string", "maxLength": 64 } }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Whole(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Key => json!({ "type": "string", "pattern": "^[0-9a-fA-F]{32}$" }),
        Kind::Moment => json!({ "type": "string", "format": "date-time" }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
    }
}

/// RFC 9457.
fn problem() -> Value {
    let text = || json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference" },
            "title": text(),
            "status": { "type": "integer" },
            "detail": text(),
            "reference": text(),
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["rule", "detail"],
                    "properties": {
                        "field": { "type": ["string", "null"] },
                        "rule": text(),
                        "detail": text(),
                        "yours": text(),
                        "theirs": text(),
                    },
                },
            },
        },
    })
}
