/// Names of hosts that Envoy can match.
///
/// The rules are those of [the CRD](https://projectcontour.io/docs/main/config/api/#projectcontour.io/v1.VirtualHost)
/// and of Ingress: labels of letters, digits and `-`, with at most one `*` as the whole first label.
enum HostName {
    /// The `*` that a rule without host stands for.
    static let any = "*"

    /// What is wrong with a name; nil when it can be served.
    static func problem(of name: String) -> String? {
        guard name != any else { return nil }
        guard name.utf8.count <= 253 else { return "it is longer than 253 bytes" }
        var labels = name.split(separator: ".", omittingEmptySubsequences: false)[...]
        if labels.first == "*" { labels = labels.dropFirst() }
        guard !labels.isEmpty, labels.allSatisfy(isLabel) else {
            return "write labels of a-z, 0-9 and -, joined by dots; a leading *. stands for one label"
        }
        return nil
    }

    private static func isLabel(_ label: Substring) -> Bool {
        guard (1...63).contains(label.utf8.count), label.utf8.first != UInt8(ascii: "-"),
            label.utf8.last != UInt8(ascii: "-")
        else { return false }
        return label.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
    }
}
