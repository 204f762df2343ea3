//! The room of a user's own: a name under which what is sent to one user is numbered and remembered as a room's broadcasts are.
//!
//! Owns the name alone. Nobody joins such a room: whoever delivers what is broadcast there hands it to the user's connections.

/// What the names of rooms begin with that are not for clients or rules to name.
const RESERVED: char = '\0';

const USER: &str = "\0user:";

/// The room of a user.
#[must_use]
pub fn room_of(user: &str) -> String {
    format!("{USER}{user}")
}

/// Whose room it is; `None` of any other.
#[must_use]
pub fn user_of(room: &str) -> Option<&str> {
    room.strip_prefix(USER)
}

/// Whether a room's name is not for clients or rules to name.
#[must_use]
pub fn is_reserved(room: &str) -> bool {
    room.starts_with(RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_a_room_that_is_reserved_and_no_other_is_taken_for_one() {
        for user in ["ann", "", "\0", "user:ann"] {
            let room = room_of(user);
            assert!(is_reserved(&room));
            assert_eq!(user_of(&room), Some(user));
        }
        for room in ["ann", "user:ann", "", " \0user:ann"] {
            assert!(!is_reserved(room));
            assert_eq!(user_of(room), None);
        }
    }
}
