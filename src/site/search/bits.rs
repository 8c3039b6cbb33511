//! Numbers of an index file: varints, and rising numbers as Rice codes (`docs/search-format.md`).
//!
//! **Invariant.** The same numbers give the same bytes; what is written from a byte on ends with a byte.

/// Appends an unsigned number, seven bits a byte, the low ones first.
pub fn varint(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends numbers that rise by at least `least` from one to the next: how many, the first, and the steps.
///
/// A step above the least is Rice-coded, which is within a few hundredths of a bit of the shortest code for numbers
/// that lie at random.
pub fn rising(out: &mut Vec<u8>, numbers: &[u32], least: u32) {
    varint(out, numbers.len());
    let Some(first) = numbers.first() else { return };
    varint(out, *first as usize);
    let steps = || numbers.windows(2).map(|pair| pair[1] - pair[0] - least);
    if numbers.len() == 1 {
        return;
    }
    let width = width(steps);
    out.push(width as u8);
    let mut bits = Bits::new(out);
    for step in steps() {
        bits.unary(step >> width);
        bits.push(step & ((1 << width) - 1), width);
    }
}

/// Appends numbers below `1 << width`, `width` bits each.
pub fn fixed(out: &mut Vec<u8>, numbers: impl Iterator<Item = u8>, width: u32) {
    let mut bits = Bits::new(out);
    numbers.for_each(|number| bits.push(u32::from(number), width));
}

/// How many low bits of each number stand as they are, so that all take the fewest bits.
fn width<I: Iterator<Item = u32>>(steps: impl Fn() -> I) -> u32 {
    let (count, sum) = steps().fold((0, 0), |(count, sum), step| (count + 1, sum + u64::from(step)));
    let about = (sum / count).checked_ilog2().unwrap_or(0);
    let cost = |width: &u32| steps().map(|step| u64::from(step >> width)).sum::<u64>() + count * u64::from(width + 1);
    (about.saturating_sub(2)..=about + 1).min_by_key(cost).unwrap_or(about)
}

/// Bits from the highest of a byte to its lowest.
struct Bits<'o> {
    out: &'o mut Vec<u8>,
    /// How many bits of the last byte are not used yet.
    free: u32,
}

impl<'o> Bits<'o> {
    fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, free: 0 }
    }

    fn push(&mut self, number: u32, mut width: u32) {
        while width > 0 {
            if self.free == 0 {
                self.out.push(0);
                self.free = 8;
            }
            let taken = width.min(self.free);
            let part = (number >> (width - taken)) & ((1 << taken) - 1);
            if let Some(last) = self.out.last_mut() {
                *last |= (part << (self.free - taken)) as u8;
            }
            self.free -= taken;
            width -= taken;
        }
    }

    /// So many ones, then a zero.
    fn unary(&mut self, mut count: u32) {
        while count >= 8 {
            self.push(0xff, 8);
            count -= 8;
        }
        self.push((1 << count) - 1, count);
        self.push(0, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_seven_bits_a_byte() {
        let mut bytes = Vec::new();
        [0, 127, 128, 300].into_iter().for_each(|number| varint(&mut bytes, number));
        assert_eq!(bytes, [0, 127, 0x80, 1, 0xac, 2]);
    }

    #[test]
    fn steps_are_rice_coded() {
        let written = |numbers: &[u32], least| {
            let mut bytes = Vec::new();
            rising(&mut bytes, numbers, least);
            bytes
        };
        assert_eq!(written(&[], 1), [0]);
        assert_eq!(written(&[5], 1), [1, 5]);
        assert_eq!(written(&[5, 6, 7, 8], 1), [4, 5, 0, 0]);
        // Steps of 9, 11 and 14: three bits of each as they are, after the rest in ones.
        assert_eq!(written(&[0, 9, 20, 34], 0), [4, 0, 3, 0b1000_1100, 0b1110_1100]);
    }

    #[test]
    fn small_numbers_stand_side_by_side() {
        let mut bytes = Vec::new();
        fixed(&mut bytes, [7, 0, 5].into_iter(), 3);
        assert_eq!(bytes, [0b1110_0010, 0b1000_0000]);
    }
}
