//! Who is uploading: so many at once, of all users together and of each. A user who holds many leaves some to the others.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard};

use buildamp_engine::Tenant;

type User = (Tenant, Arc<str>);

/// The permits of a server.
#[derive(Debug)]
pub(crate) struct Permits {
    all: usize,
    each: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    count: usize,
    users: HashMap<User, usize>,
}

/// Whoever holds it is uploading.
#[derive(Debug)]
pub(crate) struct Permit {
    permits: Arc<Permits>,
    user: User,
}

/// Why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoPermit {
    /// This user holds as many as one may.
    Own,
    /// All are taken.
    All,
}

impl Permits {
    /// So many of all users, and of each.
    pub(crate) fn new(all: usize, each: usize) -> Permits {
        Permits {
            all,
            each,
            taken: Mutex::default(),
        }
    }

    /// Takes one.
    ///
    /// # Errors
    /// Where this user, or all together, hold as many as they may.
    pub(crate) fn take(
        self: &Arc<Permits>,
        tenant: &Tenant,
        user: &Arc<str>,
    ) -> Result<Permit, NoPermit> {
        let user = (tenant.clone(), user.clone());
        let mut taken = self.taken();
        let own = taken.users.get(&user).copied().unwrap_or(0);
        if own >= self.each {
            return Err(NoPermit::Own);
        }
        if taken.count >= self.all {
            return Err(NoPermit::All);
        }
        taken.count += 1;
        taken.users.insert(user.clone(), own + 1);
        drop(taken);
        Ok(Permit {
            permits: self.clone(),
            user,
        })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().expect("nobody panics while holding it")
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut taken = self.permits.taken();
        taken.count -= 1;
        if let Entry::Occupied(mut own) = taken.users.entry(self.user.clone()) {
            *own.get_mut() -= 1;
            if *own.get() == 0 {
                own.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_leaves_some_to_the_others_and_gives_back_what_it_held() {
        let permits = Arc::new(Permits::new(3, 2));
        let take = |host: &str, user: &str| permits.take(&Tenant(host.into()), &user.into());
        let first = take("a", "ann").expect("free");
        let _second = take("a", "ann").expect("free");
        assert_eq!(take("a", "ann").expect_err("two are hers"), NoPermit::Own);
        let other = take("b", "ann").expect("another host's is another user");
        assert_eq!(take("a", "bob").expect_err("three are all"), NoPermit::All);
        drop(first);
        let _bob = take("a", "bob").expect("one came free");
        drop(other);
        let _third = take("a", "ann").expect("she holds one");
        assert_eq!(permits.taken().count, 3);
        assert_eq!(permits.taken().users.len(), 2, "nobody else is remembered");
    }
}
