import KubernetesAPI

/// The names that Services of type ExternalName stand for.
///
/// Such a name can lead anywhere, also to Envoy's own admin interface, so the names and addresses of Envoy's machine and
/// of a cloud's metadata service are refused in every spelling. What a name resolves to is not known here: who allows
/// ExternalName Services trusts those who may create them.
package enum ExternalNames {
    /// Why a name must not be used, and what would be right; nil if it may.
    package static func problem(of name: String) -> String? {
        let shown = FoundValue.quote(name, limit: 100)
        var text = name.lowercased()
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let address = AddressText.version6(text) else { return "\(shown) is not an address of IPv6" }
            return address.isForbidden ? "\(shown) leads to Envoy's own machine or network" : nil
        }
        if text.hasSuffix(".") { text.removeLast() }
        guard isName(text) else { return "\(shown) is not a DNS name" }
        if isForbidden(text) { return "\(shown) leads to Envoy's own machine or network" }
        guard AddressText.looksNumeric(text) else { return nil }
        guard let address = AddressText.version4(text) else {
            return "\(shown) is a number that programs read differently; write an address as four decimal numbers"
        }
        return address.isForbidden ? "\(shown) leads to Envoy's own machine or network" : nil
    }

    private static let forbiddenNames: Set<String> = [
        "localhost", "localhost.localdomain", "localhost4", "localhost4.localdomain4", "localhost6",
        "localhost6.localdomain6", "ip6-localhost", "ip6-loopback", "local.projectcontour.io",
        "metadata.google.internal", "metadata.goog",
    ]

    private static let forbiddenDomains = [".localhost", ".local.projectcontour.io"]

    private static func isForbidden(_ name: String) -> Bool {
        forbiddenNames.contains(name) || forbiddenDomains.contains { name.hasSuffix($0) }
    }

    /// Whether the text can stand in DNS: anything else, such as full-width digits, some resolvers turn into another name.
    private static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy {
                    HeaderText.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
        }
    }
}
