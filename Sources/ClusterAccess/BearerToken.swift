/// What stands after `Bearer`. https://www.rfc-editor.org/rfc/rfc6750#section-2.1
enum BearerToken {
    /// The token that a file or a field holds, without the space around it; nil when nothing is left, or when it holds what
    /// no header field can.
    static func clean(_ bytes: [UInt8]) -> String? {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        var rest = bytes[...]
        while let first = rest.first, isSpace(first) { rest.removeFirst() }
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        guard !rest.isEmpty, rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return String(decoding: rest, as: UTF8.self)
    }
}
