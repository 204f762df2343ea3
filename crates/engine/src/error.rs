//! Why an engine did not do what it was asked for.

/// The engine can't read or write at present. Nothing was changed, or what was is not known to be durable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the store is unavailable: {0}")]
pub struct Unavailable(pub String);

/// Why a batch was not committed. Nothing of it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// What it read has changed since.
    #[error("what was read has changed since")]
    Conflict,
    /// It does not fit the state it meets, and would not on a fresh snapshot either.
    #[error("{0}")]
    Refused(String),
    /// See [`Unavailable`].
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}
