//! Types of files: what is declared, held against the first bytes; and which ones a browser may show.

/// Types that differ by name only, or whose beginnings are the same: the first of each group stands for it.
const KIN: &[&[&str]] = &[
    &["image/jpeg", "image/jpg", "image/pjpeg"],
    &["image/vnd.microsoft.icon", "image/x-icon"],
    &["image/heif", "image/heic"],
    &["image/bmp", "image/x-ms-bmp"],
    &["audio/mpeg", "audio/mp3"],
    &["audio/x-wav", "audio/wav", "audio/wave", "audio/vnd.wave"],
    &["audio/x-flac", "audio/flac"],
    &["audio/ogg", "audio/opus", "video/ogg", "application/ogg"],
    &[
        "video/mp4",
        "video/quicktime",
        "video/x-m4v",
        "audio/m4a",
        "audio/x-m4a",
        "audio/mp4",
    ],
    &["video/webm", "audio/webm", "video/x-matroska"],
    &["video/x-msvideo", "video/avi"],
    &["application/zip", "application/x-zip-compressed"],
    &["application/gzip", "application/x-gzip"],
    &["text/xml", "application/xml"],
];

/// What a browser may show by itself, for it runs nothing of it. `image/svg+xml` and `text/html` would bring scripts along.
const INLINE: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "audio/mpeg",
    "audio/ogg",
    "audio/opus",
    "audio/wav",
    "audio/x-wav",
    "audio/flac",
    "audio/x-flac",
    "audio/aac",
    "audio/mp4",
    "audio/m4a",
    "audio/x-m4a",
    "audio/webm",
    "video/mp4",
    "video/webm",
    "video/ogg",
    "video/quicktime",
    "text/plain",
];

/// So many bytes tell a type, or none.
pub(crate) const TELLING: usize = 4096;

const UNKNOWN: &str = "application/octet-stream";

/// Whether a browser may show a file of this type.
pub(crate) fn is_inline(kind: &str) -> bool {
    INLINE.contains(&kind)
}

/// The type alone, in lower case and without parameters; `None` of what is no type.
pub(crate) fn essence(header: &str) -> Option<String> {
    let kind = header
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let (family, member) = kind.split_once('/')?;
    let is_token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    (is_token(family) && is_token(member) && kind.len() <= 100).then_some(kind)
}

/// The type of a file that begins so: the declared one where it may be true, the one found where none is declared.
///
/// # Errors
/// What is wrong, where the declared type can't be true.
pub(crate) fn settle(declared: Option<&str>, head: &[u8]) -> Result<String, String> {
    let found = infer::get(head).map(|kind| kind.mime_type());
    let Some(declared) = declared.filter(|kind| *kind != UNKNOWN) else {
        return Ok(found.unwrap_or(UNKNOWN).to_owned());
    };
    let may_be = match found {
        Some(found) => may_be(declared, found),
        None if is_text(declared) => {
            return match looks_like_text(head) {
                true => Ok(declared.to_owned()),
                false => Err(format!(
                    "it is declared as {declared}, but is no text in UTF-8"
                )),
            };
        }
        // A type that is known by its first bytes, and these are others.
        None => !infer::is_mime_supported(standing(declared)),
    };
    match may_be {
        true => Ok(declared.to_owned()),
        false => Err(match found {
            Some(found) => format!("it is declared as {declared}, but its bytes are {found}"),
            None => format!("it is declared as {declared}, but its bytes are something else"),
        }),
    }
}

fn may_be(declared: &str, found: &str) -> bool {
    let (declared, found) = (standing(declared), standing(found));
    if declared == found || (is_text(declared) && is_text(found)) {
        return true;
    }
    if found == "text/xml" {
        return declared.ends_with("+xml");
    }
    // What is packed in an archive, or what nobody knows by its bytes.
    let opaque = declared.starts_with("application/") && !infer::is_mime_supported(declared);
    opaque && (found.starts_with("application/") || is_text(found))
}

fn standing(kind: &str) -> &str {
    let group = KIN.iter().find(|group| group.contains(&kind));
    group.map_or(kind, |group| group[0])
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/")
}

/// A character may be cut in two at the end.
fn looks_like_text(head: &[u8]) -> bool {
    let is_whole = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && head.len() >= TELLING,
    };
    is_whole && !head.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0";
    const HTML: &[u8] = b"<!DOCTYPE html><script>alert(1)</script>";
    const EXE: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff";

    #[track_caller]
    fn check(declared: Option<&str>, head: &[u8], expected: Result<&str, ()>) {
        let found = settle(declared, head);
        assert_eq!(
            found.as_deref().map_err(|_| ()),
            expected,
            "{declared:?}: {found:?}"
        );
    }

    #[test]
    fn a_declared_type_has_to_be_possible() {
        check(Some("image/png"), PNG, Ok("image/png"));
        check(None, PNG, Ok("image/png"));
        check(Some("application/octet-stream"), PNG, Ok("image/png"));
        check(Some("image/gif"), PNG, Err(()));
        check(Some("image/png"), HTML, Err(()));
        check(Some("image/png"), b"nothing of the kind", Err(()));
        check(
            Some("image/jpg"),
            b"\xff\xd8\xff\xe0\0\x10JFIF\0",
            Ok("image/jpg"),
        );
        check(Some("application/pdf"), EXE, Err(()));
        check(Some("application/x-thing"), PNG, Err(()));
        check(Some("application/x-thing"), ZIP, Ok("application/x-thing"));
        check(
            Some("application/x-thing"),
            b"\x01\x02\x03",
            Ok("application/x-thing"),
        );
        check(
            Some("image/svg+xml"),
            b"<?xml version=\"1.0\"?><svg/>",
            Ok("image/svg+xml"),
        );
        check(None, b"what is this?", Ok("application/octet-stream"));
    }

    #[test]
    fn text_is_text_whatever_it_says() {
        check(Some("text/plain"), b"hi", Ok("text/plain"));
        check(Some("text/plain"), HTML, Ok("text/plain"));
        check(Some("text/plain"), "Grüße".as_bytes(), Ok("text/plain"));
        check(Some("text/csv"), b"a\0b", Err(()));
        check(Some("text/plain"), b"\xff\xfe\xfd", Err(()));
        check(Some("text/plain"), PNG, Err(()));
        let mut cut = "x".repeat(TELLING - 1).into_bytes();
        cut.push(0xc3);
        check(Some("text/plain"), &cut, Ok("text/plain"));
    }

    #[test]
    fn a_type_is_read_without_its_parameters() {
        assert_eq!(
            essence("Text/HTML; charset=x").as_deref(),
            Some("text/html")
        );
        assert_eq!(essence("text/html\r\nx: y"), None);
        assert_eq!(essence("png"), None);
        assert_eq!(essence(""), None);
    }

    #[test]
    fn nothing_that_runs_scripts_is_shown() {
        for kind in [
            "text/html",
            "image/svg+xml",
            "application/pdf",
            "text/xml",
            "text/javascript",
        ] {
            assert!(!is_inline(kind), "{kind}");
        }
        assert!(is_inline("image/png"));
    }
}
