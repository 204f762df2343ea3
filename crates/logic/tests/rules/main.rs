//! A whole app's logic, compiled and called as the server calls it.

mod claims;
mod docs;
mod faults;
mod handlers;
mod joined;
mod json;
mod models;
mod ot;
mod pages;
mod ranges;
mod reports;
mod support;
mod types;
