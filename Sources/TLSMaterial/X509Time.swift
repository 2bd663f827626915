/// The two ways in which certificates write times. <https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5>
enum X509Time {
    /// Seconds since 1970-01-01T00:00:00Z, or nil for what is no such time.
    static func seconds(tag: UInt8, text: ArraySlice<UInt8>) -> Int64? {
        guard text.last == UInt8(ascii: "Z") else { return nil }
        var digits = text.dropLast()[...]
        var year: Int64
        switch (tag, digits.count) {
        case (DERTag.utcTime.rawValue, 12):
            guard let short = number(&digits, count: 2) else { return nil }
            year = short < 50 ? 2000 + short : 1900 + short
        case (DERTag.generalizedTime.rawValue, 14):
            guard let long = number(&digits, count: 4) else { return nil }
            year = long
        default:
            return nil
        }
        guard let month = number(&digits, count: 2), (1...12).contains(month),
            let day = number(&digits, count: 2), (1...length(ofMonth: month, year: year)).contains(day),
            let hour = number(&digits, count: 2), hour < 24,
            let minute = number(&digits, count: 2), minute < 60,
            let second = number(&digits, count: 2), second < 60
        else { return nil }
        return ((days(year: year, month: month, day: day) * 24 + hour) * 60 + minute) * 60 + second
    }

    private static func number(_ digits: inout ArraySlice<UInt8>, count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard let digit = digits.popFirst(), (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value
    }

    private static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar, for the years 0 to 9999.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        // Years that begin in March put the leap day last.
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let leapDays = (shifted + 400) / 4 - (shifted + 400) / 100 + (shifted + 400) / 400
        return shifted * 365 + leapDays + dayOfYear - 719_565
    }
}
