//! JSON with places: which bytes of the text a value is.

use std::collections::BTreeMap;

use buildamp_diagnostics::{FileId, Report, Span};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// The fields of an object, each the text of its value.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    values: BTreeMap<String, &'a RawValue>,
    place: Option<Span>,
}

impl Fields<'_> {
    /// The names of the fields, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        self.values.keys().cloned().collect()
    }
}

/// A value of a list with its place.
pub(super) type Item = (String, Span);

/// Reads parts of one text, and gathers what is wrong with them.
pub(super) struct Reader<'a> {
    text: &'a str,
    file: FileId,
    reports: Vec<Report>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, file: FileId) -> Reader<'a> {
        Reader {
            text,
            file,
            reports: Vec::new(),
        }
    }

    /// What is wrong.
    pub(super) fn finish(self) -> Vec<Report> {
        self.reports
    }

    /// Whether nothing is wrong yet.
    pub(super) fn is_clean(&self) -> bool {
        self.reports.is_empty()
    }

    /// Adds something that is wrong.
    pub(super) fn report(&mut self, report: Report) {
        self.reports.push(report);
    }

    /// The whole text, an object.
    pub(super) fn document(&mut self) -> Option<Fields<'a>> {
        match serde_json::from_str(self.text) {
            Ok(values) => Some(Fields {
                values,
                place: None,
            }),
            Err(error) => {
                let at = self.offset(error.line(), error.column());
                let report = Report::error(
                    "json_problem",
                    "This is not the JSON of a project",
                    Span::new(self.file, at..at),
                );
                self.report(report.found(error.to_string()));
                None
            }
        }
    }

    /// A field that is text.
    pub(super) fn string(&mut self, fields: &Fields<'a>, name: &str) -> Option<Item> {
        let value = self.field(fields, name)?;
        let text = self.parse(value, "a text in quotes")?;
        Some((text, self.place(value)))
    }

    /// A field that is a list of texts, with the place of the whole.
    pub(super) fn list(&mut self, fields: &Fields<'a>, name: &str) -> Option<(Vec<Item>, Span)> {
        let value = self.field(fields, name)?;
        let place = self.place(value);
        let Ok(items) = serde_json::from_str::<Vec<&'a RawValue>>(value.get()) else {
            self.unexpected(place, "a list of texts");
            return None;
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            let text = self.parse(item, "a text in quotes");
            texts.extend(text.map(|text| (text, self.place(item))));
        }
        Some((texts, place))
    }

    /// A field that is an object.
    pub(super) fn object(&mut self, fields: &Fields<'a>, name: &str) -> Option<Fields<'a>> {
        let value = self.field(fields, name)?;
        let place = self.place(value);
        match serde_json::from_str(value.get()) {
            Ok(values) => Some(Fields {
                values,
                place: Some(place),
            }),
            Err(_) => {
                self.unexpected(place, "an object in braces");
                None
            }
        }
    }

    /// Whether a field is there and an object.
    pub(super) fn is_object(&self, fields: &Fields<'a>, name: &str) -> bool {
        let value = fields.values.get(name);
        value.is_some_and(|value| value.get().starts_with('{'))
    }

    /// The place of a field's name.
    pub(super) fn name_place(&self, fields: &Fields<'a>, name: &str) -> Span {
        let Some(value) = fields.values.get(name) else {
            return self.place_of(fields);
        };
        let value = self.place(value);
        let quoted = format!("\"{name}\"");
        match self.text[..value.start as usize].rfind(&quoted) {
            Some(at) => Span::new(self.file, at..at + quoted.len()),
            None => value,
        }
    }

    fn field(&mut self, fields: &Fields<'a>, name: &str) -> Option<&'a RawValue> {
        let value = fields.values.get(name).copied();
        if value.is_none() {
            let title = format!("The field \"{name}\" is missing");
            let report = Report::error("missing_field", title, self.place_of(fields));
            self.report(report);
        }
        value
    }

    fn parse<T: DeserializeOwned>(&mut self, value: &'a RawValue, expected: &str) -> Option<T> {
        let parsed = serde_json::from_str(value.get()).ok();
        if parsed.is_none() {
            self.unexpected(self.place(value), expected);
        }
        parsed
    }

    fn unexpected(&mut self, place: Span, expected: &str) {
        let report = Report::error("unexpected_value", "This should be something else", place);
        self.report(report.expected(expected));
    }

    /// An object's own place; of the document, its first byte.
    fn place_of(&self, fields: &Fields<'_>) -> Span {
        let start = || Span::new(self.file, 0..usize::from(!self.text.is_empty()));
        fields.place.unwrap_or_else(start)
    }

    /// A value is a piece of the text itself.
    fn place(&self, value: &'a RawValue) -> Span {
        let start = (value.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = start.min(self.text.len());
        Span::new(self.file, start..start + value.get().len())
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let lines = self.text.split_inclusive('\n');
        let before: usize = lines.take(line.saturating_sub(1)).map(str::len).sum();
        (before + column.saturating_sub(1)).min(self.text.len())
    }
}
