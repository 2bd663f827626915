import KubernetesAPI

extension Mutator {
    /// Values that readers of fields find hard.
    private static let leaves: [Node.Value] =
        [
            .null, .bool(true), .bool(false), .number(0.5), .number(1e300), .number(-1e300), .sequence([]),
            .mapping(Mapping()), .sequence([Node(.null)]),
            .mapping(Mapping([.init(key: "", value: Node(.integer(0)))])),
        ] + integers.map { .integer($0) } + strings.map { .string($0) }

    private static let integers: [Int64] = [
        0, 1, -1, 2, 65_535, 65_536, 2_147_483_647, 2_147_483_648, -2_147_483_649, 4_294_967_295, 4_294_967_296, .max,
        .min,
        315_576_000_001, 9_223_372_036_854,
    ]

    private static let strings = [
        "", " ", "9223372036854775807ns", "-2562047h47m16.854775808s", "2562048h", "9223372036s", "infinity", "1e9h",
        ".s",
        "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "-292277022657-01-27T08:29:52Z", "\u{0}", "é\u{1F600}\u{202E}",
        "*",
        "*.", ".", "/", "//", "%", "%%", "%REQ(", "%REQ(:path)%", "[::1]", "::/0", "1.2.3.4/33", "0.0.0.0/-1", "(",
        "a{1001}",
        "(((((a)*)*)*)*)*", "\\", "[z-a]", "https://[", "http://a:99999", "https://a", "1.5", "-1.5", "NaN", "inf",
        "18446744073709551616", "-9223372036854775808", "default", "web", "server", "authority", "default/web", "a/b/c",
        "80",
        "65536", "h2", "tls", "h2c", "Exact", "RequestHash", "second", "hour", "None", "Lax", "True", "UDP", "IPv6",
        "FQDN",
        String(repeating: "x", count: 70_000),
    ]

    /// A document with one to three values that are others, gone, or there twice.
    mutating func bend(_ document: Node) -> Node {
        var document = document
        for _ in 0...number(below: 3) {
            // The root stays: without it there is nothing to read.
            var left = 1 + number(below: Self.count(document) - 1)
            document = bent(document, &left)
        }
        return document
    }

    /// How many values a document has, itself included.
    private static func count(_ node: Node) -> Int {
        switch node.value {
        case .sequence(let elements): elements.reduce(1) { $0 + count($1) }
        case .mapping(let mapping): mapping.entries.reduce(1) { $0 + count($1.value) }
        default: 1
        }
    }

    /// The document with one value bent: that before which `left` others stand in the order of writing.
    private mutating func bent(_ node: Node, _ left: inout Int) -> Node {
        left -= 1
        if left == -1 { return Node(choice(Self.leaves) ?? .null) }
        switch node.value {
        case .sequence(let elements):
            var result: [Node] = []
            for element in elements { result += parts(element, &left) }
            return Node(.sequence(result))
        case .mapping(let mapping):
            var result: [Mapping.Entry] = []
            for entry in mapping.entries {
                for part in parts(entry.value, &left).prefix(1) {
                    result.append(Mapping.Entry(key: entry.key, value: part))
                }
            }
            return Node(.mapping(Mapping(result)))
        default: return node
        }
    }

    /// What becomes of a part of a collection: itself, bent if it is the one, and then sometimes nothing or both.
    private mutating func parts(_ node: Node, _ left: inout Int) -> [Node] {
        let isIt = left == 0
        let result = bent(node, &left)
        guard isIt else { return [result] }
        switch number(below: 12) {
        case 0: return []
        case 1: return [node, result]
        default: return [result]
        }
    }
}
