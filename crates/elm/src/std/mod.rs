//! The standard library: the Elm sources that come with the compiler.
//!
//! They are written for this compiler, with the interface of the official packages. A definition that is an
//! annotation alone is a primitive: the compiler or its host knows it as `Module.name`, and `PRIMITIVES.md`
//! tells what each one does. It refuses to know how any of this is compiled.

/// All modules, package by package: name, package, source. A module comes behind those that it imports.
/// Modules of `elm/core` have no default imports.
pub fn modules() -> &'static [(&'static str, &'static str, &'static str)] {
    MODULES
}

/// The package whose modules every other module imports.
pub const CORE: &str = "elm/core";

/// What the compiler has in place of kernel code, as if it were a package: the modules that it knows by the names which sources
/// of packages import.
pub const KERNEL: &str = "elm/kernel";

macro_rules! bundle {
    ($($package:literal { $($name:literal in $path:literal,)+ })+) => {
        &[$($((
            $name,
            $package,
            include_str!(concat!($package, "/", $path, ".elm")),
        ),)+)+]
    };
}

const MODULES: &[(&str, &str, &str)] = bundle! {
    "elm/core" {
        "Basics" in "Basics",
        "Maybe" in "Maybe",
        "Result" in "Result",
        "List" in "List",
        "Char" in "Char",
        "String" in "String",
        "BuildAmp.Internal.Text" in "BuildAmp/Internal/Text",
        "Tuple" in "Tuple",
        "Bitwise" in "Bitwise",
        "Debug" in "Debug",
        "Dict" in "Dict",
        "Set" in "Set",
        "BuildAmp.Internal.Flat" in "BuildAmp/Internal/Flat",
        "Array" in "Array",
        "Platform.Cmd" in "Platform/Cmd",
        "Platform.Sub" in "Platform/Sub",
        "Platform" in "Platform",
        "Task" in "Task",
        "Process" in "Process",
    }
    "elm/json" {
        "Json.Encode" in "Json/Encode",
        "Json.Decode" in "Json/Decode",
    }
    "elm/virtual-dom" {
        "VirtualDom" in "VirtualDom",
    }
    "elm/kernel" {
        "Elm.Kernel.Debug" in "Elm/Kernel/Debug",
        "Elm.Kernel.HtmlAsJson" in "Elm/Kernel/HtmlAsJson",
        "Elm.Kernel.Parser" in "Elm/Kernel/Parser",
        "Elm.Kernel.Test" in "Elm/Kernel/Test",
        "Elm.Kernel.Time" in "Elm/Kernel/Time",
        "Elm.Kernel.Url" in "Elm/Kernel/Url",
    }
    "elm/random" {
        "Random" in "Random",
    }
    "elm/time" {
        "Time" in "Time",
    }
    "elm/url" {
        "Url" in "Url",
        "Url.Builder" in "Url/Builder",
        "BuildAmp.Internal.Query" in "BuildAmp/Internal/Query",
        "Url.Parser.Query" in "Url/Parser/Query",
        "Url.Parser" in "Url/Parser",
    }
    "elm/parser" {
        "Parser.Advanced" in "Parser/Advanced",
        "Parser" in "Parser",
    }
    "elm/bytes" {
        "Bytes" in "Bytes",
        "Bytes.Encode" in "Bytes/Encode",
        "Bytes.Decode" in "Bytes/Decode",
    }
    "elm/regex" {
        "Regex" in "Regex",
    }
    "elm/html" {
        "Html" in "Html",
        "Html.Attributes" in "Html/Attributes",
        "Html.Events" in "Html/Events",
        "Html.Keyed" in "Html/Keyed",
        "Html.Lazy" in "Html/Lazy",
    }
    "elm/browser" {
        "Browser.Dom" in "Browser/Dom",
        "Browser.Events" in "Browser/Events",
        "Browser.Navigation" in "Browser/Navigation",
        "Browser" in "Browser",
    }
    "elm/file" {
        "File" in "File",
        "File.Download" in "File/Download",
        "File.Select" in "File/Select",
    }
    "elm/http" {
        "Http" in "Http",
    }
};
