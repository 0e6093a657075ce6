//! The members of a register who have an id → those who are in two households.
//!
//! In memory is a fingerprint of each and the household it was first in: about 40 bytes a member.

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// A household that was decided.
#[derive(Clone, Debug)]
pub struct Home {
    /// Its id.
    pub id: Arc<str>,
    /// Its row.
    pub row: u64,
}

/// The members seen.
#[derive(Debug, Default)]
pub struct Persons {
    homes: Vec<Home>,
    seen: HashMap<[u8; 16], u32>,
}

/// A member who was in another household before.
#[derive(Debug)]
pub struct Twice<'a> {
    /// The list.
    pub list: &'a str,
    /// Its id.
    pub id: &'a str,
    /// The household it was first in.
    pub first: Home,
}

/// The last number that is taken for a place in the household, and not for somebody's own.
const NUMBERED: u32 = 1_000;

impl Persons {
    /// Takes in the members of a household, each with its list: those who are in another one too, and
    /// how many are only numbered.
    pub fn add<'a>(&mut self, home: Home, members: impl Iterator<Item = (&'a str, &'a str)>) -> (Vec<Twice<'a>>, u64) {
        let (mut twice, mut numbered) = (Vec::new(), 0);
        let here = u32::try_from(self.homes.len()).unwrap_or(u32::MAX);
        self.homes.push(home);
        for (list, id) in members {
            if is_number(id) {
                numbered += 1;
                continue;
            }
            match self.seen.get(&fingerprint(list, id)).and_then(|first| self.homes.get(*first as usize)) {
                Some(first) => twice.push(Twice { list, id, first: first.clone() }),
                None => drop(self.seen.insert(fingerprint(list, id), here)),
            }
        }
        (twice, numbered)
    }
}

/// `1`, `02`: many registers count the members of each household.
fn is_number(id: &str) -> bool {
    id.len() <= 4 && id.bytes().all(|byte| byte.is_ascii_digit()) && id.parse().is_ok_and(|id: u32| id <= NUMBERED)
}

/// So long that two members do not share one, be they chosen for it.
fn fingerprint(list: &str, id: &str) -> [u8; 16] {
    let whole = Sha256::new().chain_update(list).chain_update("#").chain_update(id).finalize();
    let mut short = [0; 16];
    short.iter_mut().zip(whole).for_each(|(short, byte)| *short = byte);
    short
}
