/// Lists of certificates that are no longer to be believed.
package struct RevocationList: Equatable, Sendable {
    /// `crl.pem` as it was given.
    package let pem: [UInt8]
    /// How many lists it holds, at least one.
    package let count: Int

    /// Checks `crl.pem` of a Secret; whatever this returns, Envoy loads.
    /// <https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/common.proto>
    package static func check(crl: [UInt8]) throws(TLSMaterialError) -> RevocationList {
        var count = 0
        for block in try PEMBlock.blocks(of: crl, entry: .revocations) {
            guard block.label == "X509 CRL" else {
                throw .unexpectedBlock(.revocations, line: block.line, label: block.label)
            }
            count += 1
            do throws(MalformedDER) {
                try read(block.content)
            } catch {
                throw .brokenContent(.revocations, number: count)
            }
        }
        guard count > 0 else { throw .missing(.revocations) }
        return RevocationList(pem: crl, count: count)
    }

    /// Reads one list that fills `encoded`. <https://www.rfc-editor.org/rfc/rfc5280#section-5.1>
    private static func read(_ encoded: [UInt8]) throws(MalformedDER) {
        var outer = DERReader(encoded[...])
        var list = try outer.enter(.sequence)
        try outer.finish()
        var fields = try list.enter(.sequence)
        _ = try list.algorithm()
        _ = try list.bitString()
        try list.finish()

        let version: UInt8 = fields.comes(.integer) ? try fields.smallInteger() : 0
        guard version <= 1 else { throw MalformedDER() }
        _ = try fields.algorithm()
        _ = try fields.name()
        _ = try fields.time()
        if fields.comes(.utcTime) || fields.comes(.generalizedTime) { _ = try fields.time() }
        if fields.comes(.sequence) { try readEntries(&fields) }
        if fields.comes(.constructed0) {
            guard version == 1 else { throw MalformedDER() }
            var wrapper = try fields.enter(.constructed0)
            try RevocationListExtensions.check(try wrapper.extensions())
            try wrapper.finish()
        }
        try fields.finish()
    }

    private static func readEntries(_ fields: inout DERReader) throws(MalformedDER) {
        var entries = try fields.enter(.sequence)
        while !entries.isAtEnd {
            var entry = try entries.enter(.sequence)
            _ = try entry.integer()
            _ = try entry.time()
            if !entry.isAtEnd { _ = try entry.extensions() }
            try entry.finish()
        }
    }
}
