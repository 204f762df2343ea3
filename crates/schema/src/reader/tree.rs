//! The declarations of all model files, by module: what a name can mean.

use std::collections::HashMap;

use buildamp_diagnostics::{Report, Sources, Span};

use super::parse::{Origin, parse};
use super::unknown::stray;

/// A type's declaration in a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct DeclId(pub(super) u32);

/// A module: a file, or a `mod` in one.
pub(super) struct Module {
    pub(super) origin: Origin,
    /// The file's path.
    pub(super) file: String,
    /// `["ws", "game_ws"]`
    pub(super) path: Vec<String>,
    /// Local name → the path that `use` gives it.
    pub(super) uses: HashMap<String, Vec<String>>,
    /// Paths whose names are all imported: `use shapes::*`.
    pub(super) globs: Vec<Vec<String>>,
    pub(super) types: HashMap<String, DeclId>,
    pub(super) constants: HashMap<String, syn::Expr>,
    pub(super) functions: HashMap<String, (Span, syn::ItemFn)>,
}

/// A type's declaration.
pub(super) struct Decl {
    pub(super) module: usize,
    pub(super) name: String,
    /// The name's place.
    pub(super) span: Span,
    pub(super) public: bool,
    pub(super) item: DeclItem,
}

pub(super) enum DeclItem {
    Struct(syn::ItemStruct),
    Enum(syn::ItemEnum),
    Alias(syn::ItemType),
}

impl Decl {
    pub(super) fn generics(&self) -> &syn::Generics {
        match &self.item {
            DeclItem::Struct(item) => &item.generics,
            DeclItem::Enum(item) => &item.generics,
            DeclItem::Alias(item) => &item.generics,
        }
    }

    pub(super) fn attrs(&self) -> &[syn::Attribute] {
        match &self.item {
            DeclItem::Struct(item) => &item.attrs,
            DeclItem::Enum(item) => &item.attrs,
            DeclItem::Alias(item) => &item.attrs,
        }
    }
}

/// All modules and types of the models.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
    pub(super) decls: Vec<Decl>,
    pub(super) by_name: HashMap<String, Vec<DeclId>>,
    /// `impl Serialize for X` and its like: to be refused once it is known whether `X` is a model.
    pub(super) serde_impls: Vec<(usize, String, Span)>,
    /// Files of a model folder that are not read for themselves.
    pub(super) unreadable: bool,
}

impl Tree {
    pub(super) fn decl(&self, id: DeclId) -> &Decl {
        &self.decls[id.0 as usize]
    }

    pub(super) fn module_of(&self, id: DeclId) -> &Module {
        &self.modules[self.decl(id).module]
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = DeclId> + use<> {
        (0..u32::try_from(self.decls.len()).unwrap_or(u32::MAX)).map(DeclId)
    }

    /// Reads every file, in the order of their paths.
    pub(super) fn read(sources: &Sources, reports: &mut Vec<Report>) -> Tree {
        let mut tree = Tree::default();
        let model = |path: &str| path.starts_with("models/") && path.ends_with(".rs");
        let mut files: Vec<_> = sources
            .iter()
            .filter(|(_, file)| model(&file.path))
            .collect();
        files.sort_by(|a, b| a.1.path.cmp(&b.1.path));
        for (id, source) in files {
            match parse(id, source) {
                Ok((origin, file)) => {
                    let path = module_path(&source.path);
                    reports.extend(stray(origin, &file.attrs));
                    tree.module(origin, &source.path, path, file.items, reports);
                }
                Err(report) => {
                    tree.unreadable = true;
                    reports.push(*report);
                }
            }
        }
        tree
    }

    fn module(
        &mut self,
        origin: Origin,
        file: &str,
        path: Vec<String>,
        items: Vec<syn::Item>,
        reports: &mut Vec<Report>,
    ) {
        let place = self.modules.len();
        self.modules.push(Module {
            origin,
            file: file.to_owned(),
            path: path.clone(),
            uses: HashMap::new(),
            globs: Vec::new(),
            types: HashMap::new(),
            constants: HashMap::new(),
            functions: HashMap::new(),
        });
        for item in items {
            if is_test(item_attrs(&item)) {
                continue;
            }
            if let Some(span) = conditional(origin, item_attrs(&item)) {
                reports.push(refused_cfg(span));
                continue;
            }
            let of_a_type = matches!(
                item,
                syn::Item::Struct(_) | syn::Item::Enum(_) | syn::Item::Type(_)
            );
            if !of_a_type {
                reports.extend(stray(origin, item_attrs(&item)));
            }
            match item {
                syn::Item::Mod(module) => {
                    // `mod x;` names a file, which is read for itself.
                    if let Some((_, items)) = module.content {
                        let mut path = path.clone();
                        path.push(plain(&module.ident));
                        self.module(origin, file, path, items, reports);
                    }
                }
                item => self.item(place, item, reports),
            }
        }
    }

    fn item(&mut self, place: usize, item: syn::Item, reports: &mut Vec<Report>) {
        let origin = self.modules[place].origin;
        match item {
            syn::Item::Struct(item) => {
                let public = is_public(&item.vis);
                self.declare(
                    place,
                    &item.ident.clone(),
                    public,
                    DeclItem::Struct(item),
                    reports,
                );
            }
            syn::Item::Enum(item) => {
                let public = is_public(&item.vis);
                self.declare(
                    place,
                    &item.ident.clone(),
                    public,
                    DeclItem::Enum(item),
                    reports,
                );
            }
            syn::Item::Type(item) => {
                let public = is_public(&item.vis);
                self.declare(
                    place,
                    &item.ident.clone(),
                    public,
                    DeclItem::Alias(item),
                    reports,
                );
            }
            syn::Item::Use(item) => self.import(place, Vec::new(), &item.tree),
            syn::Item::Const(item) => {
                let constants = &mut self.modules[place].constants;
                constants.insert(plain(&item.ident), *item.expr);
            }
            syn::Item::Fn(item) => {
                let span = origin.of(&item.sig.ident);
                let name = plain(&item.sig.ident);
                self.modules[place].functions.insert(name, (span, item));
            }
            syn::Item::Impl(item) => self.implementation(place, &item, reports),
            syn::Item::ExternCrate(_) => {}
            other => reports.push(refused_item(origin, &other)),
        }
    }

    fn declare(
        &mut self,
        module: usize,
        ident: &syn::Ident,
        public: bool,
        item: DeclItem,
        reports: &mut Vec<Report>,
    ) {
        let id = DeclId(u32::try_from(self.decls.len()).unwrap_or(u32::MAX));
        let name = plain(ident);
        let span = self.modules[module].origin.of(ident);
        if let Some(first) = self.modules[module].types.get(&name) {
            let first = self.decl(*first).span;
            let title = format!("`{name}` is defined twice in this module");
            reports.push(
                Report::error("duplicate_type", title, span)
                    .found("the second")
                    .related(first, "the first")
                    .help("rename one of them, or remove it"),
            );
            return;
        }
        self.modules[module].types.insert(name.clone(), id);
        self.by_name.entry(name.clone()).or_default().push(id);
        self.decls.push(Decl {
            module,
            name,
            span,
            public,
            item,
        });
    }

    fn import(&mut self, place: usize, mut path: Vec<String>, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(step) => {
                path.push(plain(&step.ident));
                self.import(place, path, &step.tree);
            }
            syn::UseTree::Name(name) if name.ident == "self" => {
                if let Some(local) = path.last().cloned() {
                    self.modules[place].uses.insert(local, path);
                }
            }
            syn::UseTree::Name(name) => {
                let local = plain(&name.ident);
                path.push(local.clone());
                self.modules[place].uses.insert(local, path);
            }
            syn::UseTree::Rename(renamed) => {
                path.push(plain(&renamed.ident));
                self.modules[place]
                    .uses
                    .insert(plain(&renamed.rename), path);
            }
            syn::UseTree::Glob(_) => self.modules[place].globs.push(path),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(place, path.clone(), tree);
                }
            }
        }
    }

    fn implementation(&mut self, place: usize, item: &syn::ItemImpl, reports: &mut Vec<Report>) {
        let origin = self.modules[place].origin;
        let syn::Type::Path(target) = &*item.self_ty else {
            return;
        };
        let target = target.path.segments.last().map(|s| plain(&s.ident));
        let Some(name) = target else { return };
        let span = origin.of(&item.self_ty);
        match impl_trait(item) {
            Some(name_of_trait) if matches!(&*name_of_trait, "Serialize" | "Deserialize") => {
                self.serde_impls.push((place, name, span));
            }
            Some(_) => {}
            None => reports.push(
                Report::error("function", "A model can't have methods", span)
                    .found("an `impl` block")
                    .expected("data alone: structs, enums and type aliases")
                    .help("move the `impl` block to a file outside of `models/`, or the rule it states into `WebSocketLogic.elm`"),
            ),
        }
    }
}

/// The last word of the trait that an `impl` block is for.
fn impl_trait(item: &syn::ItemImpl) -> Option<String> {
    let path = &item.trait_.as_ref()?.0;
    Some(plain(&path.segments.last()?.ident))
}

/// A name without `r#`.
pub(super) fn plain(ident: &syn::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

fn is_public(vis: &syn::Visibility) -> bool {
    matches!(vis, syn::Visibility::Public(_))
}

/// `models/ws/game_ws.rs` → `["ws", "game_ws"]`; a `mod.rs` is its folder.
fn module_path(path: &str) -> Vec<String> {
    let path = path.strip_prefix("models/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut path: Vec<String> = path.split('/').map(str::to_owned).collect();
    if matches!(path.last().map(String::as_str), Some("mod" | "lib")) {
        path.pop();
    }
    path
}

fn item_attrs(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Const(item) => &item.attrs,
        _ => &[],
    }
}

fn is_test(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| {
        let cfg = attr.path().is_ident("cfg");
        attr.path().is_ident("test") || cfg && cfg_text(attr).as_deref() == Some("test")
    })
}

fn cfg_text(attr: &syn::Attribute) -> Option<String> {
    let list = attr.meta.require_list().ok()?;
    Some(list.tokens.to_string())
}

/// The first `#[cfg(..)]` or `#[cfg_attr(..)]`.
pub(super) fn conditional(origin: Origin, attrs: &[syn::Attribute]) -> Option<Span> {
    let conditional =
        |attr: &&syn::Attribute| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr");
    attrs.iter().find(conditional).map(|attr| origin.of(attr))
}

pub(super) fn refused_cfg(span: Span) -> Report {
    Report::error(
        "conditional",
        "A model can't depend on compile-time conditions",
        span,
    )
    .found("one reader would see it and another not")
    .expected("definitions that are always there")
    .help("remove the attribute, or move what it guards out of `models/`")
}

fn refused_item(origin: Origin, item: &syn::Item) -> Report {
    let (what, help) = match item {
        syn::Item::Trait(_) | syn::Item::TraitAlias(_) => ("a trait", "move it out of `models/`"),
        syn::Item::Union(_) => (
            "a union",
            "write an `enum`: its values say which variant they are",
        ),
        syn::Item::Static(_) => (
            "a static",
            "write a `const` if it is an array's length, or move it out of `models/`",
        ),
        syn::Item::Macro(_) => (
            "a macro",
            "write out what it would expand to: models are read without expanding macros",
        ),
        syn::Item::ForeignMod(_) => ("foreign items", "move them out of `models/`"),
        _ => ("something that is none", "move it out of `models/`"),
    };
    Report::error(
        "not_a_model",
        "A model file holds structs, enums and type aliases",
        origin.of(item),
    )
    .found(what)
    .expected("a struct, an enum or a type alias")
    .help(help)
}
