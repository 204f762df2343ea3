//! A file's name at home, without what could do harm where it is used again.

/// The most characters of a name.
const LONGEST: usize = 120;

/// The last part of a path, without control characters and signs that turn the direction of text; `file` where nothing is left.
///
/// No file is ever stored under its name; it is for people, and for the rules.
pub(crate) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = last.chars().filter(|c| !c.is_control() && !is_hidden(*c));
    let kept: String = kept
        .map(|c| if "<>:\"|?*".contains(c) { '_' } else { c })
        .collect();
    // A leading dot hides a file, a last one vanishes on some systems.
    let kept = kept
        .trim_start_matches(['.', ' '])
        .trim_end_matches(['.', ' ']);
    let short = shorten(kept);
    match short.is_empty() {
        true => "file".to_owned(),
        false if is_device(&short) => format!("_{short}"),
        false => short,
    }
}

/// Marks of direction, invisible spaces and joins.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The end, with what says the kind of file, stays.
fn shorten(name: &str) -> String {
    let count = name.chars().count();
    if count <= LONGEST {
        return name.to_owned();
    }
    let (stem, end) = match name.rsplit_once('.') {
        Some((stem, end)) if end.chars().count() <= 10 => (stem, format!(".{end}")),
        _ => (name, String::new()),
    };
    let room = LONGEST - end.chars().count();
    stem.chars().take(room).collect::<String>() + &end
}

/// Names that Windows keeps for devices.
fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let numbered = |prefix: &str| {
        let rest = stem.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        assert_eq!(clean(name), expected, "{name:?}");
    }

    #[test]
    fn names_are_no_paths_and_hide_nothing() {
        check("cat.png", "cat.png");
        check("Ünï cödé 🐈.png", "Ünï cödé 🐈.png");
        check("../../etc/passwd", "passwd");
        check("..\\..\\boot.ini", "boot.ini");
        check("/", "file");
        check("..", "file");
        check(".htaccess", "htaccess");
        check("a\0b\r\nc\u{7f}.txt", "abc.txt");
        check("gpj.\u{202e}exe", "gpj.exe");
        check("a<b>:\"c|?*.txt", "a_b___c___.txt");
        check("con", "_con");
        check("COM1.txt", "_COM1.txt");
        check("console.txt", "console.txt");
        check("trailing. . ", "trailing");
        check(
            &format!("{}.jpeg", "x".repeat(500)),
            &format!("{}.jpeg", "x".repeat(115)),
        );
        check(&"y".repeat(500), &"y".repeat(120));
    }
}
