//! 256-bit whole numbers: what lies on the way of an exact comparison or rounding.

/// A whole number below 2 to the power of 256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wide {
    high: u128,
    low: u128,
}

impl From<u128> for Wide {
    fn from(low: u128) -> Self {
        Wide { high: 0, low }
    }
}

impl Wide {
    /// The full product.
    pub(super) fn product(a: u128, b: u128) -> Self {
        const HALF: u32 = 64;
        const MASK: u128 = u64::MAX as u128;
        let (a1, a0) = (a >> HALF, a & MASK);
        let (b1, b0) = (b >> HALF, b & MASK);
        let low = a0 * b0;
        let mid1 = a1 * b0 + (low >> HALF);
        let mid2 = a0 * b1 + (mid1 & MASK);
        Wide { high: a1 * b1 + (mid1 >> HALF) + (mid2 >> HALF), low: (mid2 << HALF) | (low & MASK) }
    }

    /// Quotient and rest, bit by bit; `by` is above 0 and below 2 to the power of 255.
    pub(super) fn divide(self, by: Self) -> (Self, Self) {
        let (mut quotient, mut rest) = (Wide::from(0), Wide::from(0));
        for bit in (0..256u32).rev() {
            let part = if bit < 128 { self.low >> bit } else { self.high >> (bit - 128) };
            rest = rest.double().with(part & 1);
            let fits = rest >= by;
            if fits {
                rest = rest.minus(by);
            }
            quotient = quotient.double().with(u128::from(fits));
        }
        (quotient, rest)
    }

    /// Twice the number, which is below 2 to the power of 255.
    pub(super) fn double(self) -> Self {
        Wide { high: (self.high << 1) | (self.low >> 127), low: self.low << 1 }
    }

    /// The sum, which is below 2 to the power of 256.
    pub(super) fn plus(self, other: Self) -> Self {
        let (low, carry) = self.low.overflowing_add(other.low);
        Wide { high: self.high.wrapping_add(other.high).wrapping_add(u128::from(carry)), low }
    }

    /// The difference from a number that is not greater.
    pub(super) fn minus(self, other: Self) -> Self {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Wide { high: self.high.wrapping_sub(other.high).wrapping_sub(u128::from(borrow)), low }
    }

    /// The number, if 128 bits hold it.
    pub(super) fn narrow(self) -> Option<u128> {
        (self.high == 0).then_some(self.low)
    }

    pub(super) fn is_zero(self) -> bool {
        self == Wide::from(0)
    }

    pub(super) fn is_odd(self) -> bool {
        self.low & 1 == 1
    }

    /// With its last bit, which is not set, as given.
    fn with(self, bit: u128) -> Self {
        Wide { low: self.low | bit, ..self }
    }
}
