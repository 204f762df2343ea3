// file: models/auth/one_auth.rs
#[serde(deny_unknown_fields)]
pub struct Claims {
    pub role: Option<String>,
}
// file: models/auth/roles_auth.rs
pub enum Role {
    Guest,
    Member,
}
// file: models/auth/private_auth.rs
struct Team {
    name: String,
}
