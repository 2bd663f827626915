/// The parts that certificates and revocation lists share. <https://www.rfc-editor.org/rfc/rfc5280#section-4.1>
extension DERReader {
    /// An algorithm and its parameters.
    struct Algorithm {
        /// The encoded object identifier.
        var identifier: ArraySlice<UInt8>
        /// The parameters, if there are any.
        var parameters: Value?
    }

    /// One extension.
    struct Extension {
        /// The encoded object identifier.
        var identifier: ArraySlice<UInt8>
        /// What the octet string holds.
        var content: ArraySlice<UInt8>
    }

    /// The next value, an AlgorithmIdentifier.
    mutating func algorithm() throws(MalformedDER) -> Algorithm {
        var fields = try enter(.sequence)
        let identifier = try fields.objectIdentifier()
        let parameters = fields.isAtEnd ? nil : try fields.next()
        try fields.finish()
        switch parameters?.tag {
        case nil, DERTag.sequence.rawValue: break
        case DERTag.null.rawValue where parameters?.content.isEmpty == true: break
        case DERTag.objectIdentifier.rawValue:
            var inner = DERReader(parameters?.encoded ?? [])
            _ = try inner.objectIdentifier()
        default: throw MalformedDER()
        }
        return Algorithm(identifier: identifier, parameters: parameters)
    }

    /// The next value, a distinguished name; returns its common names.
    mutating func name() throws(MalformedDER) -> [String] {
        var commonNames: [String] = []
        var sets = try enter(.sequence)
        while !sets.isAtEnd {
            var entries = try sets.enter(.set)
            guard !entries.isAtEnd else { throw MalformedDER() }
            while !entries.isAtEnd {
                var entry = try entries.enter(.sequence)
                let kind = try entry.objectIdentifier()
                let text = try Self.text(of: entry.next())
                try entry.finish()
                if kind.elementsEqual(ObjectIdentifiers.commonName) { commonNames.append(text) }
            }
        }
        return commonNames
    }

    /// The next value, a time, in seconds since 1970-01-01T00:00:00Z.
    mutating func time() throws(MalformedDER) -> Int64 {
        let value = try next()
        guard let seconds = X509Time.seconds(tag: value.tag, text: value.content) else { throw MalformedDER() }
        return seconds
    }

    /// The next value, a sequence of extensions.
    mutating func extensions() throws(MalformedDER) -> [Extension] {
        var found: [Extension] = []
        var list = try enter(.sequence)
        while !list.isAtEnd {
            var fields = try list.enter(.sequence)
            let identifier = try fields.objectIdentifier()
            if let critical = try fields.nextIfPresent(.boolean) {
                guard critical.elementsEqual([0xff]) || critical.elementsEqual([0]) else { throw MalformedDER() }
            }
            found.append(Extension(identifier: identifier, content: try fields.next(.octetString)))
            try fields.finish()
        }
        return found
    }

    /// The text of a directory string.
    private static func text(of value: Value) throws(MalformedDER) -> String {
        switch value.tag {
        case DERTag.utf8String.rawValue:
            guard let text = String(validating: value.content, as: UTF8.self) else { throw MalformedDER() }
            return text
        case DERTag.bmpString.rawValue: return try wideText(value.content, width: 2)
        case DERTag.universalString.rawValue: return try wideText(value.content, width: 4)
        // Numeric, printable, teletex, IA5 and visible strings: an octet is a character.
        case 0x12, 0x13, 0x14, 0x16, 0x1a:
            return String(String.UnicodeScalarView(value.content.map { Unicode.Scalar($0) }))
        default: throw MalformedDER()
        }
    }

    private static func wideText(_ content: ArraySlice<UInt8>, width: Int) throws(MalformedDER) -> String {
        var scalars = String.UnicodeScalarView()
        var rest = content
        while !rest.isEmpty {
            guard rest.count >= width else { throw MalformedDER() }
            let code = rest.prefix(width).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            guard let scalar = Unicode.Scalar(code) else { throw MalformedDER() }
            scalars.append(scalar)
            rest.removeFirst(width)
        }
        return String(scalars)
    }
}
