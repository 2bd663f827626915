extension String {
    /// The text of bytes that are UTF-8, nil for others.
    ///
    /// `String(validating:as:)` asks the runtime for types each time; for the texts of objects, which are short and nearly all
    /// ASCII, that is most of the cost.
    init?(utf8 bytes: ArraySlice<UInt8>) {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self = String(decoding: bytes, as: UTF8.self)
        } else {
            guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
            self = text
        }
    }
}
