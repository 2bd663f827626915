import ContentHash

/// Names of at most 60 bytes that stay readable.
///
/// Contour shortens long names to a few readable bytes and 24 bits of hash, which anybody can make equal to another's name
/// and so lead another's traffic to himself. A name that must be shortened has 128 bits of hash here.
package enum HashedName {
    /// The bytes that are kept of each part of a name that is too long.
    private static let kept = 8

    /// Joins the parts by `/`. Where that is too long, the last part gives way to the hash of all, and of the others the
    /// first bytes are kept.
    package static func of(_ parts: [String], limit: Int = 60) -> String {
        let whole = parts.joined(separator: "/")
        guard whole.utf8.count >= limit else { return whole }
        let hash = Digest.sha256Hex(whole, digits: 32)
        let readable = parts.dropLast().prefix(2).map { part in
            part.utf8.count > kept ? String(decoding: part.utf8.prefix(kept), as: UTF8.self) + "-" : part
        }
        return (readable + [hash]).joined(separator: "/")
    }
}
