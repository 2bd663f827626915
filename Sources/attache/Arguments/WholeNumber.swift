/// Why an argument is not a number that its option takes.
struct WholeNumberError: Error, Equatable, CustomStringConvertible {
    /// What to give instead.
    let description: String
}

/// Reads a decimal number of whatever integer type the option has.
func wholeNumber<Number: FixedWidthInteger>(_ text: String) throws(WholeNumberError) -> Number {
    if let number = Number(text) { return number }
    let isTooLarge = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let fix =
        isTooLarge
        ? "give a number of at most \(Number.max)"
        : Number.isSigned ? "give a whole number" : "give a whole number, 0 or more"
    throw WholeNumberError(description: fix)
}
