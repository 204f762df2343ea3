//! A program by our compiler, in our host.

use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
use buildamp_diagnostics::{Sources, Style, to_terminal};
use buildamp_elm::program::{Owner, Provided, Provider, check};
use buildamp_elm::wasm::Wasm;
use buildamp_elm::{compile, std as library};
use buildamp_logic::{Guest, Limits, Program};

/// A program's modules: their names and texts.
pub struct Files(pub Vec<(String, String)>);

impl Files {
    fn find(&self, name: &str) -> Option<&(String, String)> {
        self.0.iter().find(|(known, _)| known == name)
    }
}

impl Provider for Files {
    fn modules(&self, name: &str, _: &Owner) -> Vec<Provided> {
        let provided = |(name, _): &(String, String)| Provided {
            path: name.clone(),
            package: None,
        };
        self.find(name).map(provided).into_iter().collect()
    }

    fn text(&self, provided: &Provided) -> Result<String, String> {
        let file = self.find(&provided.path);
        file.map(|(_, text)| text.clone())
            .ok_or_else(|| "there is no such file".to_owned())
    }

    fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }

    fn allows(&self, _: &str) -> bool {
        true
    }
}

/// From the texts to the module.
pub fn compile(files: &Files, main: &str) -> anyhow::Result<Wasm> {
    let mut sources = Sources::new();
    let program = check(&[main], files, library::modules(), &mut sources);
    if !program.reports.is_empty() {
        let reports = program.reports.iter();
        let all: String = reports
            .map(|report| to_terminal(&sources, report, Style::Plain))
            .collect();
        bail!("{all}");
    }
    Ok(compile::compile(&program, main, &["run"]))
}

/// A program that is ready to run.
pub struct Ours<'t> {
    guest: Guest,
    input: &'t str,
}

impl<'t> Ours<'t> {
    pub fn new(module: &str, text: &str, input: &'t str) -> anyhow::Result<Ours<'t>> {
        let files = Files(vec![(module.to_owned(), text.to_owned())]);
        let wasm = compile(&files, module)?;
        if let Some(folder) = std::env::var_os("KEEP_WASM") {
            std::fs::write(
                std::path::Path::new(&folder).join(format!("{module}.wasm")),
                &wasm.bytes,
            )?;
        }
        let limits = Limits {
            memory: 1 << 30,
            time: Duration::from_secs(60),
            ..Limits::default()
        };
        let program = Program::new(&wasm, limits).context("the module")?;
        let guest = program.guest().context("the constants")?;
        Ok(Ours { guest, input })
    }

    /// What it gives.
    pub fn output(&mut self) -> anyhow::Result<String> {
        let input = self.input;
        let output = self.guest.call_with(
            "run",
            |heap| heap.string(input),
            |heap, _, value| Ok(heap.units(value)?.to_text()),
        );
        output.map_err(|fault| anyhow!("{fault}"))
    }

    /// How long so many runs take.
    pub fn time(&mut self, runs: u32) -> anyhow::Result<Duration> {
        let start = Instant::now();
        for _ in 0..runs {
            std::hint::black_box(self.output()?);
        }
        Ok(start.elapsed())
    }
}
