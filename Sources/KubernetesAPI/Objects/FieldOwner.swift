/// Who set a field, as the API server [keeps track](https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management)
/// of it.
package struct FieldOwner: Hashable, Sendable {
    /// The name the writer gave itself: a product or, if it is careful, an instance.
    package var manager: String
    /// How it wrote: `Apply` or `Update`.
    package var operation: String
    /// When it last changed what it owns; absent for one that applied what was there already.
    package var time: Timestamp?

    /// An owner.
    package init(manager: String, operation: String, time: Timestamp? = nil) {
        self.manager = manager
        self.operation = operation
        self.time = time
    }

    /// The most owners that are kept of one field.
    package static let limit = 32

    /// The owners of `status.loadBalancer` or of the addresses in it, from `metadata.managedFields`.
    ///
    /// What cannot be read is left out: the author of an object has no hand in it, so it is no problem of the object.
    package static func ofAddress(in managedFields: Node) -> [FieldOwner] {
        guard case .sequence(let entries) = managedFields.value else { return [] }
        return Array(entries.lazy.compactMap(addressOwner).prefix(limit))
    }

    private static func addressOwner(_ entry: Node) -> FieldOwner? {
        guard let address = entry["fieldsV1"]?["f:status"]?["f:loadBalancer"], case .mapping = address.value,
            let manager = entry["manager"]?.text, !manager.isEmpty
        else { return nil }
        let time = entry["time"]?.text.flatMap(Timestamp.init(rfc3339:))
        return FieldOwner(manager: manager, operation: entry["operation"]?.text ?? "", time: time)
    }
}

extension Node {
    fileprivate subscript(key: String) -> Node? {
        guard case .mapping(let mapping) = value else { return nil }
        return mapping[key]
    }

    fileprivate var text: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }
}
