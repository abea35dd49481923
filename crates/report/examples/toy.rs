//! Writes the report of a made-up corpus: `cargo run -p svodka-report --example toy -- OUT_DIR`.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

#[path = "../tests/toy/mod.rs"]
mod toy;

fn main() -> io::Result<()> {
    let out = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "toy-report".to_owned()));
    let toy = toy::toy();
    let mut write = |path: &str, content: &mut svodka_report::Content<'_>| {
        let path = out.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&out))?;
        content(&mut File::create(path)?)
    };
    svodka_report::pages(&toy.corpus(), &mut write)?;
    svodka_report::exports(&toy.corpus(), &mut write)?;
    println!("{}", out.join("report/index.html").display());
    Ok(())
}
