//! The advice on problems that need no look at what surrounds them: literals, comments, ports, limits.

use buildamp_diagnostics::Report;

use super::next::slice;
use crate::region::Region;
use crate::syntax::cursor;
use crate::syntax::error::Problem;

/// Adds what was found and expected, and what to do.
pub(super) fn advice(report: Report, problem: Problem, region: Region, text: &str) -> Report {
    match problem {
        Problem::Tab => report.found("a tab").help("write spaces instead"),
        Problem::EndlessComment => report
            .found("opened here")
            .help("close it with `-}`; each `{-` inside of it needs one too"),
        Problem::EndlessChar => report
            .expected("`'` behind one character")
            .help("a text of more characters has double quotes"),
        Problem::NotOneChar => report
            .found("not exactly one character")
            .help("write a text in double quotes"),
        Problem::SurrogateChar => report
            .found("half of a UTF-16 pair")
            .help("`Char.fromCode` makes one where it is really needed"),
        Problem::EndlessString => report
            .expected("`\"` on the same line")
            .help("a text of several lines has three double quotes at each end"),
        Problem::EndlessText => report.found("opened here").help("close it with `\"\"\"`"),
        Problem::UnknownEscape => report
            .found(format!("`{}`", slice(text, region)))
            .expected("`\\n`, `\\r`, `\\t`, `\\\"`, `\\'`, `\\\\` or `\\u{00E9}`")
            .help("write a backslash twice"),
        Problem::UnicodeFormat => report
            .found(format!("`{}`", slice(text, region)))
            .expected("`\\u{` four to six hexadecimal digits `}`"),
        Problem::UnicodeCode => report
            .found(format!("`{}`", slice(text, region)))
            .expected("a number from 0000 to 10FFFF"),
        Problem::UnicodeLength(digits, code) => report
            .found(format!("{digits} digits"))
            .help(format!("write `\\u{{{code:04X}}}`")),
        Problem::NumberEnd => report.expected("space behind the number, or more digits"),
        Problem::NumberDot => report.help("write a digit behind the dot, or no dot"),
        Problem::HexDigit => {
            report.expected("hexadecimal digits, as in `0x2B`, of at most 63 bits")
        }
        Problem::LeadingZero => report.help("write it without the zeros; in base 16, `0x1F`"),
        Problem::FloatPattern => report
            .found("a float")
            .expected("an integer, or a name")
            .help("compare with `==` or `<` in an `if`"),
        Problem::NamedWildcard => report
            .found(format!("`{}`", slice(text, region)))
            .expected("`_`, or a name that starts with a small letter"),
        other => module_advice(report, other),
    }
}

fn module_advice(report: Report, problem: Problem) -> Report {
    match problem {
        Problem::Shader | Problem::EndlessShader => report
            .found("a shader")
            .help("keep it in a module that only the front end imports"),
        Problem::UnexpectedPorts => report
            .found("not a `port module`")
            .help("write `port module` here"),
        Problem::NoPorts => report
            .found("a `port module`")
            .help("write `module` without `port`"),
        Problem::PortInPackage | Problem::PortModuleInPackage => report
            .found("part of a package")
            .help("take the function that a port would be as a parameter"),
        Problem::EffectModule => report
            .found("an effect module")
            .help("write `module`, and use commands and subscriptions of other modules"),
        Problem::TooDeep => report
            .found(format!("more than {} levels deep", cursor::DEPTH))
            .help("give parts of it names of their own"),
        _ => report,
    }
}
