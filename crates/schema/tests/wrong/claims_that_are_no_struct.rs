// file: models/auth/claims_auth.rs
pub struct Claims(pub Vec<String>);
// file: models/auth/claims.rs
pub struct Person {
    pub name: String,
}
