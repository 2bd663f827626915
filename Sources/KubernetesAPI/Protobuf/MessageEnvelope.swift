/// What an API server puts around each message: four bytes that tell what it is, and a `runtime.Unknown`.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
enum MessageEnvelope {
    /// `k8s` and a zero byte.
    private static let mark: [UInt8] = [0x6b, 0x38, 0x73, 0]

    /// The message in an envelope.
    /// - Throws: Where it is no envelope, or what is in it is packed further.
    static func open(_ bytes: ArraySlice<UInt8>) throws(DocumentProblem) -> ArraySlice<UInt8> {
        guard bytes.starts(with: mark) else {
            throw DocumentProblem("expected an object in Kubernetes' protobuf format")
        }
        var envelope = MessageReader(bytes.dropFirst(mark.count))
        var message: ArraySlice<UInt8> = []
        while try envelope.next() {
            switch envelope.number {
            case 2: message = try envelope.content()
            case 3:
                guard try envelope.content().isEmpty else { throw DocumentProblem("an object is compressed") }
            default: try envelope.skip()
            }
        }
        return message
    }
}
