//! What a request brings along to show who sends it, and from where.

/// The token of a request, wherever it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The token.
    pub token: Option<String>,
    /// The subprotocol that carried it, which the answer has to choose.
    pub subprotocol: Option<String>,
}

/// The subprotocol's beginning that carries a token. Browsers can set no headers on a WebSocket.
const BEARER: &str = "bearer.";

impl Credentials {
    /// Takes the token from `Authorization: Bearer`, the subprotocols or the query's `token`, in this order.
    pub fn find(
        authorization: Option<&str>,
        subprotocols: Option<&str>,
        query_token: Option<&str>,
    ) -> Credentials {
        let offered = subprotocols.unwrap_or_default().split(',').map(str::trim);
        let subprotocol = offered.into_iter().find(|name| name.starts_with(BEARER));
        let header = authorization.and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let token = header
            .or_else(|| subprotocol.map(|name| &name[BEARER.len()..]))
            .or(query_token)
            .filter(|token| !token.is_empty());
        Credentials {
            token: token.map(str::to_owned),
            subprotocol: subprotocol.map(str::to_owned),
        }
    }
}

/// Which pages may open connections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origins {
    /// All.
    #[default]
    Any,
    /// These, compared as browsers send them: `https://example.org`, without a path. What sends no `Origin` is no browser, and passes.
    Only(Vec<String>),
}

impl Origins {
    /// Whether a request of this `Origin` may go on.
    pub fn allow(&self, origin: Option<&str>) -> bool {
        match (self, origin) {
            (Origins::Any, _) | (_, None) => true,
            (Origins::Only(list), Some(origin)) => list
                .iter()
                .any(|allowed| allowed.eq_ignore_ascii_case(origin)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_token_wherever_it_is() {
        let token = |a, s, q| Credentials::find(a, s, q).token;
        assert_eq!(
            token(Some("bearer abc"), Some("bearer.def"), Some("ghi")).as_deref(),
            Some("abc")
        );
        assert_eq!(
            token(Some("Basic abc"), Some("chat, bearer.def"), Some("ghi")).as_deref(),
            Some("def")
        );
        assert_eq!(
            token(None, Some("chat"), Some("ghi")).as_deref(),
            Some("ghi")
        );
        assert_eq!(token(None, None, Some("")), None);
        let found = Credentials::find(None, Some("chat, bearer.def"), None);
        assert_eq!(found.subprotocol.as_deref(), Some("bearer.def"));
    }

    #[test]
    fn lets_listed_origins_and_programs_through() {
        let only = Origins::Only(vec!["https://example.org".to_owned()]);
        assert!(only.allow(Some("https://EXAMPLE.org")));
        assert!(only.allow(None));
        assert!(!only.allow(Some("https://example.org.evil.test")));
        assert!(!only.allow(Some("null")));
        assert!(Origins::Any.allow(Some("null")));
    }
}
