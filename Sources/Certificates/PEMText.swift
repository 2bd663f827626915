private import FoundationEssentials

/// The text form of certificates and keys. <https://www.rfc-editor.org/rfc/rfc7468>
enum PEMText {
    /// A block of a kind, such as `CERTIFICATE`, with a line break at its end.
    static func block(_ label: String, _ content: [UInt8]) -> [UInt8] {
        let lines = Data(content).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return Array("-----BEGIN \(label)-----\n\(lines)\n-----END \(label)-----\n".utf8)
    }
}
