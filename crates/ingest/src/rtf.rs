//! RTF to pieces: code pages of the document and its fonts, Unicode escapes, paragraphs, tables.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252, X_MAC_CYRILLIC};
use svodka_model::BlockKind;

use crate::draft::Draft;
use crate::office;
use crate::pieces::{self, Piece};
use crate::structure::one_line;

/// Groups whose content is no text of the document.
const SILENT: [&str; 16] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "footnote",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "themedata",
    "datastore",
    "xmlnstbl",
    "latentstyles",
    "fldinst",
];

#[derive(Clone)]
struct State {
    silent: bool,
    encoding: &'static Encoding,
    /// Characters that follow a Unicode escape for old readers.
    skip: usize,
    in_font_table: bool,
    font: i32,
    /// Why the text is furniture.
    reason: Option<&'static str>,
    /// The property that the group gives.
    property: Option<&'static str>,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    state: State,
    stack: Vec<State>,
    fonts: Vec<(i32, &'static Encoding)>,
    default: &'static Encoding,
    default_font: i32,
    pending: Vec<u8>,
    to_skip: usize,
    high: Option<u16>,
    text: String,
    row: bool,
    rtf: Rtf,
}

/// What an RTF file holds.
#[derive(Default)]
pub(crate) struct Rtf {
    pub pieces: Vec<Piece>,
    /// Title, author and days by their names in the other formats of word processors.
    pub properties: Vec<(&'static str, String)>,
}

/// A draft of an RTF file.
pub(crate) fn draft(bytes: &[u8]) -> Draft {
    let rtf = read(bytes);
    let mut draft = pieces::draft(&rtf.pieces, vec![]);
    for (name, value) in rtf.properties {
        office::property(&mut draft, name, &one_line(&value));
    }
    draft
}

fn read(bytes: &[u8]) -> Rtf {
    let state = State {
        silent: false,
        encoding: WINDOWS_1252,
        skip: 1,
        in_font_table: false,
        font: 0,
        reason: None,
        property: None,
    };
    let mut reader = Reader {
        bytes,
        at: 0,
        state,
        stack: vec![],
        fonts: vec![],
        default: WINDOWS_1252,
        default_font: 0,
        pending: vec![],
        to_skip: 0,
        high: None,
        text: String::new(),
        row: false,
        rtf: Rtf::default(),
    };
    reader.run();
    reader.paragraph();
    reader.rtf
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    self.stack.push(self.state.clone());
                }
                b'}' => {
                    self.flush();
                    if let Some(mut state) = self.stack.pop() {
                        self.leave(&mut state);
                        self.state = state;
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                _ => self.byte(byte),
            }
        }
        self.flush();
    }

    fn control(&mut self) {
        let Some(&byte) = self.bytes.get(self.at) else { return };
        if !byte.is_ascii_alphabetic() {
            self.at += 1;
            match byte {
                b'\'' => {
                    let hex =
                        self.bytes.get(self.at..self.at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
                    if let Some(value) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.at += 2;
                        self.byte(value);
                    }
                }
                b'*' => self.state.silent = true,
                b'~' => self.push("\u{A0}"),
                b'_' => self.push("-"),
                b'\\' | b'{' | b'}' => self.byte(byte),
                b'\r' | b'\n' => self.word("par", None),
                _ => {}
            }
            return;
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        let name = String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned();
        let digits = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let number = std::str::from_utf8(&self.bytes[digits..self.at])
            .ok()
            .and_then(|digits| digits.parse::<i32>().ok());
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&name, number);
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        if name != "u" {
            self.flush();
        }
        match name {
            _ if SILENT.contains(&name) => {
                self.state.silent = true;
                self.state.in_font_table |= name == "fonttbl";
                if name == INFO {
                    self.paragraph();
                    self.state.property = Some(INFO);
                }
            }
            "header" | "headerl" | "headerr" | "headerf" => self.margin("header"),
            "footer" | "footerl" | "footerr" | "footerf" => self.margin("footer"),
            "title" | "author" | "creatim" | "revtim" if self.state.property.is_some() => {
                self.state.property = property(name);
                self.state.silent = false;
                self.text.clear();
            }
            "yr" | "mo" | "dy" | "hr" | "min" if matches!(self.state.property, Some(DAY | CHANGE)) => {
                self.clock(name, number.unwrap_or(0));
            }
            "ansicpg" => {
                self.default = code_page(number.unwrap_or(1252)).unwrap_or(self.default);
                self.state.encoding = self.default;
            }
            "deff" => self.default_font = number.unwrap_or(0),
            "mac" => self.default = MACINTOSH,
            "f" if self.state.in_font_table => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.in_font_table => {
                // Zero is the code page of the document.
                let set = number.filter(|set| *set != 0);
                if let Some(encoding) = set.map_or(Some(self.default), charset) {
                    self.fonts.push((self.state.font, encoding));
                }
            }
            "f" => self.state.encoding = self.encoding_of(number.unwrap_or(0)),
            "plain" => self.state.encoding = self.encoding_of(self.default_font),
            "uc" => self.state.skip = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(8),
            "u" => self.unicode(number.unwrap_or(0)),
            "bin" => {
                self.at = (self.at + usize::try_from(number.unwrap_or(0)).unwrap_or(0)).min(self.bytes.len())
            }
            "par" | "line" | "sect" | "page" if self.row => self.push(" "),
            "par" | "line" | "sect" | "page" if !self.state.silent => self.paragraph(),
            "intbl" => self.row = true,
            "pard" => self.row = false,
            "cell" => self.push("\t"),
            "row" => {
                let text = std::mem::take(&mut self.text);
                let text = text.trim_end().to_owned();
                let kind = text.contains('\t').then_some(BlockKind::TableRow);
                self.rtf.pieces.push(Piece { text, kind, reason: self.state.reason, ..Piece::default() });
            }
            "tab" => self.push(" "),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("•"),
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if !self.state.silent {
            self.pending.push(byte);
        }
    }

    /// `\uN`: a UTF-16 unit, negative above 32767; then characters for old readers.
    fn unicode(&mut self, number: i32) {
        self.flush();
        self.to_skip = self.state.skip;
        let unit = u16::try_from(number.rem_euclid(65_536)).unwrap_or(0xFFFD);
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let text = String::from_utf16_lossy(&units);
        self.push(&text);
    }

    fn push(&mut self, text: &str) {
        self.flush();
        if !self.state.silent {
            self.text.push_str(text);
        }
    }

    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let (text, _) = self.state.encoding.decode_without_bom_handling(&self.pending);
            self.text.push_str(&text);
            self.pending.clear();
        }
    }

    fn paragraph(&mut self) {
        self.flush();
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.rtf.pieces.push(Piece { text, reason: self.state.reason, ..Piece::default() });
        }
    }

    /// The encoding of a font, which may not be known yet.
    fn encoding_of(&self, font: i32) -> &'static Encoding {
        let known = self.fonts.iter().find(|(known, _)| *known == font);
        known.map_or(self.default, |(_, encoding)| encoding)
    }

    /// What stands in the margin of each page begins.
    fn margin(&mut self, reason: &'static str) {
        self.paragraph();
        self.state.reason = Some(reason);
    }

    /// A group ends, and what is `outside` goes on.
    fn leave(&mut self, outside: &mut State) {
        match self.state.property {
            Some(name) if name != INFO && outside.property == Some(INFO) => {
                let value = std::mem::take(&mut self.text);
                if !value.trim().is_empty() {
                    self.rtf.properties.push((name, value));
                }
            }
            _ if self.state.in_font_table && !outside.in_font_table => {
                // The font of the text until another one is named.
                outside.encoding = self.encoding_of(self.default_font);
            }
            _ if self.state.reason != outside.reason => self.paragraph(),
            _ => {}
        }
    }

    /// A part of a day: year, month, day and the time come in this order.
    fn clock(&mut self, part: &str, number: i32) {
        let mark = match part {
            "yr" => "",
            "mo" | "dy" => "-",
            "hr" => "T",
            _ => ":",
        };
        self.text.push_str(&format!("{mark}{number:02}"));
    }
}

/// The group of properties.
const INFO: &str = "info";
const DAY: &str = "dcterms:created";
const CHANGE: &str = "dcterms:modified";

/// What a property is called in the other formats.
fn property(name: &str) -> Option<&'static str> {
    match name {
        "title" => Some("dc:title"),
        "author" => Some("dc:creator"),
        "creatim" => Some(DAY),
        _ => Some(CHANGE),
    }
}

fn code_page(number: i32) -> Option<&'static Encoding> {
    match number {
        10_007 => Some(X_MAC_CYRILLIC),
        10_000 => Some(MACINTOSH),
        866 => Some(encoding_rs::IBM866),
        20_866 => Some(encoding_rs::KOI8_R),
        21_866 => Some(encoding_rs::KOI8_U),
        28_595 => Some(encoding_rs::ISO_8859_5),
        65_001 => Some(encoding_rs::UTF_8),
        _ => Encoding::for_label(format!("windows-{number}").as_bytes()),
    }
}

/// The code page of a font's character set.
fn charset(number: i32) -> Option<&'static Encoding> {
    let page = match number {
        77 => 10_000,
        161 => 1253,
        162 => 1254,
        186 => 1257,
        204 => 1251,
        238 => 1250,
        _ => return None,
    };
    code_page(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rtf: &str, expected: &[&str]) {
        let drawn: Vec<String> =
            read(rtf.as_bytes()).pieces.iter().map(|piece| piece.text.replace('\t', "→")).collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn reads_cyrillic_three_ways() {
        check(r"{\rtf1\ansi\ansicpg1251 \'c7\'e0\'e2\'ee\'e4\par \'ab\'c7\'bb}", &["Завод", "«З»"]);
        check(
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}\f1 \'c7\'e0\f0 \'e9}",
            &["Заé"],
        );
        check(r"{\rtf1\uc1\u1047?\u1072?\u-10179?\u-8704?x{\uc0\u1047}y}", &["За\u{1F600}xЗy"]);
    }

    #[test]
    fn a_font_may_be_that_of_the_whole_text() {
        check(
            r"{\rtf1\ansi\ansicpg1252\deff1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\pard \'c7\'e0\plain\'e2}",
            &["Зав"],
        );
        check(r"{\rtf1\ansi\ansicpg20866 \'fa\'c1}", &["За"]);
    }

    #[test]
    fn margins_are_furniture_and_properties_are_kept() {
        let rtf = read(
            br"{\rtf1{\info{\title A ferry}{\author Ann}{\creatim\yr2023\mo3\dy14\hr9\min5}{\nofchars3}}{\header Head\par}a\par b{\footer Foot}c}",
        );
        let drawn: Vec<_> = rtf.pieces.iter().map(|piece| (piece.reason, piece.text.as_str())).collect();
        assert_eq!(
            drawn,
            [(Some("header"), "Head"), (None, "a"), (None, "b"), (Some("footer"), "Foot"), (None, "c")]
        );
        let properties: Vec<_> = rtf.properties.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(properties, [("dc:title", "A ferry"), ("dc:creator", "Ann"), (DAY, "2023-03-14T09:05")]);
    }

    #[test]
    fn reads_tables_and_skips_the_rest() {
        check(
            r"{\rtf1{\*\generator x;}{\info{\title no}}a\par\pard\intbl 1\cell 2\cell\row\pard b{\field{\*\fldinst HYPERLINK}{\fldrslt c}}}",
            &["a", "1→2", "bc"],
        );
        check(r"{\rtf1 a\{b\}\~c", &["a{b}\u{A0}c"]);
    }
}
