//! Tables by [key](crate::keys) that are asked for every word of a text.
//!
//! Hardly any two of these words are near each other in a large table, so that what counts is how many lines of memory an
//! answer takes: one in a [`Table`], where tables of the general kind take two, and mostly none in a [`Sketch`], which is
//! so small that the processor keeps it near.

/// A table from keys to things of a few bytes each, in one flat piece of memory.
///
/// ```
/// use svodka_text::{keys, table::Table};
/// let mut lengths: Table<usize> = Table::default();
/// *lengths.entry(keys::text("завод")) = 5;
/// assert_eq!(lengths.get(keys::text("завод")), Some(&5));
/// assert_eq!(lengths.get(keys::text("порт")), None);
/// ```
#[derive(Debug, Clone)]
pub struct Table<T> {
    /// A power of two of them, or none.
    slots: Vec<(u64, T)>,
    used: usize,
}

/// The key of an empty slot. Of all texts the empty one has it: what is written with nothing but invisible characters.
const EMPTY: u64 = 0;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), used: 0 }
    }
}

impl<T: Copy + Default> Table<T> {
    /// A table with room for so many things.
    pub fn with_capacity(things: usize) -> Self {
        Self { slots: vec![(EMPTY, T::default()); slots_for(things)], used: 0 }
    }

    /// Number of things.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The thing of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<&T> {
        let key = taken(key);
        let slot = self.slots.get(self.place(key))?;
        (slot.0 == key).then_some(&slot.1)
    }

    /// The thing of a key, which is made if there is none.
    pub fn entry(&mut self, key: u64) -> &mut T {
        let key = taken(key);
        if slots_for(self.used + 1) > self.slots.len() {
            self.grow();
        }
        let place = self.place(key);
        if self.slots[place].0 == EMPTY {
            self.slots[place].0 = key;
            self.used += 1;
        }
        &mut self.slots[place].1
    }

    /// Where a key stands or would stand: keys are scattered already, so that their high bits tell.
    #[inline]
    fn place(&self, key: u64) -> usize {
        let last = self.slots.len().wrapping_sub(1);
        let mut place = key.rotate_left(24) as usize & last;
        while self.slots.get(place).is_some_and(|slot| slot.0 != key && slot.0 != EMPTY) {
            place = (place + 1) & last;
        }
        place
    }

    fn grow(&mut self) {
        let mut larger = Self::with_capacity(2 * self.used + 1);
        for &(key, thing) in self.slots.iter().filter(|slot| slot.0 != EMPTY) {
            *larger.entry(key) = thing;
        }
        *self = larger;
    }
}

/// The key under which a thing is kept, which is never that of an empty slot.
#[inline]
fn taken(key: u64) -> u64 {
    key.max(EMPTY + 1)
}

/// Slots for so many things: a quarter of them stays empty at least, so that few keys are in another's place.
fn slots_for(things: usize) -> usize {
    if things == 0 { 0 } else { (things + things / 3 + 1).next_power_of_two() }
}

/// A set of keys by a few bits of each: it may take others for its own, and never one of its own for another.
#[derive(Debug, Clone)]
pub struct Sketch(Vec<u64>);

impl Default for Sketch {
    fn default() -> Self {
        Self(vec![0; 1 << (Self::BITS - 6)])
    }
}

impl Sketch {
    /// Bits of a key that count: the set has 64 KiB.
    const BITS: u32 = 19;

    fn place(key: u64) -> (usize, u64) {
        let index = key >> (64 - Self::BITS);
        ((index >> 6) as usize, 1 << (index & 63))
    }

    /// Adds a key.
    pub fn note(&mut self, key: u64) {
        let (word, bit) = Self::place(key);
        self.0[word] |= bit;
    }

    /// Whether a key may be among those noted.
    #[inline]
    pub fn may_have(&self, key: u64) -> bool {
        let (word, bit) = Self::place(key);
        self.0[word] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_find_what_was_entered_under_them() {
        let mut table: Table<u32> = Table::default();
        assert_eq!(table.get(7), None);
        // The empty text is a key like others.
        assert_eq!(table.get(crate::keys::text("")), None);
        *table.entry(crate::keys::text("")) = 5;
        assert_eq!((table.get(crate::keys::text("")), table.len()), (Some(&5), 1));
        assert_eq!(table.get(8), None);
        table = Table::default();
        let keys: Vec<u64> =
            (1..2000u64).map(|i| if i % 3 == 0 { i << 40 } else { crate::keys::mix(i) }).collect();
        for (number, &key) in (0..).zip(&keys) {
            *table.entry(key) = number;
        }
        for (number, &key) in (0..).zip(&keys) {
            assert_eq!(table.get(key), Some(&number));
        }
        assert_eq!(table.get(crate::keys::mix(5000)), None);
        *table.entry(keys[3]) += 10;
        assert_eq!(table.get(keys[3]), Some(&13));
    }
}
