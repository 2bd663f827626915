extension JSONReader {
    /// Where in `metadata.managedFields` something stands: only the way to the address in the status is kept, which is a
    /// few dozen bytes of what is often half of an object.
    private enum ManagedPlace {
        case entry
        case fields
        case status

        /// What is kept of an object here: nil for a value that is kept as it is.
        func keeps(_ key: String) -> (isKept: Bool, within: ManagedPlace?) {
            switch (self, key) {
            case (.entry, "fieldsV1"): (true, .fields)
            case (.entry, "manager"), (.entry, "operation"), (.entry, "time"): (true, nil)
            case (.fields, "f:status"): (true, .status)
            case (.status, "f:loadBalancer"): (true, nil)
            default: (false, nil)
            }
        }
    }

    /// What is kept of `metadata.managedFields`, whose value is at the position: the entries of those who own the address
    /// in the status; nil without any.
    mutating func managedFields(depth: Int) throws(DocumentProblem) -> Node? {
        skipSpace()
        guard current == UInt8(ascii: "["), depth <= DocumentReader.depthLimit else {
            try skipValue(depth: depth)
            return nil
        }
        position += 1
        skipSpace()
        guard current != UInt8(ascii: "]") else {
            position += 1
            return nil
        }
        var owners: [Node] = []
        repeat {
            if let owner = try managed(.entry, depth: depth + 1), owners.count < FieldOwner.limit {
                owners.append(owner)
            }
        } while try !closes(with: UInt8(ascii: "]"))
        return owners.isEmpty ? nil : Node(.sequence(owners))
    }

    /// What is kept of a value; nil when the way to the address does not lead through it.
    private mutating func managed(_ place: ManagedPlace, depth: Int) throws(DocumentProblem) -> Node? {
        skipSpace()
        guard current == UInt8(ascii: "{"), depth <= DocumentReader.depthLimit else {
            try skipValue(depth: depth)
            return nil
        }
        position += 1
        skipSpace()
        guard current != UInt8(ascii: "}") else {
            position += 1
            return nil
        }
        var entries: [Mapping.Entry] = []
        var leadsOn = false
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw problem("expected a key in quotes") }
            let key = try string()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw problem("expected a colon") }
            position += 1
            let (isKept, within) = place.keeps(key)
            if let within {
                guard let value = try managed(within, depth: depth + 1) else { continue }
                leadsOn = true
                entries.append(Mapping.Entry(key: key, value: value))
            } else if isKept {
                leadsOn = leadsOn || place == .status
                entries.append(
                    Mapping.Entry(key: key, value: try value(depth: depth + 1, inMetadata: false)))
            } else {
                try skipValue(depth: depth + 1)
            }
        } while try !closes(with: UInt8(ascii: "}"))
        return leadsOn ? Node(.mapping(Mapping(entries))) : nil
    }
}
