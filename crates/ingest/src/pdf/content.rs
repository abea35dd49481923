//! The content of a PDF page: pieces of text with their places.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::{Page, Resources, Rotation};

use super::fonts::{Font, UNKNOWN};

/// Deepest nesting of forms, and of saved states.
const FORMS: usize = 8;
const STATES: usize = 256;
/// Movements inside a shown string that are smaller, in parts of the size, are kerning.
const KERNING: f64 = 0.1;

/// Letters that stand on one line side by side. Points, from the upper left corner of the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub text: String,
    pub x0: f64,
    pub x1: f64,
    /// Of the base line.
    pub y: f64,
    /// Of the letters.
    pub size: f64,
    /// The file says that it is no content (heads, feet, page numbers).
    pub artifact: bool,
    /// Quarter turns against the page, clockwise.
    pub turns: u8,
}

/// What is on a page.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub pieces: Vec<Piece>,
    /// Glyphs, and those among them whose letters are not known.
    pub glyphs: usize,
    pub unknown: usize,
    pub pictures: usize,
    pub width: f64,
    pub height: f64,
}

/// What may still be spent on a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    pub operators: usize,
    /// Bytes of text.
    pub text: usize,
}

impl Budget {
    pub fn is_spent(&self) -> bool {
        self.operators == 0 || self.text == 0
    }
}

type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Fonts of the file by the numbers of their objects.
pub(crate) type Fonts = BTreeMap<(u32, i32), Rc<Font>>;

struct Reader<'f> {
    sheet: Sheet,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Marked contents around, whether each is an artifact.
    marked: Vec<bool>,
    fonts: &'f mut Fonts,
    budget: &'f mut Budget,
}

/// Reads a page.
pub(crate) fn read(page: &Page<'_>, fonts: &mut Fonts, budget: &mut Budget) -> Sheet {
    let frame = page.intersected_crop_box();
    let (width, height) = (frame.x1 - frame.x0, frame.y1 - frame.y0);
    let moved = times([1.0, 0.0, 0.0, 1.0, -frame.x0, -frame.y0], [1.0, 0.0, 0.0, -1.0, 0.0, height]);
    let (matrix, width, height) = match page.rotation() {
        Rotation::None => (moved, width, height),
        Rotation::Horizontal => (times(moved, [0.0, 1.0, -1.0, 0.0, height, 0.0]), height, width),
        Rotation::Flipped => (times(moved, [-1.0, 0.0, 0.0, -1.0, width, height]), width, height),
        Rotation::FlippedHorizontal => (times(moved, [0.0, -1.0, 1.0, 0.0, 0.0, width]), height, width),
    };
    let state = State {
        matrix,
        font: None,
        size: 1.0,
        char_spacing: 0.0,
        word_spacing: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    let sheet = Sheet { width, height, ..Sheet::default() };
    let mut reader =
        Reader { sheet, state, saved: vec![], text: IDENTITY, line: IDENTITY, marked: vec![], fonts, budget };
    if let Some(content) = page.page_stream() {
        reader.run(content, page.resources(), 0);
    }
    reader.sheet
}

impl Reader<'_> {
    fn run(&mut self, content: &[u8], resources: &Resources<'_>, depth: usize) {
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            if self.budget.is_spent() {
                return;
            }
            self.budget.operators -= 1;
            self.step(operator, resources, depth);
        }
    }

    fn step(&mut self, operator: TypedInstruction<'_, '_>, resources: &Resources<'_>, depth: usize) {
        use TypedInstruction as Op;
        match operator {
            Op::SaveState(_) if self.saved.len() < STATES => self.saved.push(self.state.clone()),
            Op::RestoreState(_) => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            Op::Transform(m) => {
                let own = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                self.state.matrix = times(own, self.state.matrix);
            }
            Op::BeginText(_) => (self.text, self.line) = (IDENTITY, IDENTITY),
            Op::TextFont(font) => {
                self.state.font = self.font(font.0, resources).or_else(|| self.state.font.take());
                self.state.size = font.1.as_f64();
            }
            Op::CharacterSpacing(spacing) => self.state.char_spacing = spacing.0.as_f64(),
            Op::WordSpacing(spacing) => self.state.word_spacing = spacing.0.as_f64(),
            Op::HorizontalScaling(scaling) => self.state.stretch = scaling.0.as_f64() / 100.0,
            Op::TextLeading(leading) => self.state.leading = leading.0.as_f64(),
            Op::TextRise(rise) => self.state.rise = rise.0.as_f64(),
            Op::SetTextMatrix(m) => {
                self.line = [m.0, m.1, m.2, m.3, m.4, m.5].map(|number| number.as_f64());
                self.text = self.line;
            }
            Op::NextLine(by) => self.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.state.leading = -by.1.as_f64();
                self.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            Op::ShowText(string) => self.show(string.0.as_bytes()),
            Op::NextLineAndShowText(string) => {
                self.next_line(0.0, -self.state.leading);
                self.show(string.0.as_bytes());
            }
            Op::ShowTextWithParameters(shown) => {
                self.state.word_spacing = shown.0.as_f64();
                self.state.char_spacing = shown.1.as_f64();
                self.next_line(0.0, -self.state.leading);
                self.show(shown.2.as_bytes());
            }
            Op::ShowTexts(strings) => self.show_all(strings.0),
            Op::XObject(name) => self.form(name.0, resources, depth),
            Op::InlineImage(_) => self.sheet.pictures += 1,
            Op::BeginMarkedContent(tag) => self.mark(tag.0),
            Op::BeginMarkedContentWithProperties(tag) => self.mark(tag.0),
            Op::EndMarkedContent(_) => drop(self.marked.pop()),
            _ => {}
        }
    }

    fn mark(&mut self, tag: &Name<'_>) {
        let artifact = &**tag == b"Artifact" || self.marked.last().is_some_and(|&outer| outer);
        if self.marked.len() < STATES {
            self.marked.push(artifact);
        }
    }

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Option<Rc<Font>> {
        let dict = resources.get_font(name)?;
        let Some(id) = dict.obj_id().map(|id| (id.obj_number, id.gen_number)) else {
            return Some(Rc::new(Font::read(&dict)));
        };
        Some(self.fonts.entry(id).or_insert_with(|| Rc::new(Font::read(&dict))).clone())
    }

    fn form(&mut self, name: &Name<'_>, resources: &Resources<'_>, depth: usize) {
        let Some(stream) = resources.get_x_object(name) else { return };
        match stream.dict().get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => self.sheet.pictures += 1,
            Some(b"Form") if depth < FORMS => self.draw(&stream, resources, depth),
            _ => {}
        }
    }

    fn draw(&mut self, stream: &Stream<'_>, resources: &Resources<'_>, depth: usize) {
        let Ok(content) = stream.decoded_data() else { return };
        let own = stream.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        let (state, saved) = (self.state.clone(), std::mem::take(&mut self.saved));
        let (text, line, marked) = (self.text, self.line, self.marked.len());
        let matrix = stream.dict().get::<[f64; 6]>("Matrix").unwrap_or(IDENTITY);
        self.state.matrix = times(matrix, self.state.matrix);
        self.run(&content, own.as_ref().unwrap_or(resources), depth + 1);
        (self.state, self.saved, self.text, self.line) = (state, saved, text, line);
        self.marked.truncate(marked);
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn show_all(&mut self, strings: &Array<'_>) {
        let mut open: Option<(Piece, Matrix)> = None;
        for object in strings.iter::<Object<'_>>() {
            match object {
                Object::Number(number) => {
                    let by = -number.as_f64() / 1000.0;
                    if by.abs() > KERNING {
                        self.close(open.take());
                    }
                    self.advance(by * self.state.size * self.state.stretch);
                }
                Object::String(string) => open = self.glyphs(string.as_bytes(), open),
                _ => {}
            }
        }
        self.close(open);
    }

    fn show(&mut self, bytes: &[u8]) {
        let open = self.glyphs(bytes, None);
        self.close(open);
    }

    fn advance(&mut self, by: f64) {
        self.text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
    }

    /// Shows a string behind what is open; the piece with the place where it began.
    fn glyphs(&mut self, bytes: &[u8], mut open: Option<(Piece, Matrix)>) -> Option<(Piece, Matrix)> {
        let font = self.state.font.clone()?;
        let mut at = 0;
        while at < bytes.len() {
            let shown = font.glyph(bytes, at);
            at += shown.length.max(1);
            self.sheet.glyphs += 1;
            self.sheet.unknown += usize::from(shown.text.is_none());
            let (piece, _) = open.get_or_insert_with(|| (self.begin(), self.placed()));
            match shown.text {
                Some(text) => piece.text.push_str(text),
                None => piece.text.push(UNKNOWN),
            }
            let spacing =
                self.state.char_spacing + if shown.is_space { self.state.word_spacing } else { 0.0 };
            self.advance((shown.width * self.state.size + spacing) * self.state.stretch);
        }
        open
    }

    /// From the text's own space to the page.
    fn placed(&self) -> Matrix {
        times(times([1.0, 0.0, 0.0, 1.0, 0.0, self.state.rise], self.text), self.state.matrix)
    }

    fn begin(&self) -> Piece {
        let artifact = self.marked.last().is_some_and(|&artifact| artifact);
        Piece { text: String::new(), x0: 0.0, x1: 0.0, y: 0.0, size: 0.0, artifact, turns: 0 }
    }

    /// Ends a piece where the text now stands, and keeps it if it can be placed. Spacing behind the last letter
    /// counts as its width.
    fn close(&mut self, open: Option<(Piece, Matrix)>) {
        let Some((mut piece, start)) = open else { return };
        let end = self.placed();
        let size = self.state.size.abs() * (start[2] * start[2] + start[3] * start[3]).sqrt();
        let (width, height) = (self.sheet.width, self.sheet.height);
        let (right, down) = (start[0], start[1]);
        piece.turns = match () {
            () if right.abs() >= down.abs() => {
                if right < 0.0 {
                    2
                } else {
                    0
                }
            }
            () => {
                if down > 0.0 {
                    1
                } else {
                    3
                }
            }
        };
        // As it would be seen with the page turned so that the letters stand upright.
        let upright = |x: f64, y: f64| match piece.turns {
            0 => (x, y),
            1 => (y, width - x),
            2 => (width - x, height - y),
            _ => (height - y, x),
        };
        let ((x0, y), (x1, _)) = (upright(start[4], start[5]), upright(end[4], end[5]));
        let finite = [x0, x1, y, size].iter().all(|number| number.is_finite() && number.abs() < 1e6);
        if finite && size > 0.5 && !piece.text.is_empty() {
            (piece.x0, piece.x1, piece.y, piece.size) = (x0.min(x1), x1.max(x0), y, size);
            self.budget.text = self.budget.text.saturating_sub(piece.text.len());
            self.sheet.pieces.push(piece);
        }
    }
}
