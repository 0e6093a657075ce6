//! A service over HTTP: it decides, keeps every record in an audit log, and serves pages of it.
//!
//! ```text
//! POST /decide                       facts as JSON → the number of the record, and its status
//! GET  /records/N/page.html          the page for a reviewer
//! GET  /records/N/letter             the letter for the household, as Markdown
//! GET  /records/N/redacted.json      the copy for others
//! ```
//!
//! What it says is in the language of `?lang=zh` or `?lang=en`, else of `Accept-Language`.
//! `cargo run --example web` puts some requests to it over a loopback socket, prints the answers, and ends.
//! Who may see which record is not its business: put it behind what knows your users.

use doudi::audit::{AuditLog, Draft, Entries};
use doudi::explain::{Depth, explain};
use doudi::{Diagnostic, Locale, Policy, Record};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::thread;
use tiny_http::{Header, Response, Server};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Bytes of a document of facts: what is longer is not read.
const LONGEST: u64 = 1 << 20;

/// What the service keeps: the policy, and the log with the records in it.
struct Service {
    policy: Policy,
    file: File,
    log: AuditLog,
    /// By the number of their entry.
    records: Vec<Record>,
    /// Whether an entry could not be written: nobody knows then what the disk holds, and nothing more
    /// is decided until the log was opened again.
    failed: bool,
}

/// What is answered.
struct Answer {
    status: u16,
    kind: &'static str,
    body: String,
}

impl Answer {
    fn new(status: u16, kind: &'static str, body: String) -> Answer {
        Answer { status, kind, body }
    }

    /// Words for people, in one of the two languages.
    fn words(status: u16, locale: Locale, zh: &str, en: &str) -> Answer {
        Answer::new(status, "text/plain", format!("{}\n", said(locale, zh, en)))
    }
}

impl Service {
    /// Opens the log, checks the whole of it and cuts off what an interrupted append has left. Where two
    /// processes might, lock the file first (`docs/records.md`).
    fn open(policy: Policy, path: &Path) -> Result<Service, Failure> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut entries = Entries::new(BufReader::new(&file));
        let mut records = Vec::new();
        for entry in &mut entries {
            records.push(Record::from_json(&entry?.record.ok_or("an entry without its record")?)?);
        }
        let mut log = entries.into_log();
        let end = log.cut();
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        Ok(Service { policy, file, log, records, failed: false })
    }

    /// One request answered.
    fn handle(&mut self, method: &str, url: &str, languages: &str, body: &str) -> Answer {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let locale = locale(query, languages);
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match (method, parts.as_slice()) {
            ("POST", ["decide"]) => self.decide(body, locale),
            ("GET", ["records", number, form]) => self.show(number, form, locale),
            (_, ["decide"] | ["records", _, _]) => {
                Answer::words(405, locale, "方法不对：决定用 POST，查看用 GET", "use POST to decide and GET to look")
            }
            _ => Answer::words(
                404,
                locale,
                "没有这个地址：POST /decide，或者 GET /records/编号/page.html、letter、redacted.json",
                "no such address: POST /decide, or GET /records/N/page.html, letter, redacted.json",
            ),
        }
    }

    /// Nobody is told of a decision before it is in the log and on the disk.
    fn decide(&mut self, body: &str, locale: Locale) -> Answer {
        let facts = match self.policy.facts_json(body) {
            Ok(facts) => facts,
            Err(error) => return Answer::new(422, "text/plain", listed(&error.diagnostics, locale)),
        };
        let Some(date) = facts.date() else {
            return Answer::words(
                422,
                locale,
                "事实没有写明决定日期：写上 \"date\"",
                "the facts name no day: give \"date\"",
            );
        };
        let record = match self.policy.decide(&facts, date) {
            Ok(decision) => decision.record(),
            Err(error) => return Answer::new(422, "text/plain", error.message(locale) + "\n"),
        };
        let kept = if self.failed { Err("the log has failed before".into()) } else { self.keep(&record) };
        let number = match kept {
            Ok(number) => number,
            Err(error) => {
                eprintln!("{error}");
                self.failed = true;
                let zh = "决定没有写入日志，请勿据此办理；请联系管理员";
                let en = "the decision is not in the log: do not act on it, and tell whoever runs this service";
                return Answer::words(503, locale, zh, en);
            }
        };
        let told = serde_json::json!({ "record": number, "status": record.status });
        self.records.push(record);
        Answer::new(201, "application/json", format!("{told}\n"))
    }

    fn keep(&mut self, record: &Record) -> Result<u64, Failure> {
        let entry = self.log.append(&mut self.file, &Draft::of(record))?;
        self.file.sync_data()?;
        Ok(entry.number)
    }

    fn show(&self, number: &str, form: &str, locale: Locale) -> Answer {
        let Some(record) = number.parse().ok().and_then(|number: usize| self.records.get(number)) else {
            return Answer::words(404, locale, "没有这个编号的决定", "there is no record of this number");
        };
        match form {
            "page.html" => Answer::new(200, "text/html", explain(record, Depth::Page, locale).to_html()),
            "letter" => Answer::new(200, "text/markdown", explain(record, Depth::Letter, locale).to_markdown()),
            "redacted.json" => Answer::new(200, "application/json", record.redacted().to_json()),
            _ => Answer::words(
                404,
                locale,
                "没有这种页面：page.html、letter 或者 redacted.json",
                "no such form: page.html, letter or redacted.json",
            ),
        }
    }
}

fn said<'a>(locale: Locale, zh: &'a str, en: &'a str) -> &'a str {
    if locale == Locale::En { en } else { zh }
}

/// What is wrong with the facts, each with its place and what to do.
fn listed(diagnostics: &[Diagnostic], locale: Locale) -> String {
    let line = |diagnostic: &Diagnostic| {
        let place = match &diagnostic.place {
            doudi::diagnostic::Place::Path(path) => format!("{path}: "),
            _ => String::new(),
        };
        let help = diagnostic.help(locale);
        let help = if help.is_empty() { help } else { format!("  {help}\n") };
        format!("{place}{}\n{help}", diagnostic.message(locale))
    };
    diagnostics.iter().map(line).collect()
}

/// The language asked for, Chinese where none of the two is. (The weights of `Accept-Language` are not read.)
fn locale(query: &str, languages: &str) -> Locale {
    let asked = query.split('&').filter_map(|pair| pair.strip_prefix("lang="));
    let known = |language: &str| match language.trim().get(..2)?.to_ascii_lowercase().as_str() {
        "zh" => Some(Locale::ZhCn),
        "en" => Some(Locale::En),
        _ => None,
    };
    asked.chain(languages.split(',')).find_map(known).unwrap_or(Locale::ZhCn)
}

/// Answers so many requests, one after the other: the log has one writer.
fn serve(server: &Server, service: &mut Service, requests: usize) -> io::Result<()> {
    for mut request in server.incoming_requests().take(requests) {
        let header = |name: &'static str| request.headers().iter().find(|header| header.field.equiv(name));
        let languages = header("Accept-Language").map_or(String::new(), |header| header.value.to_string());
        let (method, url) = (request.method().to_string(), request.url().to_owned());
        let mut body = Vec::new();
        request.as_reader().take(LONGEST + 1).read_to_end(&mut body)?;
        let answer = if body.len() as u64 > LONGEST {
            Answer::words(413, locale("", &languages), "内容过长，至多 1 MiB", "too long: 1 MiB at most")
        } else {
            match String::from_utf8(body) {
                Ok(body) => service.handle(&method, &url, &languages, &body),
                Err(_) => Answer::words(400, locale("", &languages), "内容不是 UTF-8 文本", "this is not UTF-8 text"),
            }
        };
        let kind = format!("{}; charset=utf-8", answer.kind);
        let kind = Header::from_bytes("Content-Type", kind).map_err(|()| io::ErrorKind::InvalidData)?;
        request.respond(Response::from_string(answer.body).with_status_code(answer.status).with_header(kind))?;
    }
    Ok(())
}

/// What the example asks, and what came back: status and body.
fn visit(log: &Path) -> Result<Vec<(String, u16, String)>, Failure> {
    let household = fs::read_to_string("examples/household.json")?;
    let misspelt = household.replace("\"standing_standard\": 484", "\"standing_standart\": 484");
    let asked = [
        ("POST", "/decide", "zh-CN", household.as_str()),
        ("GET", "/records/0/page.html", "zh-CN", ""),
        ("GET", "/records/0/letter?lang=en", "zh-CN", ""),
        ("GET", "/records/0/redacted.json", "zh-CN", ""),
        ("POST", "/decide", "en-GB,en;q=0.9", misspelt.as_str()),
        ("GET", "/records/7/page.html", "zh-CN", ""),
        ("DELETE", "/records/0/letter", "en", ""),
    ];
    let server = Server::http("127.0.0.1:0")?;
    let address = server.server_addr().to_ip().ok_or("no address")?;
    let mut service = Service::open(doudi_guangdong_2020::policy()?, log)?;
    let requests = asked.len();
    let serving = thread::spawn(move || serve(&server, &mut service, requests));
    let mut answers = Vec::new();
    for (method, url, languages, body) in asked {
        let (status, body) = ask(address, method, url, languages, body)?;
        answers.push((format!("{method} {url}"), status, body));
    }
    serving.join().map_err(|_| "the service has panicked")??;
    Ok(answers)
}

/// A request put as a client would.
fn ask(address: SocketAddr, method: &str, url: &str, languages: &str, body: &str) -> Result<(u16, String), Failure> {
    let mut stream = TcpStream::connect(address)?;
    let length = body.len();
    let head = format!("{method} {url} HTTP/1.0\r\nAccept-Language: {languages}\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all((head + body).as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    Ok((head.split(' ').nth(1).ok_or("no status")?.parse()?, body.to_owned()))
}

fn main() -> Result<(), Failure> {
    let log = std::env::temp_dir().join(format!("doudi-web-{}.jsonl", std::process::id()));
    for (asked, status, body) in visit(&log)? {
        let lines: Vec<&str> = body.lines().collect();
        let beginning: String = lines.first().unwrap_or(&"").chars().take(100).collect();
        println!("{asked} → {status}, {} bytes: {beginning}", body.len());
    }
    fs::remove_file(&log)?;
    Ok(())
}

#[test]
fn what_was_decided_is_in_the_log_and_on_the_pages() {
    let log = std::env::temp_dir().join(format!("doudi-web-test-{}.jsonl", std::process::id()));
    let answers = visit(&log).unwrap();
    let statuses: Vec<u16> = answers.iter().map(|(_, status, _)| *status).collect();
    assert_eq!(statuses, [201, 200, 200, 200, 422, 404, 405]);
    let bodies: Vec<&str> = answers.iter().map(|(_, _, body)| body.as_str()).collect();
    assert_eq!(bodies[0], "{\"record\":0,\"status\":\"complete\"}\n");
    assert!(bodies[1].starts_with("<!DOCTYPE html>") && bodies[1].contains("516.00"));
    assert!(bodies[2].contains("round half up to 0.01 ((532.00 − 360.00) × 3) = 516.00 yuan a month"), "{}", bodies[2]);
    assert!(bodies[4].contains("did you mean `standing_standard`?"), "{}", bodies[4]);
    assert_eq!(bodies[5], "没有这个编号的决定\n");

    // Opened again, it goes on where it was, with what it had.
    let service = Service::open(doudi_guangdong_2020::policy().unwrap(), &log).unwrap();
    assert_eq!(service.log.entries(), 1);
    assert_eq!(service.records[0].redacted().to_json(), bodies[3]);
    fs::remove_file(&log).unwrap();
}
