extension ObjectText {
    /// The object of a protobuf message, nil where it has no name.
    package init?(message: ArraySlice<UInt8>) {
        guard let metadata = try? MessageReader.metadata(of: message) else { return nil }
        var (name, namespace, version) = ("", "", "")
        do throws(DocumentProblem) {
            var fields = MessageReader(metadata)
            while try fields.next() {
                switch fields.number {
                case 1: name = try fields.text()
                case 3: namespace = try fields.text()
                case 6: version = try fields.text()
                default: try fields.skip()
                }
            }
        } catch {
            return nil
        }
        guard !name.isEmpty else { return nil }
        self.init(
            .protobuf, message, metadata: metadata, name: NamespacedName(namespace: namespace, name: name),
            resourceVersion: version)
    }
}

extension MessageReader {
    /// The first field of every object, nil without one.
    static func metadata(of object: ArraySlice<UInt8>) throws(DocumentProblem) -> ArraySlice<UInt8>? {
        var message = MessageReader(object)
        while try message.next() {
            if message.number == 1 { return try message.content() }
            try message.skip()
        }
        return nil
    }
}
