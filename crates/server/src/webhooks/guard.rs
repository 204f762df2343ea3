//! Which addresses a webhook may go to: those of the internet, and what the settings allow beside them.
//!
//! The address that is connected to is what is checked, not the name: a name may lead anywhere, and elsewhere the next time.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// What the settings allow beside the internet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allow {
    hosts: Vec<String>,
    nets: Vec<Net>,
}

/// Addresses that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Net {
    address: Ipv6Addr,
    /// Bits, of 128.
    prefix: u8,
}

/// Why a text allows nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is neither an address, nor a network such as `10.0.0.0/8`, nor the name of a host such as `localhost`"
)]
pub struct NotAllowed(pub String);

impl Allow {
    /// What these texts allow: addresses, networks, names of hosts.
    ///
    /// # Errors
    /// The first that is none of them.
    pub fn read(texts: &[impl AsRef<str>]) -> Result<Allow, NotAllowed> {
        let mut allow = Allow::default();
        for text in texts {
            let text = text.as_ref();
            match net(text) {
                Some(net) => allow.nets.push(net),
                None if is_host(text) => allow.hosts.push(text.to_ascii_lowercase()),
                None => return Err(NotAllowed(text.to_owned())),
            }
        }
        Ok(allow)
    }

    /// All addresses there are.
    pub(crate) fn everything() -> Allow {
        let address = Ipv6Addr::UNSPECIFIED;
        Allow {
            hosts: Vec::new(),
            nets: vec![Net { address, prefix: 0 }],
        }
    }

    /// Whether this host may be called at this address.
    pub(crate) fn allows(&self, host: &str, address: IpAddr) -> bool {
        self.names(host) || is_public(address) || self.contains(address)
    }

    /// Whether the settings trust this host by its name, or its address where that is its name.
    pub(crate) fn trusts(&self, host: &str) -> bool {
        let literal = literal(host);
        self.names(host) || literal.is_some_and(|address| self.contains(address))
    }

    fn names(&self, host: &str) -> bool {
        self.hosts.iter().any(|one| one.eq_ignore_ascii_case(host))
    }

    fn contains(&self, address: IpAddr) -> bool {
        let bits = wide(address).to_bits();
        self.nets.iter().any(|net| {
            let ignored = 128 - u32::from(net.prefix);
            let begins = |bits: u128| bits.checked_shr(ignored).unwrap_or(0);
            begins(bits) == begins(net.address.to_bits())
        })
    }
}

/// The address that a host's name is, if it is one.
pub(crate) fn literal(host: &str) -> Option<IpAddr> {
    let inside = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    IpAddr::from_str(inside.unwrap_or(host)).ok()
}

fn net(text: &str) -> Option<Net> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let address = literal(address)?;
    let (outer, most) = match address {
        IpAddr::V4(_) => (96, 32),
        IpAddr::V6(_) => (0, 128),
    };
    let prefix = prefix.unwrap_or(most);
    (prefix <= most).then_some(Net {
        address: wide(address),
        prefix: outer + prefix,
    })
}

fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    // What is all digits and dots is an address with a mistake in it.
    let named = text.contains(|c: char| c.is_ascii_alphabetic());
    named && text.len() <= 253 && text.split('.').all(label)
}

/// Both families as one. An IPv4 address and its mapped form are the same.
fn wide(address: IpAddr) -> Ipv6Addr {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    }
}

/// Whether an address is one of the internet's: not this machine, not a network of one's own, not for many receivers, not reserved.
/// By IANA's registries of special-purpose addresses, and those under which clouds tell machines their secrets.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    const SPECIAL: [(Ipv4Addr, u32); 16] = [
        (Ipv4Addr::new(0, 0, 0, 0), 8),
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
        // Azure's, for machines.
        (Ipv4Addr::new(168, 63, 129, 16), 32),
        (Ipv4Addr::new(169, 254, 0, 0), 16),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 0, 0, 0), 24),
        (Ipv4Addr::new(192, 0, 2, 0), 24),
        (Ipv4Addr::new(192, 88, 99, 0), 24),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(198, 18, 0, 0), 15),
        (Ipv4Addr::new(198, 51, 100, 0), 24),
        (Ipv4Addr::new(203, 0, 113, 0), 24),
        (Ipv4Addr::new(224, 0, 0, 0), 4),
        (Ipv4Addr::new(240, 0, 0, 0), 4),
    ];
    let begins = |address: Ipv4Addr, bits: u32| address.to_bits() >> (32 - bits);
    SPECIAL
        .iter()
        .all(|(net, bits)| begins(address, *bits) != begins(*net, *bits))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let last = || {
        let [.., high, low] = parts;
        Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))
    };
    match parts {
        // Unspecified, loopback, and IPv4 in the two old ways.
        [0, 0, 0, 0, 0, 0, ..] => false,
        [0, 0, 0, 0, 0, 0xffff, ..] => is_public_v4(last()),
        // NAT64 leads to the address that it holds.
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(last()),
        // 6to4 does, too.
        [0x2002, high, low, ..] => {
            is_public_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        // Protocols' own, with Teredo, which leads elsewhere.
        [0x2001, second, ..] if second < 0x200 => false,
        [0x2001, 0xdb8, ..] => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        // Of all others only 2000::/3 is given to anybody.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_public() {
        let public = [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
        ];
        for text in public {
            assert!(is_public(text.parse().expect("an address")), "{text}");
        }
        let others = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.0.1",
            "169.254.169.254",
            "169.254.170.2",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:a00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
            "4000::1",
        ];
        for text in others {
            assert!(!is_public(text.parse().expect("an address")), "{text}");
        }
    }

    #[test]
    fn what_the_settings_allow_is_allowed() {
        let allow = Allow::read(&["10.0.0.0/8", "localhost", "192.168.1.7", "fd00::/8", "::1"]);
        let allow = allow.expect("all are of use");
        let allows =
            |host: &str, address: &str| allow.allows(host, address.parse().expect("an address"));
        assert!(allows("inside.example.com", "10.2.3.4"));
        assert!(allows("inside.example.com", "::ffff:10.2.3.4"));
        assert!(allows("x", "192.168.1.7") && !allows("x", "192.168.1.8"));
        assert!(allows("x", "fd12::1") && !allows("x", "fe80::1"));
        assert!(allows("x", "::1") && !allows("x", "127.0.0.1"));
        assert!(allows("LocalHost", "127.0.0.1"));
        assert!(!allows("localhost.example.com", "127.0.0.1"));
        assert!(!allows(
            "inside.example.com",
            "11.2.3.4".replace("11", "172.16").trim_end_matches(".4")
        ));
        assert!(allow.trusts("10.1.1.1") && allow.trusts("[::1]") && allow.trusts("localhost"));
        assert!(!allow.trusts("example.com") && !allow.trusts("8.8.8.8"));
        let all = Allow::read(&["0.0.0.0/0", "::/0"]).expect("all are of use");
        assert!(all.allows("x", "127.0.0.1".parse().expect("an address")));
        assert!(all.allows("x", "fe80::1".parse().expect("an address")));
        let all = Allow::everything();
        for text in ["127.0.0.1", "10.0.0.1", "fe80::1", "8.8.8.8"] {
            assert!(all.allows("x", text.parse().expect("an address")), "{text}");
        }
    }

    #[test]
    fn what_allows_nothing_is_refused() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0",
            "10.0.0.256",
            "::/129",
            "http://localhost",
            "a b",
            "*.example.com",
            "10.0.0.0/x",
        ] {
            let refused = Allow::read(&[text]);
            assert_eq!(refused, Err(NotAllowed(text.to_owned())));
        }
    }
}
