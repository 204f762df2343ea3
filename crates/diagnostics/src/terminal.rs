//! A report for people: title, excerpt with underline, expectation, help.

use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Renderer, Snippet, renderer::DecorStyle,
};

use crate::{Label, Report, Severity, SourceFile, Sources, Span};

/// Whether the terminal understands colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// ANSI colours.
    Colour,
    /// Text alone.
    Plain,
}

/// A report as lines of text, with a line feed at the end.
pub fn to_terminal(sources: &Sources, report: &Report, style: Style) -> String {
    let level = match report.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let group = Group::with_title(level.primary_title(&report.title).id(report.code))
        .elements(snippets(sources, report))
        .elements(footers(report));
    let renderer = match style {
        Style::Colour => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let mut text = renderer
        .decor_style(DecorStyle::Ascii)
        .term_width(120)
        .render(&[group]);
    text.push('\n');
    text
}

fn snippets<'a>(sources: &'a Sources, report: &'a Report) -> Vec<Element<'a>> {
    let primary = &report.primary;
    let (beside, others): (Vec<&Label>, Vec<&Label>) = report
        .related
        .iter()
        .partition(|label| label.span.file == primary.span.file);
    let beside = beside
        .into_iter()
        .map(|label| (AnnotationKind::Context, label));
    let main: Vec<_> = std::iter::once((AnnotationKind::Primary, primary))
        .chain(beside)
        .collect();
    let others = others.into_iter().map(|label| {
        let file = sources.get(label.span.file);
        Element::from(snippet(file, &[(AnnotationKind::Context, label)]))
    });
    let main = snippet(sources.get(primary.span.file), &main);
    std::iter::once(Element::from(main)).chain(others).collect()
}

/// The lines of a file from the first to the last that labels are about. The others are left out here: to look through them for each of
/// thousands of reports would take time with the square of the file.
fn snippet<'a>(
    file: &'a SourceFile,
    labels: &[(AnnotationKind, &'a Label)],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let spans = || labels.iter().map(|(_, label)| within(file, label.span));
    let start = spans().map(|span| span.start).min().unwrap_or(0);
    let end = spans().map(|span| span.end).max().unwrap_or(0);
    let (line, lines) = file.lines(start..end);
    let annotations = labels.iter().map(|(kind, label)| {
        let span = within(file, label.span);
        let span = span.start - lines.start..span.end - lines.start;
        kind.span(span).label(&label.text)
    });
    Snippet::source(&file.text[lines.clone()])
        .line_start(line)
        .path(&file.path)
        .annotations(annotations.collect::<Vec<_>>())
}

/// The span's bytes, moved onto character boundaries inside the file: a report must never be the thing that fails.
fn within(file: &SourceFile, span: Span) -> std::ops::Range<usize> {
    let start = file.text.floor_char_boundary(span.start as usize);
    let end = file.text.ceil_char_boundary(span.end as usize);
    start..end.max(start)
}

fn footers(report: &Report) -> Vec<Element<'_>> {
    let expected = report
        .expected
        .iter()
        .map(|text| Level::NOTE.with_name("expected").message(text));
    let notes = report.notes.iter().map(|text| Level::NOTE.message(text));
    let help = report.help.iter().map(|text| Level::HELP.message(text));
    expected
        .chain(notes)
        .chain(help)
        .map(Element::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(text: &str, place: std::ops::Range<usize>) -> (Sources, Report) {
        let mut sources = Sources::new();
        let file = sources.add("models/ws/game_ws.rs", text);
        let span = Span::new(file, place);
        let report = Report::error("unsupported_type", "A model can't hold an `i128`", span)
            .found("not a type of a model")
            .expected("an integer that JavaScript can hold")
            .help("write `i64`");
        (sources, report)
    }

    #[test]
    fn shows_place_excerpt_expectation_and_help() {
        let (sources, report) = sample("pub struct Move {\n    pub at: i128,\n}\n", 30..34);
        let expected = "\
error[unsupported_type]: A model can't hold an `i128`
 --> models/ws/game_ws.rs:2:13
  |
2 |     pub at: i128,
  |             ^^^^ not a type of a model
  |
  = expected: an integer that JavaScript can hold
  = help: write `i64`
";
        assert_eq!(to_terminal(&sources, &report, Style::Plain), expected);
    }

    #[test]
    fn colours_only_where_asked() {
        let (sources, report) = sample("pub struct Move { at: i128 }", 22..26);
        assert!(to_terminal(&sources, &report, Style::Colour).contains("\u{1b}["));
        assert!(!to_terminal(&sources, &report, Style::Plain).contains('\u{1b}'));
    }

    #[test]
    fn survives_spans_outside_of_the_text_and_inside_of_characters() {
        for place in [0..0, 3..4, 4..900, 900..901] {
            let (sources, report) = sample("aé€😀", place);
            assert!(to_terminal(&sources, &report, Style::Plain).contains("i128"));
        }
        let (sources, report) = sample("", 0..1);
        assert!(to_terminal(&sources, &report, Style::Plain).contains("i128"));
    }
}
