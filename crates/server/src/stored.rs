//! Whether what is stored fits the models as they are now.
//!
//! The rules read an entry that doesn't fit as if it were not there, and the next write replaces it. That is how old entries go; it is also how a
//! new field takes all that there was with it. So it is told, before anything is written.

use buildamp_engine::{Kept, Tenant, Thing, Unavailable};
use buildamp_schema::{Checker, Limits, Role, Schema, Tape, TypeId};

use crate::{Node, Tenancy};

/// So many entries of a model are looked at, at most: it is for whoever changes a model, not for counting.
const MOST: usize = 10_000;
/// So many at once.
const SOME: usize = 200;

/// The models of entries.
pub(crate) struct Entries {
    /// As generated decoders read them.
    checker: Checker,
    /// What their keys begin with.
    models: Vec<(String, TypeId)>,
}

/// What is stored of a model and doesn't fit it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfits {
    /// The model.
    pub model: String,
    /// How many entries were looked at, ..
    pub looked_at: usize,
    /// .. and how many of them don't fit.
    pub count: usize,
    /// The first of these: its key ..
    pub key: String,
    /// .. and what is wrong with it.
    pub problem: String,
}

impl Entries {
    pub(crate) fn of(schema: &Schema) -> Entries {
        let entries = schema.iter().filter(|(_, def)| def.role == Role::Entry);
        let models = entries.map(|(id, def)| (format!("{}:", def.name), id));
        // What the rules stored, they could read.
        let limits = Limits {
            size: usize::MAX,
            depth: usize::MAX,
            string: usize::MAX,
            items: usize::MAX,
        };
        Entries {
            models: models.collect(),
            checker: Checker::new(&schema.form(), limits),
        }
    }

    /// What keeps the rules from reading a value, where it is an entry of a model.
    pub(crate) fn problem(&self, key: &str, value: &str) -> Option<String> {
        let mut models = self.models.iter();
        let (_, model) = models.find(|(prefix, _)| key.starts_with(prefix))?;
        self.problem_of(*model, value)
    }

    fn problem_of(&self, model: TypeId, value: &str) -> Option<String> {
        let checked = self
            .checker
            .check(model, value.as_bytes(), &mut Tape::new());
        let problems = checked.err()?;
        problems.first().map(ToString::to_string)
    }
}

impl Node {
    /// What is stored and doesn't fit the models, by model. It reads up to some thousand entries of each, a little at a time. Where each host has a
    /// state of its own nobody knows which there are, and it finds nothing.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    pub fn misfits(&self) -> Result<Vec<Misfits>, Unavailable> {
        let Tenancy::Single(name) = &self.settings.tenancy else {
            return Ok(Vec::new());
        };
        let (app, tenant) = (self.app.load(), Tenant(name.clone()));
        let mut all = Vec::new();
        for (prefix, model) in &app.entries.models {
            all.extend(self.misfits_of(&app.entries, &tenant, prefix, *model)?);
        }
        Ok(all)
    }

    fn misfits_of(
        &self,
        entries: &Entries,
        tenant: &Tenant,
        prefix: &str,
        model: TypeId,
    ) -> Result<Option<Misfits>, Unavailable> {
        let (mut found, mut looked_at, mut from) = (None::<Misfits>, 0, None);
        while looked_at < MOST {
            let now = self.clock.now();
            let stretch =
                self.engine
                    .browse(tenant, Kept::Values, prefix, from.as_deref(), SOME, now)?;
            for entry in stretch.found {
                let Thing::Value { value, .. } = entry.thing else {
                    continue;
                };
                looked_at += 1;
                if let Some(problem) = entries.problem_of(model, &value) {
                    let first = || Misfits {
                        model: prefix.trim_end_matches(':').to_owned(),
                        looked_at: 0,
                        count: 0,
                        key: (*entry.key).to_owned(),
                        problem,
                    };
                    found.get_or_insert_with(first).count += 1;
                }
            }
            from = stretch.next;
            if from.is_none() {
                break;
            }
        }
        Ok(found.map(|found| Misfits { looked_at, ..found }))
    }

    /// Says in the log what is stored and doesn't fit the models. It may take a while.
    pub fn tell_misfits(&self) {
        match self.misfits() {
            Ok(all) => all.iter().for_each(Misfits::tell),
            Err(error) => {
                tracing::debug!(%error, "what is stored can't be held against the models");
            }
        }
    }
}

impl Misfits {
    fn tell(&self) {
        let Misfits {
            model,
            looked_at,
            count,
            key,
            problem,
        } = self;
        tracing::warn!(
            model,
            count,
            looked_at,
            key,
            problem,
            "stored entries don't fit their model any more: the rules read them as absent, and the next write under such a key replaces what is there. \
             A new field needs `#[serde(default)]` or `Option`, a renamed one `#[serde(alias = \"..\")]`"
        );
    }
}
