/// Somebody wanted it to be called.
#[target(url = "http://{FAULTS_RECEIVER}/called", timeout = "2s")]
pub struct Called {
    pub key: String,
}
