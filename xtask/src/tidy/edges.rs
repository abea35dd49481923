//! Which crate may depend on which.

use serde_json::Value;

/// Our crates by level. Dependencies only point down; development may look sideways, never up.
const LEVELS: &[(&str, u8)] = &[
    ("svodka-model", 0),
    ("svodka-dict-ru", 0),
    ("svodka-text", 1),
    ("svodka-knowledge", 1),
    ("svodka-ingest", 2),
    ("svodka-langid", 2),
    ("svodka-values", 2),
    ("svodka-tagger", 2),
    ("svodka-entities", 3),
    ("svodka-facts", 3),
    ("svodka-resolve", 3),
    ("svodka-report", 3),
    ("svodka-pipeline", 4),
    ("svodka-eval", 4),
    ("xtask", 5),
    ("svodka-tests", 5),
];

/// Libraries that only some of our crates may use.
const RESERVED: &[(&str, &[&str])] = &[
    ("clap", &["xtask"]),
    ("indicatif", &["xtask"]),
    ("anyhow", &["xtask"]),
    ("rayon", &["svodka-pipeline", "xtask"]),
    ("lingua", &["svodka-langid"]),
];

/// What is wrong with the edges in the output of `cargo metadata`.
pub(super) fn check(metadata: &Value) -> Vec<String> {
    let mut complaints = vec![];
    for package in list(metadata, "packages") {
        let name = text(package, "name");
        let Some(level) = level_of(name) else {
            complaints.push(format!("{name} has no level: give it one in xtask/src/tidy/edges.rs"));
            continue;
        };
        for dependency in list(package, "dependencies") {
            let on = text(dependency, "name");
            let develops = text(dependency, "kind") == "dev";
            if let Some(below) = level_of(on)
                && !(below < level || develops && below == level)
            {
                let direction = if below == level { "sideways" } else { "up" };
                complaints
                    .push(format!("{name} (level {level}) depends {direction} on {on} (level {below})"));
            }
            let users = RESERVED.iter().find(|(library, _)| *library == on).map(|(_, users)| *users);
            if users.is_some_and(|users| !users.contains(&name)) {
                complaints.push(format!(
                    "{name} depends on {on}, which is reserved for {}",
                    users.unwrap_or(&[]).join(", ")
                ));
            }
        }
    }
    complaints
}

fn level_of(name: &str) -> Option<u8> {
    LEVELS.iter().find(|(known, _)| *known == name).map(|(_, level)| *level)
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value.get(member).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The complaints about one package with one dependency of a kind.
    fn complaints(package: &str, on: &str, kind: Option<&str>) -> Vec<String> {
        let dependencies = serde_json::json!([{"name": on, "kind": kind}]);
        check(&serde_json::json!({"packages": [{"name": package, "dependencies": dependencies}]}))
    }

    #[test]
    fn edges_point_down() {
        assert!(complaints("svodka-facts", "svodka-text", None).is_empty());
        assert!(complaints("svodka-facts", "serde", None).is_empty());
        assert!(complaints("svodka-facts", "svodka-entities", Some("dev")).is_empty());
        let sideways = complaints("svodka-facts", "svodka-entities", None);
        assert!(sideways.len() == 1 && sideways[0].contains("sideways"), "{sideways:?}");
        let up = complaints("svodka-text", "svodka-pipeline", Some("dev"));
        assert!(up.len() == 1 && up[0].contains("up on svodka-pipeline"), "{up:?}");
        assert!(complaints("svodka-novel", "serde", None)[0].contains("no level"));
    }

    #[test]
    fn reserved_libraries_stay_where_they_are() {
        assert!(complaints("xtask", "clap", None).is_empty());
        assert!(
            complaints("svodka-values", "rayon", None)[0].contains("reserved for svodka-pipeline, xtask")
        );
        assert_eq!(complaints("svodka-ingest", "lingua", Some("dev")).len(), 1);
    }
}
