#[target(url = "http://localhost:{RECEIVER_PORT}/prompt")]
pub struct Prompt {
    pub text: String,
}

#[target(url = "http://localhost:{RECEIVER_PORT}/slow")]
pub struct Slow {
    pub text: String,
}

#[target(url = "http://localhost:{RECEIVER_PORT}/silent")]
pub struct Silent {
    pub text: String,
}

#[target(url = "http://localhost:{RECEIVER_PORT}/failing")]
pub struct Failing {
    pub text: String,
}

#[target(url = "http://localhost:{RECEIVER_PORT}/closing")]
pub struct Closing {
    pub text: String,
}

#[target(url = "http://localhost:{RECEIVER_PORT}/trickling")]
pub struct Trickling {
    pub text: String,
}

#[target(url = "http://localhost:{NOBODY_PORT}/")]
pub struct Nobody {
    pub text: String,
}
