/// The names Kubernetes accepts.
///
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names
package enum ObjectName {
    /// Whether a text is a DNS-1123 label: lower-case letters, digits and inner hyphens, at most 63.
    package static func isLabel(_ text: String) -> Bool {
        isLabel(text.utf8[...])
    }

    /// Whether a text is a DNS-1123 subdomain: labels with dots between them, at most 253 characters in all.
    package static func isSubdomain(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
            isLabel($0, limit: 253)
        }
    }

    private static func isLabel(_ text: Substring.UTF8View.SubSequence, limit: Int = 63) -> Bool {
        guard let first = text.first, let last = text.last, text.count <= limit else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
