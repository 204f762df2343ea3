//! Numbers as text and back, as ECMAScript does it: the shortest digits that read back as the same.

/// `String.fromFloat`, and `String.fromInt`.
pub(crate) fn to_text(number: f64) -> String {
    ryu_js::Buffer::new().format(number).to_owned()
}
