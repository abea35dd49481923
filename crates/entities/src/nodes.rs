//! The nodes of the lexicon by the keys of the words that lead to them: a table of one flat piece of memory.
//!
//! It is asked for a third of all words of a text, and hardly any two of them are near each other in it. So what an
//! answer needs stands in one line of memory, which tables of the general kind do not give.

/// A table from keys to things, which are few bytes each.
#[derive(Debug)]
pub struct Table<T> {
    /// A power of two of them, or none.
    slots: Vec<(u64, T)>,
    used: usize,
}

/// The key of an empty slot; no words have it, as good as surely.
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

    /// The thing of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<&T> {
        let slot = self.slots.get(self.place(key))?;
        (slot.0 == key).then_some(&slot.1)
    }

    /// The thing of a key, which is made if there is none.
    pub fn entry(&mut self, key: u64) -> &mut T {
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

/// Slots for so many things: a quarter of them stays empty, so that few keys are in another's place.
fn slots_for(things: usize) -> usize {
    if things == 0 { 0 } else { (things + things / 3 + 1).next_power_of_two() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_find_what_was_entered_under_them() {
        let mut table: Table<u32> = Table::default();
        assert_eq!(table.get(7), None);
        let keys: Vec<u64> =
            (1..2000u64).map(|i| if i % 3 == 0 { i << 40 } else { svodka_text::keys::mix(i) }).collect();
        for (number, &key) in (0..).zip(&keys) {
            *table.entry(key) = number;
        }
        for (number, &key) in (0..).zip(&keys) {
            assert_eq!(table.get(key), Some(&number));
        }
        assert_eq!(table.get(svodka_text::keys::mix(5000)), None);
        *table.entry(keys[3]) += 10;
        assert_eq!(table.get(keys[3]), Some(&13));
    }
}
