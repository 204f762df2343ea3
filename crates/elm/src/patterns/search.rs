//! The method: is there a value that this pattern fits and those above don't; which values fit none.

use crate::deep::deep;
use crate::resolve::resolved::Pattern;

use super::matrix::{Matrix, Rows};
use super::missing::{Missing, Token};
use super::simple::{Head, Simple};

/// No more examples are sought than a person will read.
const MOST_EXAMPLES: usize = 30;

/// Whether a pattern fits something that no row of the matrix fits.
pub(super) fn is_useful(matrix: &Matrix<'_>, pattern: &Pattern) -> bool {
    useful(matrix, &matrix.rows(), &mut vec![Simple::Pattern(pattern)])
}

/// The columns are in reverse: the first is the last. They are as before when it returns.
fn useful<'a>(matrix: &Matrix<'a>, rows: &Rows, columns: &mut Vec<Simple<'a>>) -> bool {
    if rows.is_empty() {
        return true;
    }
    let Some(column) = columns.pop() else {
        return false;
    };
    let found = deep(|| match column.open() {
        Some((head, _, parts)) => useful_with(
            matrix,
            &matrix.with_head(rows, &head, parts.len()),
            parts,
            columns,
        ),
        None => useful_anything(matrix, rows, columns),
    });
    columns.push(column);
    found
}

fn useful_with<'a>(
    matrix: &Matrix<'a>,
    rows: &Rows,
    parts: Vec<Simple<'a>>,
    columns: &mut Vec<Simple<'a>>,
) -> bool {
    let before = columns.len();
    columns.extend(parts.into_iter().rev());
    let found = useful(matrix, rows, columns);
    columns.truncate(before);
    found
}

/// The first column, which was taken, fits anything.
fn useful_anything<'a>(matrix: &Matrix<'a>, rows: &Rows, columns: &mut Vec<Simple<'a>>) -> bool {
    match matrix.variants(rows) {
        Some((variants, heads)) if variants.len() == heads.count() => {
            variants.into_iter().any(|variant| {
                let arity = heads.arity(variant);
                let rows = matrix.with_head(rows, &Head::Constructor(variant), arity);
                useful_with(matrix, &rows, vec![Simple::Anything; arity], columns)
            })
        }
        _ => useful(matrix, &matrix.with_anything(rows), columns),
    }
}

/// Examples of what no row fits.
pub(super) fn missing_rows(matrix: &Matrix<'_>) -> Vec<Missing> {
    let mut search = Search {
        matrix,
        prefix: Vec::new(),
        found: Vec::new(),
    };
    search.missing(&matrix.rows(), 1);
    search.found
}

struct Search<'m, 'a> {
    matrix: &'m Matrix<'a>,
    /// What was chosen for the columns before.
    prefix: Vec<Token>,
    found: Vec<Missing>,
}

impl Search<'_, '_> {
    /// Goes on with rows of so many columns.
    fn missing(&mut self, rows: &Rows, columns: usize) {
        if self.found.len() >= MOST_EXAMPLES {
            return;
        }
        if rows.is_empty() {
            let rest = std::iter::repeat_n(Token::Anything, columns);
            let tokens = self.prefix.iter().cloned().chain(rest).collect();
            self.found.push(Missing::new(tokens));
        } else if columns > 0 {
            deep(|| self.missing_in_column(rows, columns - 1));
        }
    }

    fn missing_in_column(&mut self, rows: &Rows, others: usize) {
        let Some((variants, heads)) = self.matrix.variants(rows) else {
            self.prefix.push(Token::Anything);
            self.missing(&self.matrix.with_anything(rows), others);
            self.prefix.pop();
            return;
        };
        if variants.len() < heads.count() {
            let rest = self.matrix.with_anything(rows);
            let absent =
                (0..heads.count()).filter(|variant| variants.binary_search(variant).is_err());
            for variant in absent {
                let before = self.prefix.len();
                self.prefix.push(Token::Head(heads.clone(), variant));
                let parts = std::iter::repeat_n(Token::Anything, heads.arity(variant));
                self.prefix.extend(parts);
                self.missing(&rest, others);
                self.prefix.truncate(before);
            }
            return;
        }
        for variant in variants {
            let arity = heads.arity(variant);
            let rows = self
                .matrix
                .with_head(rows, &Head::Constructor(variant), arity);
            self.prefix.push(Token::Head(heads.clone(), variant));
            self.missing(&rows, arity + others);
            self.prefix.pop();
        }
    }
}
