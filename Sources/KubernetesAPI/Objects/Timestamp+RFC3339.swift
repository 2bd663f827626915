extension Timestamp {
    /// A moment as RFC 3339 writes it, `2024-05-31T12:00:00Z`; a fraction of a second is dropped. Nil for anything else.
    ///
    /// https://www.rfc-editor.org/rfc/rfc3339#section-5.6
    package init?(rfc3339 text: String) {
        var scanner = DigitScanner(text.utf8)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2), scanner.skip("T") || scanner.skip("t"),
            let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
            scanner.skip(":"), let second = scanner.number(digits: 2)
        else { return nil }
        guard (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60,
            second <= 60, scanner.skipFraction(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let time = (hour * 60 + minute) * 60 + second
        self.init(secondsSinceEpoch: Self.daysSinceEpoch(year, month, day) * 86_400 + time - offset)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return isLeapYear ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    /// Days of the Gregorian calendar since 1970-01-01: years start in March, so that the leap day ends them.
    private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let era = shifted >= 0 ? shifted / 400 : (shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// Takes digits and signs off the front of a text.
private struct DigitScanner {
    private var rest: String.UTF8View.SubSequence

    init(_ text: String.UTF8View) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Exactly that many digits, at most four.
    mutating func number(digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let first = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
            value = value * 10 + Int64(first - UInt8(ascii: "0"))
            rest.removeFirst()
        }
        return value
    }

    /// An optional `.` and digits; false when the digits are lacking.
    mutating func skipFraction() -> Bool {
        guard skip(".") else { return true }
        guard number(digits: 1) != nil else { return false }
        while number(digits: 1) != nil {}
        return true
    }

    /// `Z`, or `+hh:mm`, in seconds east of Greenwich.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24, skip(":"), let minutes = number(digits: 2), minutes < 60 else {
            return nil
        }
        return sign * (hours * 60 + minutes) * 60
    }
}
