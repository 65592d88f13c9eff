//! The house rules, read from the repository itself: one test per rule, plain text search,
//! nothing but the standard library. Each rule is a pure function from a [`tidy::Tree`] to
//! complaints, and has a test of its own beside it that feeds it a bad sample.

#[path = "tidy/mod.rs"]
mod tidy;

use tidy::{
    Tree, allowed, drawers, glossary, habits, keys, licences, migrations, names, order, papers,
    personal, sentences, sizes, statements, vendor,
};

fn holds(rule: fn(&Tree) -> Vec<String>) {
    let complaints = rule(Tree::repository());
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn crates_depend_only_on_those_above_them() {
    holds(order::upward_edges);
}

#[test]
fn the_architecture_document_names_every_crate() {
    holds(order::missing_or_extra);
}

#[test]
fn the_architecture_document_stays_short() {
    holds(order::too_long);
}

#[test]
fn drawers_mention_only_what_they_may() {
    holds(drawers::forbidden_words);
}

#[test]
fn the_sql_drawer_calls_no_other_room() {
    holds(drawers::calls_from_sql);
}

#[test]
fn statements_stand_in_the_sql_drawer_only() {
    holds(statements::outside_the_drawer);
}

#[test]
fn statements_read_only_tables_of_their_room() {
    holds(statements::foreign_tables);
}

#[test]
fn statements_name_the_station() {
    holds(statements::without_station);
}

#[test]
fn statements_list_their_columns() {
    holds(statements::stars);
}

#[test]
fn only_the_database_crate_names_an_engine() {
    holds(habits::engine_words);
}

#[test]
fn only_the_database_crate_depends_on_an_engine() {
    holds(order::engine_dependencies);
}

#[test]
fn files_and_functions_stay_small() {
    holds(sizes::too_long);
}

#[test]
fn every_module_says_its_duty() {
    holds(habits::without_duty);
}

#[test]
fn no_shortcut_stands_outside_tests() {
    holds(habits::shortcuts);
}

#[test]
fn sentences_stand_in_words_only() {
    holds(sentences::outside_words);
}

#[test]
fn templates_hold_no_text_of_their_own() {
    holds(sentences::in_templates);
}

#[test]
fn chinese_is_set_with_chinese_punctuation() {
    holds(sentences::half_width);
}

#[test]
fn migrations_are_numbered_without_gaps() {
    holds(migrations::numbers);
}

#[test]
fn migrations_are_written_for_both_engines() {
    holds(migrations::engine_words);
}

#[test]
fn keys_begin_with_the_station() {
    holds(keys::without_station);
}

#[test]
fn constraints_are_named_where_it_helps() {
    holds(migrations::constraint_names);
}

#[test]
fn personal_columns_are_listed_and_sealed() {
    holds(personal::columns);
    holds(personal::resealed);
}

#[test]
fn types_tables_and_routes_speak_the_glossary() {
    holds(glossary::unknown_words);
}

#[test]
fn technical_words_are_few_and_used() {
    holds(glossary::idle_words);
}

#[test]
fn no_file_is_called_utils() {
    holds(names::vague);
}

#[test]
fn no_paper_names_one_machine() {
    holds(papers::machine_paths);
}

#[test]
fn no_paper_names_a_registry() {
    holds(papers::registry_hosts);
}

#[test]
fn vendored_files_match_their_lock() {
    holds(vendor::lock);
}

#[test]
fn dependencies_have_licences_we_accept() {
    let complaints = licences::refused(&licences::listing());
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn the_list_of_exceptions_is_well_formed() {
    holds(allowed::unknown_kinds);
}
