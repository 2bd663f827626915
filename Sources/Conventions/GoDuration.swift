/// A span of time written as Go writes it: `1h2m3.5s`, `250ms`, `10us`, `0`.
///
/// [The format](https://pkg.go.dev/time#ParseDuration) is Go's; a negative span is refused, because no option has a use
/// for one.
package struct GoDuration: Sendable, Equatable {
    /// The span, a whole number of nanoseconds.
    package let duration: Duration

    /// No time at all.
    package static let zero = GoDuration(duration: .zero)

    /// Takes a span as it is.
    package init(duration: Duration) {
        self.duration = duration
    }

    /// Reads any text; digits beyond a nanosecond are dropped, as in Go.
    package init(parsing text: String) throws(GoDurationError) {
        var rest = Substring(text)
        if rest.first == "+" { rest.removeFirst() }
        guard rest.first != "-" else { throw .negative }
        guard rest != "0" else {
            self = .zero
            return
        }
        guard !rest.isEmpty else { throw .malformed }
        var total: Int64 = 0
        while !rest.isEmpty {
            let (sum, overflow) = total.addingReportingOverflow(try Self.takeTerm(from: &rest))
            guard !overflow else { throw .tooLong }
            total = sum
        }
        self.duration = .nanoseconds(total)
    }

    /// Takes a number with its unit from the front; answers nanoseconds.
    private static func takeTerm(from text: inout Substring) throws(GoDurationError) -> Int64 {
        let whole = text.prefix(while: \.isDecimalDigit)
        text = text[whole.endIndex...]
        var fraction: Substring = ""
        if text.first == "." {
            fraction = text.dropFirst().prefix(while: \.isDecimalDigit)
            text = text[fraction.endIndex...]
        }
        guard !whole.isEmpty || !fraction.isEmpty else { throw .malformed }
        let unit = text.prefix { !$0.isDecimalDigit && $0 != "." }
        text = text[unit.endIndex...]
        guard !unit.isEmpty else { throw .unitMissing }
        guard let nanoseconds = nanosecondsPerUnit[String(unit)] else { throw .unitUnknown(String(unit)) }
        return try product(whole: whole, fraction: fraction, unit: nanoseconds)
    }

    private static func product(whole: Substring, fraction: Substring, unit: Int64) throws(GoDurationError) -> Int64 {
        guard let count = whole.isEmpty ? 0 : Int64(whole) else { throw .tooLong }
        let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: unit)
        guard !overflow else { throw .tooLong }
        // An hour has 13 digits of nanoseconds; later digits cannot change the result. The quotient is below `unit`,
        // because `numerator` is below `denominator`.
        var numerator: Int64 = 0
        var denominator: Int64 = 1
        for digit in fraction.prefix(15).compactMap(\.wholeNumberValue) {
            numerator = numerator * 10 + Int64(digit)
            denominator *= 10
        }
        let part = denominator.dividingFullWidth(unit.multipliedFullWidth(by: numerator)).quotient
        let (sum, carried) = nanoseconds.addingReportingOverflow(part)
        guard !carried else { throw .tooLong }
        return sum
    }

    private static let nanosecondsPerUnit: [String: Int64] = [
        "ns": 1,
        "us": 1_000,
        "\u{B5}s": 1_000,  // the micro sign
        "\u{3BC}s": 1_000,  // the Greek letter mu
        "ms": 1_000_000,
        "s": 1_000_000_000,
        "m": 60_000_000_000,
        "h": 3_600_000_000_000,
    ]
}

/// Why a text is not a duration.
package enum GoDurationError: Error, Equatable {
    /// It is below zero.
    case negative
    /// A number is missing.
    case malformed
    /// A number has no unit.
    case unitMissing
    /// A unit is none that Go knows.
    case unitUnknown(String)
    /// It is more than 292 years, the most that 64 bits of nanoseconds hold.
    case tooLong
}

extension GoDurationError: CustomStringConvertible {
    /// What is wrong, and what would be right.
    package var description: String {
        let fault =
            switch self {
            case .negative: "it is negative"
            case .malformed: "it is not a number with a unit"
            case .unitMissing: "a unit is missing"
            case .unitUnknown(let unit): "the unit \(unit) is unknown"
            case .tooLong: "it is too long"
            }
        return "\(fault); write 250ms, 30s, 1m30s or 0 (units ns, us, ms, s, m, h)"
    }
}

extension Character {
    fileprivate var isDecimalDigit: Bool { isASCII && isWholeNumber }
}
