//! How a value lies in 64 bits, and its parts in memory. The compiler's code and the host both go by this.
//!
//! A number is its own IEEE 754 bits. Everything else hides among the NaNs that arithmetic never makes: all bits from
//! 50 up are set. The sixteen bits below the top sixteen tell the kind (of a custom type's value: the variant),
//! the low half is an address or the value itself.
//!
//! ```text
//! 1111111111111100 kkkkkkkkkkkkkkkk aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa    kind, address or value
//! 1111111111111110 tttttttttttttttt aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa    variant, address
//! ```
//!
//! In memory, at an address that 8 divides:
//!
//! | kind | content |
//! | --- | --- |
//! | list | first, rest; the empty one has the address 0 |
//! | pair, triple | the items |
//! | record | shape (4 bytes), count (4 bytes), the fields in the order of the shape |
//! | function | place in the table (4 bytes), arity (4 bytes), what it captured |
//! | string | see the runtime's `string` |
//! | custom type | constructor (4 bytes), count (4 bytes), the arguments |

/// From here on, as unsigned numbers, values are not numbers.
pub const BOXED: u64 = 0xFFFC << 48;

/// The top of a custom type's value.
pub const UNION: u64 = 0xFFFE << 48;

/// What a boxed value is that is of no custom type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Kind {
    /// `()`
    Unit = 0,
    /// The low half is 0 or 1.
    Bool = 1,
    /// The low half is the code point; above its 21 bits is what the host knows of a character of several.
    Char = 2,
    /// A list.
    List = 3,
    /// A text.
    String = 4,
    /// Of two.
    Pair = 5,
    /// Of three.
    Triple = 6,
    /// A record.
    Record = 7,
    /// A function as a value.
    Function = 8,
    /// Something of the host's, which the compiled program only hands on.
    Host = 9,
}

impl Kind {
    /// Every kind, by its number.
    pub const ALL: [Kind; 10] = [
        Kind::Unit,
        Kind::Bool,
        Kind::Char,
        Kind::List,
        Kind::String,
        Kind::Pair,
        Kind::Triple,
        Kind::Record,
        Kind::Function,
        Kind::Host,
    ];

    /// A value of this kind.
    pub const fn value(self, low: u32) -> u64 {
        BOXED | (self as u64) << 32 | low as u64
    }
}

/// `[]`
pub const NIL: u64 = Kind::List.value(0);
/// `()`
pub const UNIT: u64 = Kind::Unit.value(0);

/// A custom type's value.
pub const fn union(tag: u16, address: u32) -> u64 {
    UNION | (tag as u64) << 32 | address as u64
}

/// Where the address of the next free byte is kept: 4 bytes.
pub const HEAP: u32 = 8;
/// Where the address behind the constants is kept, to which [`HEAP`] goes back between calls: 4 bytes.
pub const HEAP_START: u32 = 12;
/// Where the data begins.
pub const DATA: u32 = 16;

/// How a value of JSON lies in the low half of one of the kind [`Kind::Host`]. The three lowest bits are its mark.
pub mod json {
    /// The bits of the mark. Without any, the low half is the address of a block: what it is (4 bytes), a count (4 bytes),
    /// its content.
    pub const MARK: u32 = 7;
    /// The rest is the address of a string of Elm's.
    pub const STRING: u32 = 1;
    /// The rest is a whole number of 29 bits.
    pub const INTEGER: u32 = 2;
    /// Whole numbers from minus this to below it lie in the value itself, but for -0.
    pub const SMALL: u32 = 1 << 28;

    const CONSTANT: u32 = 3;
    /// `null`
    pub const NULL: u32 = CONSTANT;
    /// What is not there.
    pub const ABSENT: u32 = 1 << 3 | CONSTANT;
    /// `false`
    pub const FALSE: u32 = 2 << 3 | CONSTANT;
    /// `true`
    pub const TRUE: u32 = 3 << 3 | CONSTANT;

    /// A block of a number's bits.
    pub const NUMBER: u32 = 2;
    /// A block of elements.
    pub const ARRAY: u32 = 4;
    /// A block of names and values by turns. No name comes twice, and each is a flat string.
    pub const OBJECT: u32 = 5;
    /// A block of a string that tells why a text is not JSON.
    pub const NOT_JSON: u32 = 7;
}

/// What a string's second four bytes say: its units are bytes of Latin-1.
pub const LATIN1: u32 = 0;
/// Its units are two bytes each, of UTF-16.
pub const UTF16: u32 = 1;
/// It is two strings in a row, whose values come next.
pub const JOINED: u32 = 2;
/// It is what another string is, whose value comes next.
pub const ANOTHER: u32 = 3;
