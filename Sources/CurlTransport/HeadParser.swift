import HTTPTypes

/// Puts heads together from the lines curl delivers; total, whatever the lines hold.
///
/// Informational answers (1xx) are passed over. Lines that are no header field are ignored: curl has already
/// refused what is not HTTP. Trailers arrive as lines as well, after the head, and are ignored too.
struct HeadParser: Sendable {
    private var status: HTTPResponse.Status?
    private var headerFields = HTTPFields()

    /// Takes one line, with or without its line end; the head, when this line completes it.
    mutating func parse(_ line: [UInt8]) -> ResponseHead? {
        let text = String(decoding: line, as: UTF8.self).trimmingLineEnd()
        if text.hasPrefix("HTTP/") {
            headerFields = HTTPFields()
            status = Self.status(of: text)
            return nil
        }
        guard text.isEmpty else {
            append(text)
            return nil
        }
        guard let finished = status.take(), finished.kind != .informational else { return nil }
        return ResponseHead(status: finished, headerFields: headerFields)
    }

    private mutating func append(_ line: Substring) {
        guard status != nil, let colon = line.firstIndex(of: ":"),
            let name = HTTPField.Name(String(line[..<colon]))
        else { return }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        headerFields.append(HTTPField(name: name, value: String(value)))
    }

    /// `HTTP/1.1 200 OK` → 200.
    private static func status(of line: Substring) -> HTTPResponse.Status? {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let code = Int(words[1]), (100...999).contains(code) else { return nil }
        return HTTPResponse.Status(code: code)
    }
}

extension String {
    /// The text without the carriage return and line feed at its end.
    fileprivate func trimmingLineEnd() -> Substring {
        var text = self[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        return text
    }
}
