//! The headers of files: names, checksums, ranges. Pure.

use std::ops::{Deref, Range};

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::protocol::{Code, Refusal};
use crate::transport::ways::{named, text};

/// A checksum by SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest([u8; 32]);

impl Deref for Digest {
    type Target = [u8; 32];

    fn deref(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The SHA-256 that a request tells: `Content-Digest: sha-256=:…:` (RFC 9530), or `Digest: sha-256=…` as it was before.
///
/// # Errors
/// Where it is told, and none.
pub(super) fn digest(headers: &HeaderMap) -> Result<Option<Digest>, Refusal> {
    let told = named(headers, "content-digest").or_else(|| named(headers, "digest"));
    let items = told.unwrap_or_default().split(',').map(str::trim);
    let value = items.into_iter().find_map(|item| {
        let (name, value) = item.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("sha-256")
            .then_some(value.trim())
    });
    // Other checksums are not looked at.
    let Some(value) = value else {
        return Ok(None);
    };
    let bytes = STANDARD.decode(value.trim_matches(':')).ok();
    let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.map(|bytes| Some(Digest(bytes))).ok_or_else(|| {
        let text =
            "the checksum can't be read: `Content-Digest: sha-256=:…:` has 32 bytes in Base64";
        Refusal::new(Code::BadFrame, text)
    })
}

/// The name in a `Content-Disposition`: `filename*` before `filename` (RFC 6266).
pub(super) fn filename(header: &str) -> Option<String> {
    let parameters = parameters(header);
    let find = |wanted: &str| {
        let found = parameters
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.clone())
    };
    let extended = find("filename*").and_then(|value| {
        let (charset, rest) = value.split_once('\'')?;
        let (_, encoded) = rest.split_once('\'')?;
        let decoded = percent_decode_str(encoded).decode_utf8().ok()?;
        charset
            .eq_ignore_ascii_case("utf-8")
            .then(|| decoded.into_owned())
    });
    extended.or_else(|| find("filename"))
}

/// `name=value` and `name="value"`, behind semicolons.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = header.find(';').map_or("", |at| &header[at + 1..]);
    while let Some((name, after)) = rest.split_once('=') {
        let (value, left) = value(after.trim_start());
        found.push((name.trim().to_owned(), value));
        rest = left.find(';').map_or("", |at| &left[at + 1..]);
    }
    found
}

/// A value, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    (value, "")
}

/// What RFC 8187 lets stand as it is.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// A `Content-Disposition`, with the name in both forms.
pub(super) fn disposition(kind: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !"\"\\%;".contains(c) || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded = utf8_percent_encode(name, &PLAIN);
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// What a request wants of so many bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    Part(Range<u64>),
    /// Nothing that there is.
    Nothing,
}

/// Reads a `Range`. What is none, and several at once, mean the whole (RFC 9110, 14.2).
pub(super) fn wanted(headers: &HeaderMap, size: u64, tag: &str) -> Wanted {
    let Some(range) = text(headers, &header::RANGE) else {
        return Wanted::Whole;
    };
    // Of another version of the file a part would be of no use.
    if text(headers, &header::IF_RANGE).is_some_and(|told| told != tag) {
        return Wanted::Whole;
    }
    let spec = range
        .strip_prefix("bytes=")
        .filter(|spec| !spec.contains(','));
    let Some((first, last)) = spec.and_then(|spec| spec.trim().split_once('-')) else {
        return Wanted::Whole;
    };
    let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too large for us is beyond any file.
        true if !text.is_empty() => Some(text.parse().unwrap_or(u64::MAX)),
        _ => None,
    };
    let part = match (first, last) {
        ("", last) => match number(last) {
            Some(count) => size.saturating_sub(count)..size,
            None => return Wanted::Whole,
        },
        (first, "") => match number(first) {
            Some(first) => first..size,
            None => return Wanted::Whole,
        },
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
            _ => return Wanted::Whole,
        },
    };
    match part.start < part.end {
        true => Wanted::Part(part),
        false => Wanted::Nothing,
    }
}

/// Whether a client has the file already: `If-None-Match` names its tag.
pub(super) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let told = text(headers, &header::IF_NONE_MATCH).unwrap_or_default();
    told.split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|told| told == tag || told == "*")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_str(value).expect("a header"));
        headers
    }

    #[test]
    fn ranges_are_parts_the_whole_or_nothing() {
        let check = |range: &str, expected: Wanted| {
            assert_eq!(
                wanted(&headers("range", range), 10, "\"t\""),
                expected,
                "{range}"
            );
        };
        check("bytes=0-3", Wanted::Part(0..4));
        check("bytes=4-", Wanted::Part(4..10));
        check("bytes=-3", Wanted::Part(7..10));
        check("bytes=-30", Wanted::Part(0..10));
        check("bytes=9-99999999999999999999999", Wanted::Part(9..10));
        check("bytes=10-", Wanted::Nothing);
        check("bytes=99999999999999999999999-", Wanted::Nothing);
        check("bytes=-0", Wanted::Nothing);
        for odd in [
            "bytes=3-1",
            "bytes=a-b",
            "bytes=-",
            "bytes=",
            "lines=1-2",
            "bytes=0-1,3-4",
            "bytes=+1-2",
        ] {
            check(odd, Wanted::Whole);
        }
        let mut conditional = headers("range", "bytes=0-3");
        conditional.insert("if-range", HeaderValue::from_static("\"t\""));
        assert_eq!(wanted(&conditional, 10, "\"t\""), Wanted::Part(0..4));
        assert_eq!(wanted(&conditional, 10, "\"u\""), Wanted::Whole);
        assert_eq!(
            wanted(&headers("range", "bytes=0-"), 0, ""),
            Wanted::Nothing
        );
    }

    #[test]
    fn names_are_read_in_both_forms() {
        let check = |header: &str, expected: Option<&str>| {
            assert_eq!(filename(header).as_deref(), expected, "{header}");
        };
        check("attachment; filename=a.png", Some("a.png"));
        check(
            r#"attachment; filename="a; \"b\".png"; x=y"#,
            Some(r#"a; "b".png"#),
        );
        check(
            "attachment; filename=\"x\"; filename*=UTF-8''na%C3%AFve%20a.txt",
            Some("naïve a.txt"),
        );
        check("attachment; filename*=latin1''%E4; filename=b", Some("b"));
        check("attachment; filename=\"unended", Some("unended"));
        check("attachment", None);
        check("", None);
    }

    #[test]
    fn a_name_is_told_so_that_no_header_comes_of_it() {
        assert_eq!(
            disposition("attachment", "na\"ï;%\\ve.txt"),
            "attachment; filename=\"na_____ve.txt\"; filename*=UTF-8''na%22%C3%AF%3B%25%5Cve.txt"
        );
    }

    #[test]
    fn checksums_are_read_old_and_new() {
        let zero = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let told = Ok(Some(Digest([0; 32])));
        assert_eq!(
            digest(&headers(
                "content-digest",
                &format!("md5=:xx:, sha-256=:{zero}:")
            )),
            told
        );
        assert_eq!(digest(&headers("digest", &format!("SHA-256={zero}"))), told);
        assert_eq!(digest(&headers("digest", "md5=xx")), Ok(None));
        assert_eq!(digest(&HeaderMap::new()), Ok(None));
        assert!(digest(&headers("content-digest", "sha-256=:AAAA:")).is_err());
    }

    #[test]
    fn who_has_a_file_says_so_by_its_tag() {
        let check = |told: &str| has(&headers("if-none-match", told), "\"t\"");
        assert!(check("\"t\"") && check("W/\"t\"") && check("\"a\", \"t\"") && check("*"));
        assert!(!check("\"a\"") && !check("t"));
        assert!(!has(&HeaderMap::new(), "\"t\""));
    }
}
