//! hashes of entries → one root, and short proofs about it: the Merkle tree of RFC 6962, section 2.1.
//!
//! Each function is the recursion of the RFC, written down: a tree of `n` leaves is a full one of
//! the greatest power of two below `n`, and what is left.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A SHA-256; written as 64 digits of lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// Of some bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// Of a leaf: SHA-256(0x00 ‖ entry).
    pub fn of_leaf(entry: &[u8]) -> Hash {
        Hash(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
    }

    /// Of a node: SHA-256(0x01 ‖ left ‖ right).
    fn of_node(left: Hash, right: Hash) -> Hash {
        Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }
}

/// The roots of the full trees a log consists of, the largest first: all that a root needs, so
/// that a log of any length is read in little memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Frontier {
    roots: Vec<Hash>,
    leaves: u64,
}

impl Frontier {
    pub(super) fn push(&mut self, leaf: Hash) {
        self.leaves = self.leaves.saturating_add(1);
        let mut root = leaf;
        // Two full trees of one size are one of the next.
        for _ in 0..self.leaves.trailing_zeros() {
            root = self.roots.pop().map_or(root, |left| Hash::of_node(left, root));
        }
        self.roots.push(root);
    }

    /// MTH: of no leaves, the hash of nothing.
    pub(super) fn root(&self) -> Hash {
        let roots = self.roots.iter().rev().copied();
        roots.reduce(|right, left| Hash::of_node(left, right)).unwrap_or_else(|| Hash::of(b""))
    }
}

/// MTH of a whole tree.
pub(super) fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// The greatest power of two below a number above 1.
fn split(leaves: u64) -> u64 {
    leaves.saturating_sub(1).checked_ilog2().map_or(1, |log| 1 << log)
}

fn halves(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    let middle = split(leaves.len() as u64) as usize;
    leaves.split_at_checked(middle).unwrap_or((leaves, &[]))
}

/// PATH: what proves that the leaf at a position is in the tree; the nearest sibling first.
pub(super) fn inclusion(leaves: &[Hash], at: usize) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = halves(leaves);
    let (mut path, sibling) = match at.checked_sub(left.len()) {
        None => (inclusion(left, at), root(right)),
        Some(at) => (inclusion(right, at), root(left)),
    };
    path.push(sibling);
    path
}

/// The root a leaf and its path lead to; `None` where the path has the wrong length.
pub(super) fn root_of(leaf: Hash, at: u64, leaves: u64, path: &[Hash]) -> Option<Hash> {
    if leaves < 2 {
        return (leaves == 1 && at == 0 && path.is_empty()).then_some(leaf);
    }
    let (sibling, below) = path.split_last()?;
    let left = split(leaves);
    match at.checked_sub(left) {
        None => Some(Hash::of_node(root_of(leaf, at, left, below)?, *sibling)),
        Some(at) => Some(Hash::of_node(*sibling, root_of(leaf, at, leaves - left, below)?)),
    }
}

/// PROOF: what proves that the first `old` leaves, at least one, have been only added to.
pub(super) fn consistency(leaves: &[Hash], old: usize) -> Vec<Hash> {
    fn subproof(leaves: &[Hash], old: usize, whole: bool) -> Vec<Hash> {
        if old >= leaves.len() {
            return if whole { Vec::new() } else { vec![root(leaves)] };
        }
        let (left, right) = halves(leaves);
        let (mut path, sibling) = match old.checked_sub(left.len()) {
            None | Some(0) => (subproof(left, old, whole), root(right)),
            Some(old) => (subproof(right, old, false), root(left)),
        };
        path.push(sibling);
        path
    }
    subproof(leaves, old, true)
}

/// Whether a path proves that the tree of `new` leaves begins with that of `old` leaves, at least one.
pub(super) fn is_consistent((old, old_root): (u64, Hash), (new, new_root): (u64, Hash), path: &[Hash]) -> bool {
    /// The roots of both trees the path leads to; `known` while the old tree begins here.
    fn roots(old: u64, new: u64, known: Option<Hash>, path: &[Hash]) -> Option<(Hash, Hash)> {
        if old == new {
            return match (known, path) {
                (Some(root), []) => Some((root, root)),
                (None, [root]) => Some((*root, *root)),
                _ => None,
            };
        }
        let (sibling, below) = path.split_last()?;
        let left = split(new);
        match old.checked_sub(left) {
            None | Some(0) => {
                let (before, after) = roots(old, left, known, below)?;
                Some((before, Hash::of_node(after, *sibling)))
            }
            Some(rest) => {
                let (before, after) = roots(rest, new - left, None, below)?;
                Some((Hash::of_node(*sibling, before), Hash::of_node(*sibling, after)))
            }
        }
    }
    0 < old && old <= new && roots(old, new, Some(old_root), path) == Some((old_root, new_root))
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What is not 64 digits of lower-case hex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 is 64 digits of lower-case hex")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Hash, NotAHash> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(NotAHash);
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| NotAHash)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NotAHash)?;
        }
        Ok(Hash(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
