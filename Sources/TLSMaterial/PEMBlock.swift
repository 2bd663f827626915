/// One PEM block: the kind its BEGIN line names, and the bytes its base64 stands for.
struct PEMBlock: Equatable, Sendable {
    /// The words between `-----BEGIN ` and `-----`.
    var label: String
    /// The line of the BEGIN marker, counted from 1.
    var line: Int
    /// The decoded content.
    var content: [UInt8]

    /// Reads every block of one value; text outside blocks is passed over.
    ///
    /// Only what both Envoy's library and Contour's read alike is taken, so the text can be handed on as it came.
    /// <https://www.rfc-editor.org/rfc/rfc7468#section-3>
    static func blocks(
        of text: [UInt8], entry: TLSMaterialError.Entry
    ) throws(TLSMaterialError) -> [PEMBlock] {
        guard text.count <= TLSMaterialLimits.bytes else { throw .tooLarge(entry, bytes: text.count) }
        var reader = PEMReader(entry: entry)
        var number = 0
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            try reader.read(line, number: number)
        }
        return try reader.finish()
    }
}

/// Reads PEM line by line; what it knows is the block it is in.
private struct PEMReader {
    private struct Open {
        var label: ArraySlice<UInt8>
        var line: Int
        var encoded: [UInt8] = []
        var isFirstLine = true
        var allowsEmptyLines = false
    }

    private static let begin = Array("-----BEGIN ".utf8)
    private static let end = Array("-----END ".utf8)
    private static let dashes = Array("-----".utf8)
    private static let dash = UInt8(ascii: "-")

    let entry: TLSMaterialError.Entry
    private var blocks: [PEMBlock] = []
    private var open: Open?

    init(entry: TLSMaterialError.Entry) {
        self.entry = entry
    }

    mutating func read(_ raw: ArraySlice<UInt8>, number: Int) throws(TLSMaterialError) {
        let line = Self.trimmingEnd(raw)
        guard var block = open else {
            try readOutside(line, number: number)
            return
        }
        // The only owner of what was read so far may append to it in place.
        open = nil
        if line.starts(with: Self.end) {
            guard Self.label(of: line, after: Self.end) == block.label else { throw broken(block.line, .noEnd) }
            try close(block)
            return
        }
        if line.isEmpty {
            guard block.isFirstLine || block.allowsEmptyLines else { throw broken(block.line, .headers) }
            block.allowsEmptyLines = true
        }
        guard !line.contains(UInt8(ascii: ":")) else {
            throw Self.isEncryption(line) ? .encryptedKey : broken(block.line, .headers)
        }
        guard !line.contains(Self.dash) else { throw broken(block.line, .noEnd) }
        guard !Self.isCutIntoNothing(raw) else { throw broken(block.line, .longLine) }
        block.isFirstLine = false
        block.encoded.append(contentsOf: line)
        open = block
    }

    func finish() throws(TLSMaterialError) -> [PEMBlock] {
        if let open { throw broken(open.line, .noEnd) }
        return blocks
    }

    private mutating func readOutside(_ line: ArraySlice<UInt8>, number: Int) throws(TLSMaterialError) {
        if line.starts(with: Self.begin) {
            guard let label = Self.label(of: line, after: Self.begin) else { throw broken(number, .noBegin) }
            guard blocks.count < TLSMaterialLimits.blocks(of: entry) else { throw .tooManyBlocks(entry) }
            open = Open(label: label, line: number)
        } else if Self.holdsMarker(line) {
            throw broken(number, .noBegin)
        }
    }

    private mutating func close(_ block: Open) throws(TLSMaterialError) {
        guard let content = Base64.decode(block.encoded), !content.isEmpty else { throw broken(block.line, .base64) }
        blocks.append(
            PEMBlock(label: String(decoding: block.label, as: UTF8.self), line: block.line, content: content))
    }

    private func broken(_ line: Int, _ fault: TLSMaterialError.BlockFault) -> TLSMaterialError {
        .brokenBlock(entry, line: line, fault)
    }

    private static func trimmingEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        while let last = line.last, last <= 0x20 { line.removeLast() }
        return line
    }

    /// The label of a marker line, if it is one: printable, short, and closed by dashes.
    private static func label(of line: ArraySlice<UInt8>, after marker: [UInt8]) -> ArraySlice<UInt8>? {
        let rest = line.dropFirst(marker.count)
        guard rest.count > dashes.count, rest.suffix(dashes.count).elementsEqual(dashes) else { return nil }
        let label = rest.dropLast(dashes.count)
        guard label.count <= 64, label.allSatisfy({ (0x20...0x7e).contains($0) && $0 != dash }) else { return nil }
        return label
    }

    /// Whether a BEGIN marker stands anywhere in a line that does not begin with it.
    private static func holdsMarker(_ line: ArraySlice<UInt8>) -> Bool {
        var rest = line
        while let found = rest.firstIndex(of: dash) {
            rest = rest[found...]
            if rest.starts(with: begin) { return true }
            rest.removeFirst()
        }
        return false
    }

    /// Whether Envoy's library, which reads at most 253 octets at a time, would take a part of the line for an empty
    /// line, and what precedes it for headers.
    private static func isCutIntoNothing(_ raw: ArraySlice<UInt8>) -> Bool {
        guard raw.count >= 253 else { return false }
        var rest = raw
        while rest.count >= 253 {
            rest.removeFirst(253)
            if rest.prefix(253).allSatisfy({ $0 <= 0x20 }) { return true }
        }
        return false
    }

    private static func isEncryption(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: Array("Proc-Type:".utf8)) && line.suffix(9).elementsEqual(Array("ENCRYPTED".utf8))
    }
}
