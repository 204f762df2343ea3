//! What a node expects, in words.

use super::format;
use super::problem::one_of;
use super::program::{Check, EnumCheck, NodeId, Program};
use super::run::counted;
use crate::{Float, Length, Tagging};

impl Program {
    /// What a value of this node is, in words that fit behind "expected".
    pub(super) fn describe(&self, id: NodeId) -> String {
        match self.get(id) {
            Check::Bool => "`true` or `false`".to_owned(),
            Check::String(length) => format!("a string{}", of(*length, "character")),
            Check::Char => "a string of one character".to_owned(),
            Check::Int { min, max } => format!("an integer from {min} to {max}"),
            Check::Float { float, min, max } => describe_float(*float, *min, *max),
            Check::Option(inner) => format!("{} or `null`", self.describe(*inner)),
            Check::List(_, length) => format!("an array{}", of(*length, "item")),
            Check::Tuple(items) => {
                format!(
                    "an array of exactly {}",
                    counted(items.len() as u64, "item")
                )
            }
            Check::Map(_, _, length) => format!("an object{}", of(*length, "entry")),
            Check::Json => "any JSON value".to_owned(),
            Check::Format(format) => format::describe(*format).to_owned(),
            Check::Unit => "`null`".to_owned(),
            Check::Struct(check) => format!("an object ({})", check.name),
            Check::Enum(check) => describe_enum(check),
            Check::Same(same) => self.describe(*same),
        }
    }
}

fn describe_float(float: Float, min: f64, max: f64) -> String {
    let kind = match float {
        Float::F32 => "a number that 32 bits can hold",
        Float::F64 => "a number",
    };
    match (min.is_finite(), max.is_finite()) {
        (true, true) => format!("{kind} from {min} to {max}"),
        (true, false) => format!("{kind} of at least {min}"),
        (false, true) => format!("{kind} of at most {max}"),
        (false, false) => kind.to_owned(),
    }
}

fn describe_enum(check: &EnumCheck) -> String {
    let keys = || check.variants.iter().map(|variant| variant.key.as_str());
    let name = &check.name;
    match &check.tagging {
        Tagging::External if check.variants.iter().all(|v| v.payload.is_none()) => one_of(keys()),
        Tagging::External => format!("a variant of {name}: {}", one_of(keys())),
        Tagging::Internal { tag } | Tagging::Adjacent { tag, .. } => {
            format!("an object ({name}) whose `{tag}` is {}", one_of(keys()))
        }
        Tagging::Untagged => {
            let names: Vec<&str> = keys().collect();
            format!("one of the forms of {name} ({})", names.join(", "))
        }
    }
}

fn of(length: Length, unit: &str) -> String {
    match (length.min, length.max) {
        (None, None) => String::new(),
        (Some(min), Some(max)) if min == max => format!(" of exactly {}", counted(min, unit)),
        (Some(min), Some(max)) => format!(" of {min} to {}", counted(max, unit)),
        (Some(min), None) => format!(" of at least {}", counted(min, unit)),
        (None, Some(max)) => format!(" of at most {}", counted(max, unit)),
    }
}
