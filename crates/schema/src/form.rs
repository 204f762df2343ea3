//! The form of a schema: what a generated decoder asks of JSON, and no more.
//!
//! Payloads are checked against the whole model, since strangers send them. What the rules stored is theirs, and read by the generated
//! decoders: those know neither `#[validate(..)]`, nor how large an integer may be, nor what a date looks like.

use crate::{
    Constraints, Element, Enum, Float, Int, MapKey, Payload, Schema, Shape, Struct, Type, TypeDef,
};

impl Schema {
    /// The same types, with the same ids, without what a generated decoder doesn't ask for.
    #[must_use]
    pub fn form(&self) -> Schema {
        let mut form = self.clone();
        for TypeDef { shape, .. } in &mut form.types {
            match shape {
                Shape::Struct(fields) => loosen_struct(fields),
                Shape::Newtype(inner) | Shape::Transparent(inner) => loosen_element(inner),
                Shape::Tuple(items) => items.iter_mut().for_each(loosen_element),
                Shape::Enum(all) => loosen_enum(all),
                Shape::Alias(ty) => loosen(ty),
                Shape::Unit => {}
            }
        }
        form
    }
}

fn loosen_struct(fields: &mut Struct) {
    for field in &mut fields.fields {
        field.constraints = Constraints::default();
        loosen(&mut field.ty);
    }
}

fn loosen_element(element: &mut Element) {
    element.constraints = Constraints::default();
    loosen(&mut element.ty);
}

fn loosen_enum(all: &mut Enum) {
    for variant in &mut all.variants {
        match &mut variant.payload {
            Payload::Unit => {}
            Payload::Newtype(inner) => loosen_element(inner),
            Payload::Tuple(items) => items.iter_mut().for_each(loosen_element),
            Payload::Struct(fields) => loosen_struct(fields),
        }
    }
}

fn loosen(ty: &mut Type) {
    match ty {
        // An integer beyond ±(2^53−1) is refused all the same; Elm writes none.
        Type::Int(int) => *int = Int::I64,
        Type::Float(float) => *float = Float::F64,
        Type::Format(_) => *ty = Type::String,
        Type::Option(item) | Type::List(item) | Type::Array(item, _) | Type::Set(item) => {
            loosen(item);
        }
        Type::Map(key, value) => {
            if let MapKey::Int(int) = key {
                *int = Int::I64;
            }
            loosen(value);
        }
        Type::Tuple(items) => items.iter_mut().for_each(loosen),
        Type::Bool | Type::String | Type::Char | Type::Json | Type::Unit | Type::Ref(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use buildamp_diagnostics::Sources;

    use crate::{Checker, Limits, Tape, read};

    const MODELS: &str = r#"
pub struct Lot {
    #[validate(length(max = 3))]
    pub name: String,
    #[validate(range(min = 1))]
    pub price: u8,
    pub seats: Vec<Seat>,
    pub ends: Option<uuid::Uuid>,
    #[serde(default)]
    pub weight: f32,
}
pub enum Seat { Free, Taken { #[validate(length(min = 1))] by: String, at: (i16, u32) } }
"#;

    /// Whether JSON fits the model, and whether it fits the model's form.
    fn check(json: &str, model: bool, form: bool) {
        let mut sources = Sources::new();
        sources.add("models/kv/lots_kv.rs", MODELS);
        let reading = read(&sources);
        assert_eq!(reading.reports, []);
        let fits = |schema: &crate::Schema| {
            let checker = Checker::new(schema, Limits::default());
            let lot = schema.find("Lot").expect("it is there");
            let checked = checker.check(lot, json.as_bytes(), &mut Tape::new());
            checked.is_ok()
        };
        let found = (fits(&reading.schema), fits(&reading.schema.form()));
        assert_eq!(found, (model, form), "{json}");
    }

    #[test]
    fn only_what_a_decoder_asks_for_is_left() {
        check(r#"{"name":"a","price":1,"seats":[]}"#, true, true);
        check(r#"{"name":"long","price":0,"seats":[]}"#, false, true);
        check(r#"{"name":"a","price":-300,"seats":[]}"#, false, true);
        let seat =
            r#"{"name":"a","price":1,"seats":[{"Taken":{"by":"","at":[70000,-1]}}],"ends":"x"}"#;
        check(seat, false, true);
        let heavy = r#"{"name":"a","price":1,"seats":[],"weight":1e300}"#;
        check(heavy, false, true);
        check(r#"{"name":"a","price":1.5,"seats":[]}"#, false, false);
        check(r#"{"name":"a","price":1}"#, false, false);
        check(r#"{"name":"a","price":1,"seats":["Gone"]}"#, false, false);
    }
}
