import ContentHash

/// Names of at most 60 bytes that stay readable, as Contour makes them.
package enum HashedName {
    /// Joins the parts by `/`. While that is too long, parts are cut from the last to the first, each to its share of
    /// the length and marked with six digits of the SHA-256 of the whole; should even that be too long, the hash is all.
    package static func of(_ parts: [String], limit: Int = 60) -> String {
        let whole = parts.joined(separator: "/")
        guard whole.utf8.count >= limit, !parts.isEmpty else { return whole }
        let hash = Digest.sha256Hex(whole, digits: 64)
        let share = limit / parts.count
        var shortened = parts
        for index in shortened.indices.reversed() {
            shortened[index] = cut(shortened[index], to: share, mark: String(hash.prefix(6)))
            let name = shortened.joined(separator: "/")
            if name.utf8.count < limit { return name }
        }
        return String(hash.prefix(limit))
    }

    private static func cut(_ part: String, to length: Int, mark: String) -> String {
        guard part.utf8.count > length else { return part }
        let kept = max(0, length - mark.utf8.count - 1)
        return String(decoding: part.utf8.prefix(kept), as: UTF8.self) + "-" + mark
    }
}
