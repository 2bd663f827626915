extension JSONReader {
    /// The number at the position: whole where it fits 64 bits, else the nearest `Double`.
    mutating func number() throws(DocumentProblem) -> Node.Value {
        let start = position
        let isNegative = current == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var magnitude: Int64? = 0
        let digitsStart = position
        while let digit = digit() {
            let (product, overflow) = (magnitude ?? 0).multipliedReportingOverflow(by: 10)
            let (difference, underflow) = product.subtractingReportingOverflow(digit)
            magnitude = magnitude == nil || overflow || underflow ? nil : difference
        }
        let digits = position - digitsStart
        guard digits > 0 else { throw problem("expected a digit") }
        guard digits == 1 || bytes[digitsStart] != UInt8(ascii: "0") else { throw problem("a number starts with 0") }
        var isWhole = true
        if current == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isWhole = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        if isWhole, let magnitude, isNegative || magnitude != Int64.min {
            return .integer(isNegative ? magnitude : 0 - magnitude)
        }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite else {
            throw problem("a number is too large")
        }
        return .number(value)
    }

    /// Takes a digit.
    private mutating func digit() -> Int64? {
        let byte = current
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        position += 1
        return Int64(byte - UInt8(ascii: "0"))
    }

    private mutating func skipDigits() throws(DocumentProblem) {
        guard digit() != nil else { throw problem("expected a digit") }
        while digit() != nil {}
    }
}
