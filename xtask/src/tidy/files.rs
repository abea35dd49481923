//! What each file of the repository must begin with, and what may stand in none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders that hold no source of ours, wherever they are.
const PASSED_OVER: [&str; 4] = ["target", "out", ".git", "artifacts"];

/// Beginnings of paths of somebody's machine.
const MACHINE_PATHS: [&str; 5] = ["/home/", "/root/", "/tmp/", "/work/", "C:\\Users"]; // MACHINE_PATHS

/// What is wrong with the files below `root`.
pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let mut complaints = vec![];
    for path in files_below(root)? {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let Some(rule) = Rule::of(&name) else { continue };
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        complaints.extend(rule.check(&text).into_iter().map(|complaint| format!("{name}: {complaint}")));
    }
    Ok(complaints)
}

/// Which rules a file must keep.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rule {
    /// Code of the product.
    Code,
    /// Code that only tests.
    TestCode,
    /// Knowledge, lexicons, rules.
    Data,
    /// Words and scripts for people.
    Prose,
}

impl Rule {
    /// The rule for a path relative to the root; none for texts that we only read (samples, gold, schemas).
    fn of(name: &str) -> Option<Rule> {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let in_data = name.starts_with("data/knowledge/")
            || name.starts_with("data/rules/")
            || name.starts_with("crates/") && (name.contains("/data/") || name.contains("/rules/"));
        match extension {
            "rs" => {
                let stem = name.rsplit('/').next().unwrap_or_default();
                let tests =
                    name.split('/').any(|part| part == "tests") || ["tests.rs", "toy.rs"].contains(&stem);
                Some(if tests { Rule::TestCode } else { Rule::Code })
            }
            "tsv" | "toml" | "txt" if in_data => Some(Rule::Data),
            "md" | "toml" | "sh" | "yml" | "yaml" => Some(Rule::Prose),
            _ if name.starts_with(".ci/") => Some(Rule::Prose),
            _ => None,
        }
    }

    fn check(self, text: &str) -> Vec<String> {
        let mut complaints = vec![];
        let first = text.lines().next().unwrap_or_default();
        let header = first.starts_with("//!") || first.starts_with("#![doc = include_str!");
        if matches!(self, Rule::Code | Rule::TestCode) && !header {
            complaints.push("it must begin with a `//!` header that says what it is".to_owned());
        }
        if self == Rule::Data && !first.starts_with('#') {
            complaints
                .push("it must begin with a comment that says what it is and where it comes from".to_owned());
        }
        if self == Rule::Code {
            let unwrap = concat!(".unw", "rap()");
            complaints.extend(lines_of_product(text).filter(|(_, line)| line.contains(unwrap)).map(
                |(number, _)| {
                    format!("line {number}: {unwrap} outside tests; state the invariant with `expect`")
                },
            ));
        }
        if self != Rule::Data {
            complaints.extend(
                machine_path(text)
                    .map(|(number, path)| format!("line {number}: a path of a machine, {path}...")),
            );
        }
        complaints
    }
}

/// Numbered lines of code, without comments, up to the unit tests.
fn lines_of_product(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_start()));
    numbered
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.starts_with("//"))
}

/// The first path of a machine in a text. Web addresses do not count, nor does the list above.
fn machine_path(text: &str) -> Option<(usize, &'static str)> {
    text.lines().enumerate().filter(|(_, line)| !line.contains("MACHINE_PATHS")).find_map(|(index, line)| {
        let found = MACHINE_PATHS.into_iter().find(|path| {
            line.match_indices(path).any(|(at, _)| {
                !line[..at].ends_with(|before: char| before.is_alphanumeric() || "._-}$/".contains(before))
            })
        });
        found.map(|path| (index + 1, path))
    })
}

/// All files below a folder, sorted, without what is built.
fn files_below(root: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut waiting) = (vec![], vec![root.to_path_buf()]);
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
            let passed_over = entry.file_name().to_str().is_none_or(|name| PASSED_OVER.contains(&name));
            let kind =
                entry.file_type().with_context(|| format!("cannot read {}", entry.path().display()))?;
            match (kind.is_dir(), kind.is_file()) {
                (true, _) if !passed_over => waiting.push(entry.path()),
                (_, true) => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(name: &str, text: &str) -> usize {
        Rule::of(name).map_or(0, |rule| rule.check(text).len())
    }

    #[test]
    fn code_has_a_header_and_no_unwrap() {
        let unwrap = concat!("x.unw", "rap();");
        assert_eq!(complaints("crates/a/src/lib.rs", "//! A.\nfn main() {}\n"), 0);
        assert_eq!(complaints("crates/a/src/lib.rs", "fn main() {}\n"), 1);
        assert_eq!(complaints("crates/a/src/lib.rs", &format!("//! A.\n    {unwrap}\n")), 1);
        assert_eq!(
            complaints("crates/a/src/lib.rs", &format!("//! A.\n/// {unwrap}\n#[cfg(test)]\n{unwrap}\n")),
            0
        );
        assert_eq!(complaints("tests/src/laws.rs", &format!("//! A.\n{unwrap}\n")), 0);
    }

    #[test]
    fn data_says_what_it_is() {
        assert_eq!(complaints("crates/a/data/x.tsv", "# Countries.\nRU\n"), 0);
        assert_eq!(complaints("crates/a/data/x.tsv", "RU\n"), 1);
        assert_eq!(complaints("data/samples/x.txt", "Text.\n"), 0);
    }

    #[test]
    fn machine_paths_are_found_and_web_addresses_are_not() {
        let home = concat!("/ho", "me/me/x");
        assert_eq!(complaints("README.md", &format!("see `{home}`")), 1);
        assert_eq!(complaints("README.md", &format!("see https://example.org{home}")), 0);
    }
}
