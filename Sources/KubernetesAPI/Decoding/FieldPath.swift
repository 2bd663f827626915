/// How paths to fields are written: `spec.routes[1].services[0].port`, `metadata.annotations["example.com/x"]`.
package enum FieldPath {
    /// The longest part of a foreign key that is shown.
    private static let shownKeyLength = 100

    /// A field of a mapping: the bare key where it is a plain word, else `["key"]`.
    package static func field(_ key: String) -> String {
        let isPlain = !key.isEmpty && key.utf8.count <= shownKeyLength && key.utf8.allSatisfy(isWordByte)
        return isPlain ? key : "[\(FoundValue.quote(key, limit: shownKeyLength))]"
    }

    /// An element of a sequence: `routes[1]`.
    package static func element(_ position: Int, of name: String) -> String { "\(field(name))[\(position)]" }

    /// A path and a path under it as one.
    package static func join(_ parent: String, _ child: String) -> String {
        if parent.isEmpty { return child }
        if child.isEmpty { return parent }
        return child.hasPrefix("[") ? parent + child : "\(parent).\(child)"
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
