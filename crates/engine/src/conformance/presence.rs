//! Who is where.

use super::stage::{Stage, Subject, enter, leave};

/// "The users in a room, each once, in the order of their names."
pub fn members_come_once_each_in_the_order_of_their_names(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    assert!(stage.members("lobby").is_empty());
    let who = [
        ("carol", "1"),
        ("al", "2"),
        ("alice", "3"),
        ("alice", "4"),
        ("bob", "5"),
    ];
    stage.write(
        1,
        who.map(|(user, connection)| enter("lobby", user, connection))
            .into(),
    );
    assert_eq!(stage.members("lobby"), ["al", "alice", "bob", "carol"]);
    assert!(stage.members("attic").is_empty());
}

/// "The connections with which a user is in a room."
pub fn a_user_is_in_a_room_until_the_last_connection_leaves(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let connections = |user| {
        let found = stage.snapshot(1).connections("lobby", user);
        let mut found = found.expect("reached");
        found.sort();
        found.iter().map(|c| c.to_string()).collect::<Vec<_>>()
    };
    stage.write(
        1,
        vec![enter("lobby", "alice", "1"), enter("lobby", "alice", "2")],
    );
    stage.write(
        1,
        vec![enter("lobby", "alice", "1"), enter("lobby", "bob", "3")],
    );
    assert_eq!(connections("alice"), ["1", "2"]);
    stage.write(
        1,
        vec![leave("lobby", "alice", "1"), leave("lobby", "alice", "1")],
    );
    assert_eq!(
        (connections("alice"), connections("bob")),
        (vec!["2".into()], vec!["3".into()])
    );
    assert_eq!(stage.members("lobby"), ["alice", "bob"]);
    stage.write(
        1,
        vec![leave("lobby", "alice", "2"), leave("lobby", "carol", "9")],
    );
    assert!(connections("alice").is_empty());
    assert_eq!(stage.members("lobby"), ["bob"]);
}

/// "Whether a user is in any room."
pub fn a_user_is_online_while_in_any_room(subject: &dyn Subject) {
    let stage = Stage::open(subject);
    let online = |user| stage.snapshot(1).is_online(user).expect("reached");
    assert!(!online("alice"));
    stage.write(
        1,
        vec![enter("lobby", "alice", "1"), enter("attic", "alice", "1")],
    );
    stage.write(1, vec![enter("attic", "alice", "2")]);
    assert!(online("alice") && !online("bob"));
    stage.write(
        1,
        vec![leave("attic", "alice", "1"), leave("attic", "alice", "2")],
    );
    assert!(online("alice"));
    stage.write(1, vec![leave("lobby", "alice", "1")]);
    assert!(!online("alice"));
    stage.write(1, vec![enter("lobby", "alice", "3")]);
    assert!(online("alice"));
}
