//! Prose for ports.

use buildamp_diagnostics::{Report, Span};

use crate::resolve::{BadPayload, BadPort, PortProblem};

use super::count;

/// The report of a port, whose name is at `span`.
pub(super) fn report(name: &str, problem: &PortProblem, span: Span) -> Report {
    match problem {
        PortProblem::Type(problem) => port(
            Report::error("bad_port", port_title(name, *problem), span),
            *problem,
        ),
        PortProblem::Payload(problem) => payload(
            Report::error("port_error", payload_title(name, problem), span),
            problem,
        ),
    }
}

fn payload_title(name: &str, problem: &BadPayload) -> String {
    let carries = match problem {
        BadPayload::ExtendedRecord => "a record of unknown fields".into(),
        BadPayload::Function => "a function".into(),
        BadPayload::Variable(variable) => format!("the unknown type `{variable}`"),
        BadPayload::Unsupported(ty) => format!("a `{ty}`"),
    };
    format!("The port `{name}` can't carry {carries}")
}

fn payload(report: Report, problem: &BadPayload) -> Report {
    match problem {
        BadPayload::ExtendedRecord => {
            report.help("name all fields, for JavaScript's value is checked against them")
        }
        BadPayload::Function => report.help("send data, and let the other side act on it"),
        BadPayload::Variable(_) => {
            report.help("name the type, for JavaScript's value is checked against it")
        }
        BadPayload::Unsupported(_) => report
            .expected(
                "Int, Float, Bool, String, Maybe, List, Array, tuples, records or a JSON value",
            )
            .help("send a `Json.Encode.Value`, with an encoder and a decoder of your own"),
    }
}

fn port_title(name: &str, problem: BadPort) -> String {
    match problem {
        BadPort::CmdNoArgument => format!("The port `{name}` sends nothing"),
        BadPort::CmdArguments(_) => format!("The port `{name}` sends more than one value"),
        BadPort::CmdMessage => format!("The port `{name}` can't give messages back"),
        BadPort::Sub => format!("The port `{name}` doesn't have the type of a subscription"),
        BadPort::Neither => format!("The port `{name}` is neither a command nor a subscription"),
    }
}

fn port(report: Report, problem: BadPort) -> Report {
    match problem {
        BadPort::CmdNoArgument => report
            .expected("one argument before `Cmd msg`")
            .help("write `() -> Cmd msg` if there is nothing to tell"),
        BadPort::CmdArguments(found) => report
            .found(count(found, "argument"))
            .expected("one argument before `Cmd msg`")
            .help("put them into a tuple or a record"),
        BadPort::CmdMessage => report
            .expected("`Cmd msg` with a type variable")
            .help("what JavaScript answers comes through a port of its own"),
        BadPort::Sub => report
            .expected("a type like `(Int -> msg) -> Sub msg`")
            .help("use the same type variable in both places"),
        BadPort::Neither => report
            .expected("`a -> Cmd msg`, or `(a -> msg) -> Sub msg`")
            .help("let the type end in one of these"),
    }
}
