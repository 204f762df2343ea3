//! All that an embedded engine keeps, for another one.

use std::sync::Arc;

use super::cells::NEVER;
use super::disk::{self, Corrupt, Shelf};
use super::documents::{Head, operation_key};
use super::state::Area;
use super::{Embedded, read};
use crate::transfer::{Item, Transfer};
use crate::{Keep, Space, Tenant, Unavailable};

impl Transfer for Embedded {
    fn export(&self, visit: &mut dyn FnMut(Item)) -> Result<(), Unavailable> {
        self.core.ready()?;
        let Some(store) = self.core.disk.as_ref().map(|disk| &disk.store) else {
            let text = "an engine that keeps nothing has nothing to move";
            return Err(Unavailable(text.to_owned()));
        };
        let mut documents = Vec::new();
        let mut damaged = false;
        store.scan(&[], &[], |key, value| {
            match entry(key, value, visit) {
                Ok(document) => documents.extend(document),
                Err(_) => damaged = true,
            }
            !damaged
        })?;
        if damaged {
            return Err(Corrupt.into());
        }
        for (tenant, document) in documents {
            if let Some(item) = self.exported(tenant, &document)? {
                visit(item);
            }
        }
        let state = read(&self.core.state);
        let mut aside = state.jobs.aside(usize::MAX);
        aside.reverse();
        aside
            .into_iter()
            .for_each(|aside| visit(Item::Aside(aside)));
        state
            .jobs
            .all()
            .for_each(|job| visit(Item::Job(job.clone())));
        Ok(())
    }
}

/// Hands a value over; a document's name comes back, for its operations are elsewhere.
fn entry(
    key: &[u8],
    value: &[u8],
    visit: &mut dyn FnMut(Item),
) -> Result<Option<(Tenant, Arc<str>)>, Corrupt> {
    let (shelf, tenant, name) = disk::split_key(key)?;
    let tenant = Tenant(tenant.into());
    let name = || std::str::from_utf8(name).map_err(|_| Corrupt);
    let spaces = [
        (Shelf::Values, Space::Values),
        (Shelf::Games, Space::Games),
        (Shelf::Server, Space::Server),
    ];
    if shelf == Shelf::Documents as u8 {
        return Ok(Some((tenant, name()?.into())));
    }
    let space = spaces.into_iter().find(|(kept, _)| *kept as u8 == shelf);
    if let Some((_, space)) = space {
        let version = disk::cell(value, 0)?;
        visit(Item::Value {
            tenant,
            space,
            key: name()?.to_owned(),
            value: version.value.ok_or(Corrupt)?,
            keep: match version.until {
                NEVER => Keep::Always,
                until => Keep::Until(until),
            },
        });
    }
    Ok(None)
}

impl Embedded {
    fn exported(&self, tenant: Tenant, document: &str) -> Result<Option<Item>, Unavailable> {
        let Some(found) = self.core.below(&tenant, Area::Documents, document)? else {
            return Ok(None);
        };
        let head = Head::of(&found);
        let content = match head.content {
            0 => None,
            _ => self.core.below(&tenant, Area::Contents, document)?,
        };
        let mut operations = Vec::new();
        for version in (head.after + 1..=head.version).rev() {
            let key = operation_key(document, version);
            match self.core.below(&tenant, Area::Operations, &key)? {
                Some(operation) => operations.extend(operation.value),
                None => break,
            }
        }
        operations.reverse();
        Ok(Some(Item::Document {
            tenant,
            document: document.to_owned(),
            version: head.version,
            content: content
                .and_then(|content| content.value)
                .unwrap_or_else(|| "null".into()),
            content_version: head.content,
            operations,
        }))
    }
}
