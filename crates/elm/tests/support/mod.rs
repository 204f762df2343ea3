//! A program for tests: some modules beside the signatures of the standard library, through all phases to types
//! and patterns.
#![allow(dead_code, unreachable_pub)]

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use buildamp_diagnostics::{FileId, Report, Sources};
use buildamp_elm::patterns;
use buildamp_elm::report;
use buildamp_elm::resolve::resolved::{self, Annotation, Global, ModuleId, Name};
use buildamp_elm::resolve::{Defaults, Interface, Interfaces, module_name, resolve};
use buildamp_elm::syntax::{Mode, parse, source};
use buildamp_elm::types::{self, Checked, Lookup, print::Names};

/// What is known of the modules so far.
#[derive(Default)]
pub struct Known {
    pub ids: HashMap<Name, ModuleId>,
    pub names: Vec<Name>,
    pub schemes: HashMap<ModuleId, BTreeMap<Name, Rc<Annotation>>>,
}

impl Lookup for Known {
    fn scheme(&self, global: &Global) -> Option<&Annotation> {
        let module = self.schemes.get(&global.module)?;
        module.get(&global.name).map(|scheme| &**scheme)
    }

    fn module_name(&self, module: ModuleId) -> Option<&str> {
        self.names.get(module.0 as usize).map(Name::as_str)
    }

    fn module_named(&self, name: &str) -> Option<ModuleId> {
        self.ids.get(name).copied()
    }
}

/// A module that went through all phases.
pub struct Module {
    pub source: source::Module,
    pub resolved: resolved::Module,
    pub checked: Checked,
    pub reports: Vec<Report>,
}

/// Modules, each behind those that it imports.
pub struct Program {
    pub known: Known,
    pub modules: Vec<Module>,
    pub sources: Sources,
    interfaces: Interfaces,
}

/// In the order of their imports, with whether they are without the imports that every module has.
const SIGNATURES: [(&str, Defaults, &str); 18] = [
    (
        "Basics",
        Defaults::None,
        include_str!("../signatures/Basics.elm"),
    ),
    (
        "Maybe",
        Defaults::None,
        include_str!("../signatures/Maybe.elm"),
    ),
    (
        "List",
        Defaults::None,
        include_str!("../signatures/List.elm"),
    ),
    (
        "Result",
        Defaults::None,
        include_str!("../signatures/Result.elm"),
    ),
    (
        "Char",
        Defaults::None,
        include_str!("../signatures/Char.elm"),
    ),
    (
        "String",
        Defaults::None,
        include_str!("../signatures/String.elm"),
    ),
    (
        "Tuple",
        Defaults::None,
        include_str!("../signatures/Tuple.elm"),
    ),
    (
        "Debug",
        Defaults::None,
        include_str!("../signatures/Debug.elm"),
    ),
    (
        "Platform.Cmd",
        Defaults::None,
        include_str!("../signatures/Platform.Cmd.elm"),
    ),
    (
        "Platform.Sub",
        Defaults::None,
        include_str!("../signatures/Platform.Sub.elm"),
    ),
    (
        "Platform",
        Defaults::None,
        include_str!("../signatures/Platform.elm"),
    ),
    (
        "Array",
        Defaults::None,
        include_str!("../signatures/Array.elm"),
    ),
    (
        "Dict",
        Defaults::None,
        include_str!("../signatures/Dict.elm"),
    ),
    ("Set", Defaults::None, include_str!("../signatures/Set.elm")),
    (
        "Json.Encode",
        Defaults::Imported,
        include_str!("../signatures/Json.Encode.elm"),
    ),
    (
        "Json.Decode",
        Defaults::Imported,
        include_str!("../signatures/Json.Decode.elm"),
    ),
    (
        "VirtualDom",
        Defaults::Imported,
        include_str!("../signatures/VirtualDom.elm"),
    ),
    (
        "Html",
        Defaults::Imported,
        include_str!("../signatures/Html.elm"),
    ),
];

impl Program {
    /// The modules of the standard library alone.
    pub fn library() -> Program {
        let mut program = Program {
            known: Known::default(),
            modules: Vec::new(),
            sources: Sources::new(),
            interfaces: Interfaces::default(),
        };
        for (name, defaults, text) in SIGNATURES {
            let module = program.add(text, defaults, Mode::Bundled);
            assert!(module.reports.is_empty(), "{name}: {:#?}", module.reports);
        }
        program
    }

    /// Adds a module of an application.
    pub fn add_module(&mut self, text: &str) -> &Module {
        self.add(text, Defaults::Imported, Mode::Application)
    }

    /// Adds a module whose imports were added before.
    pub fn add(&mut self, text: &str, defaults: Defaults, mode: Mode) -> &Module {
        let parsed = parse(text, mode);
        let name = module_name(&parsed.module);
        assert!(parsed.errors.is_empty(), "{text}\n{:?}", parsed.errors);
        let file = self.sources.add(name.to_string(), text);
        let id = ModuleId(u32::try_from(self.modules.len()).unwrap());
        self.known.ids.insert(name.clone(), id);
        self.known.names.push(name);
        let module = self.check(parsed.module, id, defaults, file);
        self.modules.push(module);
        self.last()
    }

    fn check(
        &mut self,
        source: source::Module,
        id: ModuleId,
        defaults: Defaults,
        file: FileId,
    ) -> Module {
        let (resolved, errors) = resolve(&source, id, defaults, &self.interfaces);
        assert!(errors.is_empty(), "{}: {errors:?}", resolved.name);
        self.interfaces.add(Interface::of(&resolved));
        let mut checked = types::check(&resolved, &self.known);
        let schemes = checked.schemes.clone();
        let names = Names::of(&resolved, &source, &self.known);
        let mut reports: Vec<Report> = checked
            .errors
            .iter()
            .map(|error| report::types::report(error, &names, file))
            .collect();
        if reports.is_empty() {
            let errors = patterns::check(&resolved);
            reports.extend(
                errors
                    .iter()
                    .map(|error| report::patterns::report(error, file)),
            );
        }
        if reports.is_empty() {
            let error = types::check_main(&resolved, &checked, &self.known);
            reports.extend(
                error
                    .iter()
                    .map(|error| report::types::report(error, &names, file)),
            );
            checked.errors.extend(error);
        }
        self.known.schemes.insert(id, schemes);
        Module {
            source,
            resolved,
            checked,
            reports,
        }
    }

    /// The last module.
    pub fn last(&self) -> &Module {
        self.modules.last().expect("there is a module")
    }

    /// How the last module writes the types of its definitions, a line each.
    pub fn schemes(&self) -> Vec<String> {
        let module = self.last();
        let names = Names::of(&module.resolved, &module.source, &self.known);
        let schemes = module.checked.schemes.iter();
        schemes
            .map(|(name, scheme)| format!("{name} : {}", names.scheme(scheme)))
            .collect()
    }
}
