/// A value that is a message within an object.
protocol MessageDecodable {
    /// Reads the message. Values that are none are noted, as they are of JSON; what is no message at all is thrown.
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem)
}

extension MessageReader {
    /// The value, a message whose problems belong to the field of that name.
    mutating func value<Value: MessageDecodable>(
        _ name: @autoclosure () -> String, noting notes: inout FieldReader
    ) throws(DocumentProblem) -> Value {
        var part = FieldReader(Mapping())
        let value = try Value(try message(), noting: &part)
        notes.adopt(part.problems, under: name())
        return value
    }

    /// Adds the value, a message, to the sequence of that name.
    mutating func element<Value: MessageDecodable>(
        of values: inout [Value], _ name: String, noting notes: inout FieldReader
    ) throws(DocumentProblem) {
        try checkRoom(values.count)
        values.append(try value(FieldPath.element(values.count, of: name), noting: &notes))
    }

    /// Adds the value, a text, to a sequence.
    mutating func element(of texts: inout [String]) throws(DocumentProblem) {
        try checkRoom(texts.count)
        texts.append(try text())
    }

    /// Adds the value, an entry of a mapping, to the texts of it.
    ///
    /// https://protobuf.dev/programming-guides/encoding/#maps
    mutating func entry(of texts: inout [String: String]) throws(DocumentProblem) {
        var value: ArraySlice<UInt8> = []
        let key = try entry(&value)
        guard let text = String(utf8: value) else { throw problem("the text in field \(number) is not UTF-8") }
        texts[key] = text
    }

    /// Adds the value, an entry of a mapping, to the bytes of it.
    mutating func entry(of bytes: inout [String: [UInt8]]) throws(DocumentProblem) {
        var value: ArraySlice<UInt8> = []
        let key = try entry(&value)
        bytes[key] = Array(value)
    }

    /// The key of the value, an entry of a mapping; what stands under it is put in `value`.
    mutating func entry(_ value: inout ArraySlice<UInt8>) throws(DocumentProblem) -> String {
        var entry = try message()
        var key = ""
        while try entry.next() {
            switch entry.number {
            case 1: key = try entry.text()
            case 2: value = try entry.content()
            default: try entry.skip()
            }
        }
        return key
    }

    /// An element takes two bytes at least, and a hundred once it is read.
    private func checkRoom(_ count: Int) throws(DocumentProblem) {
        let limit = FieldReader.elementLimit
        guard count < limit else { throw problem("there are more than \(limit) elements in field \(number)") }
    }
}

extension FieldReader {
    /// A number that was read of the field of that name, nil for none. One out of bounds is noted as it is of JSON, and nil.
    mutating func number(_ name: String, _ number: Int64?, in bounds: ClosedRange<Int>) -> Int? {
        guard let number else { return nil }
        if let number = Int(exactly: number), bounds.contains(number) { return number }
        var field = FieldReader(Mapping([Mapping.Entry(key: name, value: Node(.integer(number)))]))
        _ = field.optionalInt(name, in: bounds)
        adopt(field.problems, under: "")
        return nil
    }

    /// A number that must be there; 0 where it is not, or is out of bounds.
    mutating func requiredNumber(_ name: String, _ number: Int64?, in bounds: ClosedRange<Int>) -> Int {
        if number == nil { missing(name) }
        return self.number(name, number, in: bounds) ?? 0
    }
}
