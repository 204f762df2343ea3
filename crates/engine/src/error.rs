//! Why an engine did not do what it was asked for.

/// The engine can't read or write at present.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the store is unavailable: {0}")]
pub struct Unavailable(pub String);

/// Why a batch was not committed. Nothing of it was written, unless it says otherwise.
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
    /// The engine lost its store on the way: all of it is written, or nothing, and nobody knows which.
    #[error("{0}; whether the commit has taken effect is not known")]
    Unknown(Unavailable),
}
