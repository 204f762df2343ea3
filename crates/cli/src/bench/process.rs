//! What the server's process spends, as Linux tells it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

/// A process that is looked at from outside.
#[derive(Debug)]
pub(super) struct Process(PathBuf);

impl Process {
    /// # Errors
    /// Where there is none, or the system has no `/proc`.
    pub(super) fn new(pid: u32) -> Result<Process> {
        let process = Process(PathBuf::from(format!("/proc/{pid}")));
        process.memory()?;
        Ok(process)
    }

    /// Bytes that are in memory.
    pub(super) fn memory(&self) -> Result<u64> {
        let status = self.read("status")?;
        let kilobytes = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
        Ok(kilobytes.context("the process has no VmRSS")? * 1024)
    }

    /// Time that its threads were on a CPU, theirs and the kernel's for them.
    pub(super) fn cpu(&self) -> Result<Duration> {
        let threads = self.0.join("task");
        let mut total = 0;
        let listed = fs::read_dir(&threads).with_context(|| self.lost())?;
        for thread in listed {
            let path = thread
                .with_context(|| self.lost())?
                .path()
                .join("schedstat");
            // A thread that has just ended is no longer there.
            let text = fs::read_to_string(path).unwrap_or_default();
            let nanos = text.split(' ').next().and_then(|word| word.parse().ok());
            total += nanos.unwrap_or(0_u64);
        }
        Ok(Duration::from_nanos(total))
    }

    fn read(&self, file: &str) -> Result<String> {
        fs::read_to_string(self.0.join(file)).with_context(|| self.lost())
    }

    fn lost(&self) -> String {
        format!(
            "--pid names a process that can't be looked at: {}",
            self.0.display()
        )
    }
}
