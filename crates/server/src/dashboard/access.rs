//! Who may see the dashboard.
//!
//! While an app is written, who sits at the machine: a page of the internet that has the browser ask this machine names another host. For users, who has
//! the password. Neither lets other pages change anything.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use buildamp_engine::Millis;
use sha2::{Digest, Sha256};

/// Who may.
#[derive(Debug, Clone)]
pub enum Access {
    /// This machine's own users, by an address of this machine.
    ThisMachine,
    /// Who knows a password.
    Password(Password),
}

/// A password, as its hash.
#[derive(Clone)]
pub struct Password(Arc<Kept>);

struct Kept {
    hash: [u8; 32],
    /// Attempts that failed, by address.
    failed: Mutex<HashMap<IpAddr, Failed>>,
}

/// Why a password is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it has {0} characters; expected: at least {SHORTEST}, or it is guessed")]
pub struct TooShort(usize);

/// The fewest characters of a password.
const SHORTEST: usize = 12;

/// How many attempts of an address may fail in a window, in milliseconds.
const ATTEMPTS: u32 = 20;
const WINDOW: u64 = 60_000;

/// How many addresses are known; beyond, those that fail are not heard at all.
const ADDRESSES: usize = 10_000;

#[derive(Debug, Clone, Copy)]
struct Failed {
    count: u32,
    since: Millis,
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// One of at least twelve characters.
    ///
    /// # Errors
    /// Where it has fewer.
    pub fn new(text: &str) -> Result<Password, TooShort> {
        let length = text.chars().count();
        if length < SHORTEST {
            return Err(TooShort(length));
        }
        Ok(Password(Arc::new(Kept {
            hash: Sha256::digest(text.as_bytes()).into(),
            failed: Mutex::default(),
        })))
    }

    fn is(&self, given: &[u8]) -> bool {
        // Hashes are equally long, so that not even the length is told by how long it takes.
        let given: [u8; 32] = Sha256::digest(given).into();
        verify_slices_are_equal(&self.0.hash, &given).is_ok()
    }

    fn check(&self, asked: &Asked<'_>, now: Millis) -> Result<(), Denied> {
        let Some(given) = asked.authorization.and_then(given) else {
            return Err(Denied::Unknown);
        };
        let address = group(asked.address);
        let mut failed = self
            .0
            .failed
            .lock()
            .expect("nobody panics while holding it");
        let known = failed.get(&address).copied();
        let known = known.filter(|known| now.0 < known.since.0.saturating_add(WINDOW));
        if let Some(known) = known.filter(|known| known.count >= ATTEMPTS) {
            let left = known.since.0.saturating_add(WINDOW) - now.0;
            return Err(Denied::TooOften(Duration::from_millis(left)));
        }
        if self.is(&given) {
            return Ok(());
        }
        if failed.len() >= ADDRESSES {
            failed.retain(|_, known| now.0 < known.since.0.saturating_add(WINDOW));
        }
        if known.is_none() && failed.len() >= ADDRESSES {
            return Err(Denied::TooOften(Duration::from_millis(WINDOW)));
        }
        let begun = Failed {
            count: 0,
            since: now,
        };
        let Failed { count, since } = known.unwrap_or(begun);
        let count = count + 1;
        failed.insert(address, Failed { count, since });
        tracing::warn!(address = %asked.address, "a wrong password for the dashboard");
        Err(Denied::Unknown)
    }
}

/// The password of the `Authorization` header; the name before it says nothing.
fn given(header: &str) -> Option<Vec<u8>> {
    let (scheme, rest) = header.split_once(' ')?;
    let decoded = STANDARD.decode(rest.trim()).ok()?;
    let colon = decoded.iter().position(|byte| *byte == b':')?;
    let is_basic = scheme.eq_ignore_ascii_case("basic");
    is_basic.then(|| decoded[colon + 1..].to_vec())
}

/// Whoever has an address of IPv6 mostly has its whole network.
fn group(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(network))
        }
        v4 => v4,
    }
}

/// A request, as far as it counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'r> {
    /// Where it comes from.
    pub(crate) address: IpAddr,
    /// The `Host` header.
    pub(crate) host: &'r str,
    /// `Authorization`
    pub(crate) authorization: Option<&'r str>,
    /// `Origin`
    pub(crate) origin: Option<&'r str>,
    /// `Sec-Fetch-Site`
    pub(crate) site: Option<&'r str>,
    /// Whether a proxy says that it came from elsewhere.
    pub(crate) is_forwarded: bool,
    /// What it wants.
    pub(crate) wants: Wants,
}

/// What a request wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    /// The page: other pages may have a link to it.
    Page,
    /// To know something.
    View,
    /// To change something.
    Change,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Denied {
    /// It does not come from this machine, or names another host.
    Elsewhere,
    /// The password is missing or wrong.
    Unknown,
    /// Too many attempts of its address have failed. For how long.
    TooOften(Duration),
    /// It comes from another page.
    OtherPage,
}

impl Access {
    /// Whether a request is answered.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn check(&self, asked: &Asked<'_>, now: Millis) -> Result<(), Denied> {
        match self {
            Access::ThisMachine => asked
                .is_of_this_machine()
                .then_some(())
                .ok_or(Denied::Elsewhere)?,
            Access::Password(password) => password.check(asked, now)?,
        }
        asked
            .is_of_this_page()
            .then_some(())
            .ok_or(Denied::OtherPage)
    }
}

impl Asked<'_> {
    fn is_of_this_machine(&self) -> bool {
        let is_here = self.address.to_canonical().is_loopback();
        is_here && is_loopback(without_port(self.host)) && !self.is_forwarded
    }

    fn is_of_this_page(&self) -> bool {
        let site = self
            .site
            .map(|site| site == "same-origin" || site == "none");
        match self.wants {
            Wants::Page => true,
            Wants::View => site.unwrap_or(true),
            // A browser says so itself, in one way or the other. What is no browser has the command line.
            Wants::Change => {
                let own = self.origin.map(|origin| self.is_own(origin));
                site.or(own) == Some(true) && own.unwrap_or(true)
            }
        }
    }

    fn is_own(&self, origin: &str) -> bool {
        let host = origin.split_once("://").map(|(_, host)| host);
        host.is_some_and(|host| host.eq_ignore_ascii_case(self.host))
    }
}

/// A host without its port.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => host,
        _ => host,
    }
}

/// Whether a name can only mean this machine, whoever answers for names.
fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let address = bare.unwrap_or(&host).parse::<IpAddr>();
    match address {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked<'r>(address: &str, host: &'r str, wants: Wants) -> Asked<'r> {
        Asked {
            address: address.parse().unwrap(),
            host,
            authorization: None,
            origin: None,
            site: None,
            is_forwarded: false,
            wants,
        }
    }

    #[test]
    fn this_machine_is_an_address_and_a_name() {
        let check = |address, host| {
            Access::ThisMachine
                .check(&asked(address, host, Wants::View), Millis(0))
                .is_ok()
        };
        for host in [
            "localhost",
            "localhost:8080",
            "LOCALHOST:1",
            "127.0.0.1:8080",
            "[::1]:8080",
            "app.localhost:8080",
        ] {
            assert!(check("127.0.0.1", host), "{host}");
            assert!(
                check("::1", host) && check("::ffff:127.0.0.1", host),
                "{host}"
            );
            assert!(!check("192.168.0.7", host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "notlocalhost",
            "192.168.0.7:8080",
            "127.0.0.1.evil.example:8080",
            "[::2]",
        ] {
            assert!(!check("127.0.0.1", host), "{host}");
        }
        let forwarded = Asked {
            is_forwarded: true,
            ..asked("127.0.0.1", "localhost", Wants::Page)
        };
        let denied = Access::ThisMachine.check(&forwarded, Millis(0));
        assert_eq!(denied, Err(Denied::Elsewhere));
    }

    #[test]
    fn only_its_own_page_changes_anything() {
        let check = |wants, origin, site| {
            let asked = Asked {
                origin,
                site,
                ..asked("127.0.0.1", "localhost:8080", wants)
            };
            Access::ThisMachine.check(&asked, Millis(0)).is_ok()
        };
        let own = Some("http://localhost:8080");
        let other = Some("http://localhost:9000");
        assert!(check(Wants::Change, own, Some("same-origin")));
        assert!(check(Wants::Change, own, None));
        assert!(check(Wants::Change, None, Some("same-origin")));
        assert!(!check(Wants::Change, None, None), "no browser");
        assert!(!check(Wants::Change, other, Some("same-site")));
        assert!(!check(Wants::Change, other, Some("same-origin")));
        assert!(!check(Wants::Change, other, None));
        assert!(!check(Wants::Change, Some("null"), None));
        assert!(!check(Wants::Change, own, Some("cross-site")));
        assert!(check(Wants::View, None, None) && check(Wants::View, None, Some("none")));
        assert!(!check(Wants::View, None, Some("cross-site")));
        assert!(check(Wants::Page, None, Some("cross-site")), "a link");
    }

    fn basic(password: &str) -> String {
        format!("Basic {}", STANDARD.encode(format!("anyone:{password}")))
    }

    #[test]
    fn a_password_is_believed_and_guesses_run_out() {
        assert_eq!(Password::new("elevenchars").unwrap_err(), TooShort(11));
        let password = Password::new("twelve chars").unwrap();
        let check = |text: &str, address: &str, now| {
            let asked = Asked {
                authorization: Some(text),
                ..asked(address, "example.org", Wants::View)
            };
            Access::Password(password.clone()).check(&asked, Millis(now))
        };
        let right = basic("twelve chars");
        assert_eq!(check(&right, "10.0.0.1", 0), Ok(()));
        for wrong in ["", "Basic", "Basic ?", "Bearer x"] {
            assert_eq!(check(wrong, "10.0.0.1", 0), Err(Denied::Unknown), "{wrong}");
        }
        for _ in 0..ATTEMPTS {
            assert_eq!(check(&basic("no"), "10.0.0.1", 0), Err(Denied::Unknown));
        }
        let wait = Duration::from_millis(WINDOW - 5);
        assert_eq!(check(&right, "10.0.0.1", 5), Err(Denied::TooOften(wait)));
        assert_eq!(check(&right, "10.0.0.2", 5), Ok(()), "another address");
        assert_eq!(check(&right, "10.0.0.1", WINDOW), Ok(()));
        for n in 0..ATTEMPTS {
            let address = format!("2001:db8::{n}");
            assert_eq!(check(&basic("no"), &address, 0), Err(Denied::Unknown));
        }
        let denied = check(&right, "2001:db8::ffff", 0);
        assert!(matches!(denied, Err(Denied::TooOften(_))), "one network");
    }
}
