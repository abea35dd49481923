//! JSON Schemas of everything that a run writes, from the same types that write it.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use svodka_model::{
    Decision, Document, EntitiesRecord, Entity, Envelope, FactsRecord, FailureRecord, LanguageRecord,
    MergedFact,
};
use svodka_resolve::DuplicateCluster;

use crate::record::{Manifest, RunRecord, Sources};

/// The schemas by file name (`facts.json` ...), as indented JSON ending in a line feed.
///
/// The schemas of the document stages describe envelopes; `entity`, `merged_fact`, `decision` and
/// `duplicate_cluster` the lines of the files under `resolve/`.
pub fn schemas() -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("ingest.json", schema::<Envelope<Document>>()),
        ("language.json", schema::<Envelope<LanguageRecord>>()),
        ("entities.json", schema::<Envelope<EntitiesRecord>>()),
        ("facts.json", schema::<Envelope<FactsRecord>>()),
        ("entity.json", schema::<Entity>()),
        ("merged_fact.json", schema::<MergedFact>()),
        ("decision.json", schema::<Decision>()),
        ("duplicate_cluster.json", schema::<DuplicateCluster>()),
        ("failure.json", schema::<FailureRecord>()),
        ("sources.json", schema::<Sources>()),
        ("manifest.json", schema::<Envelope<Manifest>>()),
        ("run.json", schema::<RunRecord>()),
    ])
}

fn schema<T: JsonSchema>() -> String {
    let mut json = serde_json::to_string_pretty(&schema_for!(T)).expect("a schema is plain JSON");
    json.push('\n');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_name_the_fields_that_others_read() {
        let all = schemas();
        let fields = [
            ("ingest.json", ["\"payload\"", "\"blocks\"", "\"metadata\""]),
            ("entities.json", ["\"mentions\"", "\"surface\"", "\"chains\""]),
            ("facts.json", ["\"quotes\"", "\"evidence\"", "\"asserted_by\""]),
            ("run.json", ["\"timings\"", "\"zero_yield\"", "\"failures\""]),
        ];
        for (name, fields) in fields {
            for field in fields {
                assert!(all[name].contains(field), "{name} has no {field}");
            }
        }
    }
}
