extension StreamIdentity {
    /// A peer as its own family writes it: a socket of both families sees `ipv4:10.0.0.7:41234` as `ipv6:[::ffff:10.0.0.7]:41234`.
    static func unmapped(_ peer: String) -> String {
        let mapped = "ipv6:[::ffff:"
        guard peer.hasPrefix(mapped), let end = peer.lastIndex(of: "]") else { return peer }
        let host = peer.dropFirst(mapped.count).prefix { $0 != "]" }
        return host.contains(".") ? "ipv4:\(host)\(peer[end...].dropFirst())" : peer
    }
}
