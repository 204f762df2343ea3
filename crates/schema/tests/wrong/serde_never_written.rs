pub struct Login {
    #[serde(skip_serializing)]
    pub password: String,
}
