import FoundationEssentials

/// Bytes as text. https://www.rfc-editor.org/rfc/rfc4648#section-4
enum Base64Text {
    /// The text on one line, padded.
    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
