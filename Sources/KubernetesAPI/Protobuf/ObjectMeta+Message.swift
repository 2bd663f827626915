/// `k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta`
extension ObjectMeta: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        var generation: Int64?
        while try message.next() {
            switch message.number {
            case 1: name = try message.text()
            case 3: namespace = try message.text()
            case 5: uid = try message.text()
            case 6: resourceVersion = try message.text()
            case 7: generation = try message.integer()
            case 8: creationTimestamp = try Timestamp.read(try message.message(), "creationTimestamp", noting: &notes)
            case 11: try message.entry(of: &labels)
            case 12: try message.entry(of: &annotations)
            case 17:
                let owner = try FieldOwner.ofAddress(try message.message())
                if let owner, addressOwners.count < FieldOwner.limit { addressOwners.append(owner) }
            default: try message.skip()
            }
        }
        self.generation = Int64(notes.number("generation", generation, in: 0...Int.max) ?? 0)
    }
}

extension Timestamp {
    /// `k8s.io.apimachinery.pkg.apis.meta.v1.Time`: an empty message is no time.
    static func read(
        _ message: consuming MessageReader, _ name: String, noting notes: inout FieldReader
    ) throws(DocumentProblem) -> Timestamp? {
        var (seconds, isEmpty): (Int64, Bool) = (0, true)
        while try message.next() {
            isEmpty = false
            if message.number == 1 { seconds = try message.integer() } else { try message.skip() }
        }
        if isEmpty { return nil }
        guard writable.contains(seconds) else {
            notes.mismatch(name, expected: "a time like 2024-05-31T12:00:00Z", found: Node(.integer(seconds)))
            return nil
        }
        return Timestamp(secondsSinceEpoch: seconds)
    }
}

extension FieldOwner {
    /// The owner of `status.loadBalancer` or of the addresses in it that a
    /// `k8s.io.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry` names, nil where it names other fields only. Which fields is
    /// written in JSON within the message.
    static func ofAddress(_ message: consuming MessageReader) throws(DocumentProblem) -> FieldOwner? {
        var owner = FieldOwner(manager: "", operation: "")
        var ownsAddress = false
        var unread = FieldReader(Mapping())
        while try message.next() {
            switch message.number {
            case 1: owner.manager = try message.text()
            case 2: owner.operation = try message.text()
            case 4: owner.time = try Timestamp.read(try message.message(), "time", noting: &unread)
            case 7: ownsAddress = namesAddress(try fields(try message.message()))
            default: try message.skip()
            }
        }
        return ownsAddress && !owner.manager.isEmpty ? owner : nil
    }

    /// `k8s.io.apimachinery.pkg.apis.meta.v1.FieldsV1`
    private static func fields(_ message: consuming MessageReader) throws(DocumentProblem) -> ArraySlice<UInt8> {
        var fields: ArraySlice<UInt8> = []
        while try message.next() {
            if message.number == 1 { fields = try message.content() } else { try message.skip() }
        }
        return fields
    }

    private static func namesAddress(_ fields: ArraySlice<UInt8>) -> Bool {
        let address = JSONSkimmer.member("f:status", of: fields)
            .flatMap { JSONSkimmer.member("f:loadBalancer", of: $0) }
        return address?.first == UInt8(ascii: "{")
    }
}
