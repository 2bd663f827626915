import EnvoyTranslation
import KubernetesAPI
import RoutingGraph

/// The keys under which TLS parameters stand; the file and the object spell them differently.
struct TLSWords {
    let minimum: String
    let maximum: String
    let suites: String
    let curves: String

    /// As the configuration file spells them.
    static let file = TLSWords(
        minimum: "minimum-protocol-version", maximum: "maximum-protocol-version", suites: "cipher-suites",
        curves: "ecdh-curves")

    /// As a ContourConfiguration spells them.
    static let object = TLSWords(
        minimum: "minimumProtocolVersion", maximum: "maximumProtocolVersion", suites: "cipherSuites",
        curves: "ecdhCurves")
}

extension SectionReader {
    /// Reads the range of versions; a minimum above the maximum is a problem.
    mutating func versions(_ words: TLSWords, minimum: inout TLSVersion, maximum: inout TLSVersion) {
        let versions: KeyValuePairs<String, TLSVersion> = ["1.2": .tls12, "1.3": .tls13]
        word(words.minimum, of: versions, into: &minimum)
        word(words.maximum, of: versions, into: &maximum)
        if minimum > maximum { note(words.minimum, "the minimum is above the maximum") }
    }

    /// Reads cipher suites, each once, in their order.
    mutating func cipherSuites(_ words: TLSWords, into place: inout [String]) {
        let suites = readTexts(words.suites) { $0.strings($1) }
        guard !suites.isEmpty else { return }
        var unique: [String] = []
        for suite in suites where !unique.contains(suite) {
            guard Self.isCipherSuite(suite) else {
                return note(words.suites, "\(FoundValue.quote(suite, limit: 100)) is no cipher suite that is allowed")
            }
            unique.append(suite)
        }
        place = unique
    }

    /// Reads elliptic curves.
    mutating func curves(_ words: TLSWords, into place: inout [String]) {
        let curves = readTexts(words.curves) { $0.strings($1) }
        guard !curves.isEmpty else { return }
        if let wrong = curves.first(where: { !Self.allowedCurves.contains($0) }) {
            let choices = Self.allowedCurves.joined(separator: ", ")
            return note(words.curves, "expected some of \(choices), found \(FoundValue.quote(wrong, limit: 100))")
        }
        place = curves
    }

    private static let allowedCurves = ["X25519", "P-256", "P-384", "P-521", "X25519MLKEM768", "MLKEM1024"]

    /// A name, or a group of equal preference: `[a|b]`.
    private static func isCipherSuite(_ text: String) -> Bool {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return allowedSuites.contains(text) }
        let members = text.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        return members.count > 1 && members.allSatisfy { allowedSuites.contains(String($0)) }
    }

    private static let allowedSuites: Set = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "AES128-GCM-SHA256", "AES128-SHA",
        "ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA", "AES256-GCM-SHA384", "AES256-SHA",
    ]
}
