/// The extensions of a revocation list that Envoy's library decodes at once, and refuses the list if they are broken.
/// <https://www.rfc-editor.org/rfc/rfc5280#section-5.2>
enum RevocationListExtensions {
    /// Throws unless each of those extensions comes at most once and is whole.
    static func check(_ extensions: [DERReader.Extension]) throws(MalformedDER) {
        var seen: Set<UInt8> = []
        for field in extensions where field.identifier.starts(with: [0x55, 0x1d]) && field.identifier.count == 3 {
            guard let number = field.identifier.last, [20, 27, 28, 35].contains(number) else { continue }
            guard seen.insert(number).inserted else { throw MalformedDER() }
            var content = DERReader(field.content)
            switch number {
            case 28: try distributionPoint(&content)
            case 35: try authorityKeyIdentifier(&content)
            default: _ = try content.integer()
            }
            try content.finish()
        }
    }

    private static func authorityKeyIdentifier(_ reader: inout DERReader) throws(MalformedDER) {
        var fields = try reader.enter(.sequence)
        _ = try fields.nextIfPresent(.primitive0)
        if fields.comes(.constructed1) {
            var names = try fields.enter(.constructed1)
            try generalNames(&names)
        }
        _ = try fields.nextIfPresent(.primitive2).map { serial throws(MalformedDER) in
            guard !serial.isEmpty, serial.count < 0x80 else { throw MalformedDER() }
            var integer = DERReader([DERTag.integer.rawValue, UInt8(serial.count)] + serial)
            _ = try integer.integer()
        }
        try fields.finish()
    }

    private static func distributionPoint(_ reader: inout DERReader) throws(MalformedDER) {
        var fields = try reader.enter(.sequence)
        if fields.comes(.constructed0) {
            var point = try fields.enter(.constructed0)
            var names = try point.enter(.constructed0)
            try point.finish()
            try generalNames(&names)
        }
        for tag in [DERTag.primitive1, .primitive2] { try boolean(&fields, tag) }
        if fields.comes(.primitive3) { _ = try fields.bitString(.primitive3) }
        for tag in [DERTag.primitive4, .primitive5] { try boolean(&fields, tag) }
        try fields.finish()
    }

    private static func boolean(_ fields: inout DERReader, _ tag: DERTag) throws(MalformedDER) {
        guard let content = try fields.nextIfPresent(tag) else { return }
        guard content.elementsEqual([0xff]) else { throw MalformedDER() }
    }

    /// Names of the kinds that are plain text, octets, or distinguished names.
    private static func generalNames(_ names: inout DERReader) throws(MalformedDER) {
        while !names.isAtEnd {
            let value = try names.next()
            switch value.tag {
            case DERTag.primitive1.rawValue, DERTag.primitive2.rawValue, DERTag.primitive6.rawValue,
                DERTag.primitive7.rawValue:
                continue
            case DERTag.constructed4.rawValue:
                var inner = DERReader(value.content)
                _ = try inner.name()
                try inner.finish()
            default:
                throw MalformedDER()
            }
        }
    }
}
