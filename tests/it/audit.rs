//! The audit log: whatever is done to it is detected and named, and its proofs prove.

use doudi::audit::{AuditError, AuditLog, Checkpoint, Consistency, Draft, Entries, Hash, Inclusion, LONGEST_LINE};
use doudi::{Date, Locale, Policy, Record, Sources};
use sha2::{Digest, Sha256};
use std::io::{self, BufReader, Read, Write};

fn record(age: u32) -> Record {
    let source = "policy demo \"示例\" in force 2020-01-01 ..
        entity Person \"人\" { age: integer 0..150 \"年龄\" }
        measure help \"补助\" for Person { monthly: money per month \"每月\" }
        rule elderly \"老人\" for Person { when age >= 60 must help { monthly: 100 } }";
    let policy = Policy::load(Sources::new().policy("demo.policy", source)).unwrap();
    let facts = policy.facts_json(&format!(r#"{{"facts": {{"age": {age}}}}}"#)).unwrap();
    policy.decide(&facts, Date::parse("2020-05-06").unwrap()).unwrap().record()
}

/// A log of digests with that many entries, and a checkpoint after each.
fn log_of(entries: u32) -> (Vec<u8>, Vec<Checkpoint>) {
    let (mut text, mut log) = (Vec::new(), AuditLog::new());
    let mut checkpoints = vec![log.checkpoint()];
    let record = record(60);
    for number in 0..entries {
        let note = format!("条目 \"{number}\"");
        log.append(&mut text, &Draft::of(&record).digest_only().note(&note)).unwrap();
        checkpoints.push(log.checkpoint());
    }
    (text, checkpoints)
}

/// A small log with a record in it.
fn small() -> Vec<u8> {
    let (mut text, mut log) = (Vec::new(), AuditLog::new());
    let record = record(60);
    log.append(&mut text, &Draft::of(&record).digest_only()).unwrap();
    log.append(&mut text, &Draft::of(&record).at("2020-05-06T09:30:00+08:00").note("初次")).unwrap();
    log.append(&mut text, &Draft::of(&record).digest_only().note("重新决定")).unwrap();
    text
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

fn damage(text: impl AsRef<[u8]>) -> String {
    AuditLog::open(text.as_ref()).expect_err("damage").message(Locale::En)
}

#[test]
fn what_goes_in_comes_out() {
    let text = small();
    let entries: Vec<_> = Entries::new(BufReader::new(text.as_slice())).map(|entry| entry.unwrap()).collect();
    let json = record(60).to_json();
    let records: Vec<_> = entries.iter().map(|entry| entry.record.as_deref()).collect();
    assert_eq!(records, [None, Some(json.as_str()), None]);
    assert!(entries.iter().all(|entry| entry.digest == Hash::of(json.as_bytes())));
    assert_eq!(entries[1].at.as_deref(), Some("2020-05-06T09:30:00+08:00"));
    assert_eq!(entries[2].note.as_deref(), Some("重新决定"));
    assert_eq!(entries[0].previous, Hash::of(b"doudi-audit/1"));
    assert!(entries.windows(2).all(|pair| pair[1].previous == pair[0].hash));
    let written: Vec<u8> = entries.iter().flat_map(|entry| format!("{}\n", entry.line).into_bytes()).collect();
    assert_eq!(written, text);
}

/// `hash` is what the documentation says, computed here by hand.
#[test]
fn the_hash_of_an_entry_is_of_the_line_without_it() {
    let text = String::from_utf8(small()).unwrap();
    for line in text.lines() {
        let (body, tail) = line.rsplit_once(",\"hash\":").unwrap();
        let digest = Sha256::digest(format!("{body}}}").as_bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(tail, format!("\"{hex}\"}}"));
    }
}

#[test]
fn every_change_of_a_byte_is_detected() {
    let text = small();
    let last = text.len() - lines(&text)[2].len();
    for at in 0..text.len() {
        let mut changed = text.clone();
        // All other bytes in the last entry, which nothing follows; all flips of a bit in the others.
        let others: Vec<u8> = match at >= last {
            true => (0..=255).filter(|byte| *byte != text[at]).collect(),
            false => (0..8).map(|bit| text[at] ^ (1 << bit)).chain([b'\n']).filter(|byte| *byte != text[at]).collect(),
        };
        for byte in others {
            changed[at] = byte;
            let Err(error) = AuditLog::open(changed.as_slice()) else { panic!("byte {at} as {byte} is not seen") };
            assert!(matches!(error, AuditError::Changed { .. }), "byte {at} as {byte}: {error}");
        }
    }
}

#[test]
fn a_byte_taken_out_or_put_in_is_detected() {
    let text = small();
    for at in 0..text.len() - 1 {
        let without = [&text[..at], &text[at + 1..]].concat();
        assert!(AuditLog::open(without.as_slice()).is_err(), "without byte {at}");
        let with = [&text[..at], b" ", &text[at..]].concat();
        assert!(AuditLog::open(with.as_slice()).is_err(), "with a blank before byte {at}");
    }
    assert!(AuditLog::open([text.as_slice(), b"\n"].concat().as_slice()).is_err());
    assert!(AuditLog::open([text.as_slice(), b"x"].concat().as_slice()).is_err());
    assert!(AuditLog::open([text.as_slice(), &[0; 16]].concat().as_slice()).is_err());
}

/// Cut anywhere, a log is a shorter one that says so, or one that only a checkpoint shows to be short.
#[test]
fn every_truncation_leaves_a_shorter_log_that_says_so() {
    let text = small();
    let whole = AuditLog::open(text.as_slice()).unwrap().checkpoint();
    // Where an entry ends, its line break behind it or not.
    let ends: Vec<usize> =
        (0..text.len()).filter(|at| *at == 0 || text[at - 1] == b'\n' || text[*at] == b'\n').collect();
    assert_eq!(ends.len(), 6);
    for length in 0..text.len() {
        let log = AuditLog::open(&text[..length]).unwrap_or_else(|error| panic!("cut to {length}: {error}"));
        let end = *ends.iter().rfind(|end| **end <= length).unwrap();
        let mut cut = log.clone();
        assert_eq!((log.torn(), cut.cut()), ((length - end) as u64, end as u64), "cut to {length}");
        assert_eq!(log.unended(), text[end] == b'\n', "cut to {length}");
        let witnessed = AuditLog::verify(&text[..length], &whole);
        match length == text.len() - 1 {
            true => assert_eq!(witnessed.expect("nothing but the line break is lost").checkpoint(), whole),
            false => {
                let error = witnessed.expect_err("a checkpoint shows it");
                assert!(matches!(error, AuditError::Truncated { witnessed: 3, .. }), "{error}");
            }
        }
    }
}

/// An entry whose hash fits was written whole, and may have been acknowledged: it is never cut.
#[test]
fn an_entry_that_has_only_lost_its_line_break_is_kept() {
    let text = small();
    let record = record(61);
    let mut disk = Full(text[..text.len() - 1].to_vec(), text.len());
    let mut log = AuditLog::open(disk.0.as_slice()).unwrap();
    assert_eq!((log.entries(), log.unended(), log.torn()), (3, true, 0));

    // Nothing but the line break goes onto the disk: the log says the same as before.
    log.append(&mut disk, &Draft::of(&record)).expect_err("the disk is full");
    assert_eq!(disk.0, text);
    disk = Full(disk.0, usize::MAX);
    disk.0.truncate(log.cut() as usize);
    assert_eq!((disk.0.len(), log.unended()), (text.len() - 1, true));

    for number in 3..5 {
        assert_eq!(log.append(&mut disk, &Draft::of(&record)).unwrap().number, number);
        assert!(disk.0.starts_with(&text) && !log.unended());
        let mut again = AuditLog::open(disk.0.as_slice()).unwrap();
        assert_eq!((again.checkpoint(), again.cut()), (log.checkpoint(), disk.0.len() as u64));
        assert_eq!(log.cut(), disk.0.len() as u64);
    }
}

/// A disk with room for so many bytes.
struct Full(Vec<u8>, usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.1.saturating_sub(self.0.len()).min(bytes.len());
        self.0.extend(&bytes[..room]);
        if room == 0 { Err(io::Error::other("disk full")) } else { Ok(room) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_torn_line_is_cut_before_anything_is_appended() {
    let text = small();
    let mut torn = text[..text.len() - 7].to_vec();
    let mut log = AuditLog::open(torn.as_slice()).unwrap();
    let record = record(61);
    let refused = log.append(&mut torn, &Draft::of(&record)).expect_err("a torn line");
    assert!(matches!(refused, AuditError::Torn { .. }));
    torn.truncate(log.cut() as usize);
    assert_eq!(log.append(&mut torn, &Draft::of(&record)).unwrap().number, 2);
    assert_eq!(AuditLog::open(torn.as_slice()).unwrap().checkpoint(), log.checkpoint());
}

#[test]
fn what_was_done_to_entries_is_named() {
    let (text, _) = log_of(5);
    let all = lines(&text);
    let of = |order: &[usize]| order.iter().flat_map(|at| all[*at].to_vec()).collect::<Vec<u8>>();
    assert_eq!(damage(of(&[0, 1, 3, 4])), "entry 2 is missing before line 3: it was dropped");
    assert_eq!(damage(of(&[2, 3, 4])), "entries 0 to 1 are missing before line 1: they were dropped");
    assert_eq!(
        damage(of(&[0, 2, 1, 3, 4])),
        "line 2 holds entry 2 and should hold entry 1, which stands further down: they were reordered"
    );
    assert_eq!(damage(of(&[0, 1, 1, 2])), "line 3 holds entry 1, which was there already: it was duplicated");
    assert_eq!(damage(of(&[0, 1, 2, 3, 4, 4])), "line 6 holds entry 4, which was there already: it was duplicated");
    let error = AuditLog::open(of(&[0, 1, 3, 4]).as_slice()).expect_err("damage");
    assert_eq!(error.message(Locale::ZhCn), "第 3 行之前缺少条目 2：被删除");

    // An entry exchanged for one with a right hash of its own breaks the chain behind it.
    let (mut other, mut log) = (Vec::new(), AuditLog::open(all[0]).unwrap());
    log.append(&mut other, &Draft::of(&record(70)).digest_only()).unwrap();
    let exchanged = [all[0], &other, all[2]].concat();
    assert_eq!(
        damage(exchanged),
        "line 3: entry 2 does not follow on the entry before it: one of the two was exchanged"
    );
}

#[test]
fn a_checkpoint_shows_what_the_log_alone_does_not() {
    let (text, checkpoints) = log_of(5);
    let all = lines(&text);
    for checkpoint in &checkpoints {
        assert_eq!(AuditLog::verify(text.as_slice(), checkpoint).unwrap().entries(), 5);
        assert_eq!(Checkpoint::from_json(&checkpoint.to_json()).unwrap(), *checkpoint);
    }
    let cut: Vec<u8> = all[..4].concat();
    assert!(AuditLog::open(cut.as_slice()).is_ok());
    let error = AuditLog::verify(cut.as_slice(), &checkpoints[5]).expect_err("short");
    let said = "the log has 4 entries, and had 5 at the checkpoint: entries at its end were dropped";
    assert_eq!(error.message(Locale::En), said);

    let (mut anew, mut log) = (Vec::new(), AuditLog::new());
    for _ in 0..6 {
        log.append(&mut anew, &Draft::of(&record(70)).digest_only()).unwrap();
    }
    assert!(AuditLog::open(anew.as_slice()).is_ok());
    let error = AuditLog::verify(anew.as_slice(), &checkpoints[5]).expect_err("another log");
    assert!(matches!(error, AuditError::Rewritten { entries: 5 }), "{error}");
    let json = checkpoints[5].to_json();
    assert!(Checkpoint::from_json(&json.replace(":5", ": 5")).is_err());
    assert!(Checkpoint::from_json(&json.replace("checkpoint/1", "checkpoint/2")).is_err());
}

/// A writer that fails in the middle of a line leaves nothing a later append would build on.
#[test]
fn after_a_failed_write_nothing_is_appended_until_it_is_cut() {
    let record = record(60);
    let (mut disk, mut log) = (Full(Vec::new(), 100), AuditLog::new());
    let error = log.append(&mut disk, &Draft::of(&record)).expect_err("full");
    assert_eq!(error.message(Locale::En), "cannot be read or written: disk full");
    disk.1 = usize::MAX;
    assert!(matches!(log.append(&mut disk, &Draft::of(&record)), Err(AuditError::Torn { .. })));
    disk.0.truncate(log.cut() as usize);
    log.append(&mut disk, &Draft::of(&record)).unwrap();
    assert_eq!(AuditLog::open(disk.0.as_slice()).unwrap().entries(), 1);
}

#[test]
fn a_line_without_end_is_not_read() {
    let endless = io::repeat(b'x').take(LONGEST_LINE as u64 * 4);
    let error = AuditLog::open(endless).expect_err("too long");
    assert_eq!(error.message(Locale::En), "line 1 is longer than 64 MB");
    let error = AuditLog::open([br#"{"entry":0,"#.as_slice(), &[b'['; 1 << 20]].concat().as_slice());
    assert!(matches!(error, Err(AuditError::Changed { line: 1 })));
}

// RFC 6962

/// The Merkle tree hash as section 2.1 defines it.
fn tree_hash(leaves: &[Vec<u8>]) -> Vec<u8> {
    match leaves {
        [] => Sha256::digest(b"").to_vec(),
        [leaf] => Sha256::digest([&[0], leaf.as_slice()].concat()).to_vec(),
        _ => {
            let half = (0..).map(|log| 1 << log).take_while(|size| *size < leaves.len()).last().unwrap();
            let (left, right) = (tree_hash(&leaves[..half]), tree_hash(&leaves[half..]));
            Sha256::digest([&[1], left.as_slice(), right.as_slice()].concat()).to_vec()
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The leaves and roots of the reference implementation of Certificate Transparency.
#[test]
fn the_definition_gives_the_known_roots() {
    let leaves =
        ["", "\0", "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"].map(|leaf| leaf.as_bytes().to_vec());
    let known = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    for (entries, root) in known.iter().enumerate() {
        assert_eq!(hex(&tree_hash(&leaves[..entries])), *root, "{entries} leaves");
    }
}

#[test]
fn roots_are_those_of_the_definition() {
    let (text, checkpoints) = log_of(70);
    let leaves: Vec<Vec<u8>> = lines(&text).iter().map(|line| line[..line.len() - 1].to_vec()).collect();
    for (entries, checkpoint) in checkpoints.iter().enumerate() {
        assert_eq!(checkpoint.root.to_string(), hex(&tree_hash(&leaves[..entries])), "{entries} entries");
    }
}

#[test]
fn every_entry_of_every_log_is_proved_and_nothing_else() {
    const MOST: u32 = 64;
    let (text, checkpoints) = log_of(MOST);
    for checkpoint in &checkpoints {
        for entry in 0..checkpoint.entries {
            let proof = Inclusion::prove(text.as_slice(), entry, Some(checkpoint)).unwrap();
            let read = Inclusion::from_json(&proof.to_json()).unwrap();
            assert_eq!(read.check(checkpoint).unwrap().number, entry);
        }
        let beyond = Inclusion::prove(text.as_slice(), checkpoint.entries, Some(checkpoint));
        assert!(matches!(beyond, Err(AuditError::NoSuchEntry { .. })));
    }
    let json = Inclusion::prove(text.as_slice(), 11, Some(&checkpoints[27])).unwrap().to_json();
    let check =
        |json: &str, checkpoint| Inclusion::from_json(json).and_then(|proof: Inclusion| proof.check(checkpoint));
    assert!(check(&json, &checkpoints[27]).is_ok());
    assert!(matches!(check(&json, &checkpoints[26]), Err(AuditError::OtherLength { proof: 27, checkpoint: 26 })));
    for at in 0..json.len() {
        let mut forged = json.clone().into_bytes();
        forged[at] = if forged[at] == b'1' { b'2' } else { b'1' };
        let Ok(forged) = String::from_utf8(forged) else { continue };
        assert!(check(&forged, &checkpoints[27]).is_err(), "byte {at}: {forged}");
    }
}

fn with_another_root(checkpoint: &Checkpoint) -> Checkpoint {
    let mut other = checkpoint.clone();
    other.root = Hash::of(b"another");
    other
}

#[test]
fn every_log_is_proved_to_begin_with_every_earlier_one_and_no_other() {
    const MOST: usize = 40;
    let (text, checkpoints) = log_of(MOST as u32);
    for now in &checkpoints {
        for since in checkpoints.iter().take(now.entries as usize + 1) {
            let proof = Consistency::prove(text.as_slice(), since, Some(now)).unwrap();
            let proof = Consistency::from_json(&proof.to_json()).unwrap();
            proof.check(since, now).unwrap_or_else(|error| panic!("{} to {}: {error}", since.entries, now.entries));
            let other = with_another_root(since);
            assert!(proof.check(&other, now).is_err(), "{} to {}", since.entries, now.entries);
            let other = with_another_root(now);
            assert!(proof.check(since, &other).is_err() || since.entries == 0, "{} to {}", since.entries, now.entries);
        }
    }
    let shortened = Consistency::prove(text.as_slice(), &checkpoints[30], Some(&checkpoints[20]));
    assert!(matches!(shortened, Err(AuditError::Truncated { entries: 20, witnessed: 30 })));
}
