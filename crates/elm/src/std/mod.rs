//! The bundled standard library, as text.

/// Its modules: name, package, source.
pub fn modules() -> &'static [(&'static str, &'static str, &'static str)] {
    &[]
}
