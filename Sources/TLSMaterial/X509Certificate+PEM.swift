extension X509Certificate {
    /// Every certificate of one value of a Secret, which must hold nothing else but text.
    static func all(of text: [UInt8], entry: TLSMaterialError.Entry) throws(TLSMaterialError) -> [X509Certificate] {
        var certificates: [X509Certificate] = []
        for block in try PEMBlock.blocks(of: text, entry: entry) {
            guard block.label == "CERTIFICATE" else {
                throw .unexpectedBlock(entry, line: block.line, label: block.label)
            }
            do throws(MalformedDER) {
                certificates.append(try X509Certificate(block.content))
            } catch {
                throw .brokenContent(entry, number: certificates.count + 1)
            }
        }
        return certificates
    }
}
