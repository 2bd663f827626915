internal import FoundationEssentials

extension JSONValue {
    /// The document in `bytes`.
    package init(parsing bytes: some Sequence<UInt8>) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    /// The document as text, keys sorted, ending in a line break.
    package func pretty() throws -> String { try text() + "\n" }

    /// One line for every place where this differs from `expected`.
    package func differences(from expected: JSONValue, at path: String = "$") -> [String] {
        switch (self, expected) {
        case (.object(let ours), .object(let theirs)):
            return Set(ours.keys).union(theirs.keys).sorted().flatMap { name in
                switch (ours[name], theirs[name]) {
                case (let mine?, let its?): mine.differences(from: its, at: "\(path).\(name)")
                case (let mine?, nil): ["\(path).\(name): unexpected \(mine)"]
                case (nil, let its): ["\(path).\(name): missing, expected \(its ?? .null)"]
                }
            }
        case (.array(let ours), .array(let theirs)) where ours.count == theirs.count:
            return zip(ours, theirs).enumerated().flatMap { index, pair in
                pair.0.differences(from: pair.1, at: "\(path)[\(index)]")
            }
        default:
            return self == expected ? [] : ["\(path): is \(self), expected \(expected)"]
        }
    }

    /// The element of an array, or nothing.
    package subscript(index: Int) -> JSONValue? {
        elements.indices.contains(index) ? elements[index] : nil
    }
}
