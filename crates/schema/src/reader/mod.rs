//! The model reader: Rust sources in, a [`Schema`] and every problem out.
//!
//! The steps are those of [`read_here`]. A definition with a problem is left out, and so is what
//! names it; that is said once, where the problem is.

mod attributes;
mod case;
mod claims;
mod defaults;
mod flatten;
mod names;
mod parse;
mod refusals;
mod roles;
mod schema_names;
mod shapes;
mod silence;
mod target;
mod tree;
mod types;
mod unknown;
mod validate;
mod variants;
mod verify;
mod words;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use buildamp_diagnostics::{Report, Sources, Span};

use crate::{Constraints, Emptiness, Schema, Shape, Type};
use defaults::const_value;
use tree::{DeclId, Tree};
use types::Refused;

/// What the model files say.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What could be understood. With errors among the reports it is not whole.
    pub schema: Schema,
    /// Every problem, by file and place.
    pub reports: Vec<Report>,
}

/// Reads the model files: every source whose path starts with `models/`.
pub fn read(sources: &Sources) -> Reading {
    // `syn` and the conversion descend as deep as the types nest, debug builds with large frames.
    const STACK: usize = 256 << 20;
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK);
        let thread = reader.spawn_scoped(scope, || read_here(sources));
        let thread = thread.expect("the system can start a thread");
        thread.join().expect("the reader doesn't panic")
    })
}

fn read_here(sources: &Sources) -> Reading {
    let mut reports = Vec::new();
    let tree = Tree::read(sources, &mut reports);
    let mut reader = Reader::new(&tree, reports);
    reader.refuse_serde_impls();
    reader.convert();
    reader.verify();
    reader.set_absent();
    let schema = reader.name();
    reader.refuse_functions();
    reader.warn_of_silence();
    let reports = sorted(sources, reader.reports);
    // Spans live in a table of the thread; the thread ends here, and nothing needs them any more.
    proc_macro2::extra::invalidate_current_thread_spans();
    Reading { schema, reports }
}

/// A named field of a definition.
#[derive(Debug, Clone, Copy)]
struct Place {
    decl: DeclId,
    variant: Option<usize>,
    field: usize,
}

/// What decides what a field's absence means.
enum AbsentRule {
    /// Its type.
    Natural,
    /// `#[serde(default)]`, on the field or on the struct.
    OfType(Span),
    /// `#[serde(default = "path")]`
    Function(String, Span),
}

/// What can be decided once every definition is read.
#[derive(Default)]
struct Later {
    /// Insides of `Option`s.
    options: Vec<(DeclId, Type, Span)>,
    sets: Vec<(DeclId, Type, Span)>,
    /// All types of fields, where they stand.
    placed: Vec<(DeclId, Type, Span)>,
    constraints: Vec<(DeclId, Type, Constraints, Span)>,
    flattened: Vec<(DeclId, Option<usize>, Type, Span)>,
    /// Insides of newtype variants of internally tagged enums.
    internal: Vec<(DeclId, Type, Span)>,
    /// Types that serde reads from a buffer.
    buffered: Vec<(DeclId, Type, Span)>,
    absent: Vec<(Place, AbsentRule, Type)>,
    /// `skip_serializing_if`, and the types of the fields that it stands on.
    skip_if: Vec<(DeclId, Type, Emptiness, Span)>,
    /// Who names whom outside of a `Box`, a list or a map.
    inline: Vec<(DeclId, DeclId, Span)>,
    /// `#[default]`
    default_variants: HashMap<DeclId, usize>,
}

struct Reader<'t> {
    tree: &'t Tree,
    reports: Vec<Report>,
    /// By [`DeclId`]; types refer to each other by it until they are named.
    shapes: Vec<Option<Shape>>,
    /// Who names whom.
    uses: Vec<(DeclId, DeclId)>,
    later: Later,
    /// Functions that attributes name.
    functions_used: HashSet<(usize, String)>,
    /// Types with an attribute that nobody knows.
    misspelt: HashSet<DeclId>,
    /// How many more values the default at hand may hold.
    default_values: Cell<usize>,
}

impl<'t> Reader<'t> {
    fn new(tree: &'t Tree, reports: Vec<Report>) -> Reader<'t> {
        Reader {
            tree,
            reports,
            shapes: Vec::new(),
            uses: Vec::new(),
            later: Later::default(),
            functions_used: HashSet::new(),
            misspelt: HashSet::new(),
            default_values: Cell::new(0),
        }
    }

    fn refuse<T>(&mut self, report: Report) -> Result<T, Refused> {
        self.reports.push(report);
        Err(Refused)
    }

    fn span(&self, module: usize, node: &impl syn::spanned::Spanned) -> Span {
        self.tree.modules[module].origin.of(node)
    }

    fn convert(&mut self) {
        for id in self.tree.ids() {
            let before = self.reports.len();
            self.refuse_unknown(id);
            let shape = self.shape(id).ok();
            // A definition that could be converted in spite of a problem is still not what was meant.
            let clean = self.reports.len() == before;
            self.shapes.push(shape.filter(|_| clean));
        }
    }

    fn refuse_serde_impls(&mut self) {
        for (module, name, span) in &self.tree.serde_impls {
            if !self.tree.modules[*module].types.contains_key(name) {
                continue;
            }
            self.reports.push(
                Report::error(
                    "handwritten_serde",
                    "The JSON of a model is what serde derives",
                    *span,
                )
                .found("a hand-written `Serialize` or `Deserialize`")
                .expected("`#[derive(Serialize, Deserialize)]`, or no derive at all")
                .help("remove the `impl`, and say what you need with serde's attributes"),
            );
        }
    }

    /// Functions that no attribute names have no place in a model.
    fn refuse_functions(&mut self) {
        for (at, module) in self.tree.modules.iter().enumerate() {
            for (name, (span, _)) in &module.functions {
                if self.functions_used.contains(&(at, name.clone())) {
                    continue;
                }
                self.reports.push(
                    Report::error("function", "A model can't have functions", *span)
                        .found("no attribute names it")
                        .expected("data alone: structs, enums and type aliases")
                        .help("move it to a file outside of `models/`, or the rule it states into `WebSocketLogic.elm`"),
                );
            }
        }
    }
}

/// By path and place; what is said twice of one place, once.
fn sorted(sources: &Sources, mut reports: Vec<Report>) -> Vec<Report> {
    let key = |report: &Report| {
        let span = report.primary.span;
        (&sources.get(span.file).path, span.start, span.end)
    };
    reports.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.title.cmp(&b.title)));
    reports.dedup();
    reports
}

/// The word that was probably meant.
fn similar<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let scored = known.map(|known| (strsim::jaro_winkler(known, word), known));
    let (score, best) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (score > 0.75).then_some(best)
}
