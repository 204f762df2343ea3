// file: models/auth/first_auth.rs
pub struct Claims {
    pub role: Option<String>,
}
// file: models/auth/second_auth.rs
pub struct Claims {
    pub team: Option<String>,
}
