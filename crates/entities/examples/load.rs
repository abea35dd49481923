//! Times the parts of loading.
use std::time::Instant;
fn main() {
    let k = svodka_knowledge::Knowledge::embedded().expect("ours");
    let t = Instant::now();
    let mut n = 0;
    let mut bytes = 0;
    for o in &k.organizations {
        for name in [&o.name_ru].into_iter().chain(&o.aliases_ru) {
            let f = svodka_text::inflect::forms(name);
            n += f.len();
            bytes += f.iter().map(String::len).sum::<usize>();
        }
    }
    println!("org forms {n} {bytes} {:?}", t.elapsed());
    let t = Instant::now();
    let mut n = 0;
    for o in k.titles.iter() {
        for name in [&o.ru].into_iter().chain(&o.aliases_ru) {
            n += svodka_text::inflect::title_forms(name).len();
        }
    }
    println!("title forms {n} {:?}", t.elapsed());
    let t = Instant::now();
    let r = svodka_entities::Recognizer::new(&k);
    println!("all {:?} {}", t.elapsed(), r.lexicon_len());
}
