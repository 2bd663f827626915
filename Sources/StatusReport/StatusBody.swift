package import KubernetesAPI

/// The documents that are sent to write a status.
package enum StatusBody {
    /// The body of a server-side apply: everything in the status that is ours, and nothing else. Without anything it has no
    /// `status` at all, which gives up what was ours and leaves what is others' alone.
    ///
    /// The version makes the write fail when the object has changed since, whoever changed it.
    package static func apply(
        _ key: ObjectKey, resourceVersion: String, report: ValidityReport?, addresses: [PublishedAddress]?
    ) -> Node {
        var status = report?.fields ?? []
        if let addresses { status.append(Mapping.Entry(key: "loadBalancer", value: addresses.loadBalancer)) }
        return .object([
            "apiVersion": .string(key.kind.apiVersion), "kind": .string(key.kind.name),
            "metadata": .object([
                "name": .string(key.name), "namespace": key.kind.isNamespaced ? .string(key.namespace) : nil,
                "resourceVersion": resourceVersion.isEmpty ? nil : .string(resourceVersion),
            ]),
            "status": status.isEmpty ? nil : Node(.mapping(Mapping(status))),
        ])
    }

    /// The body of a replacement: the document as it was read with our part of the status in it. Conditions and fields of
    /// others stay as they were written.
    ///
    /// The whole document is needed: replacing the status of an Ingress by less takes its labels and annotations away.
    package static func replacement(
        of document: Node, kind: ObjectKind, report: ValidityReport?, addresses: [PublishedAddress]?
    ) -> Node {
        var status = document["status"] ?? .object([:])
        if let report {
            for field in report.fields where field.key != "conditions" {
                status = status.setting(field.key, field.value)
            }
            status = status.setting("conditions", conditions(in: status, with: report))
        }
        if let addresses {
            status = status.setting("loadBalancer", addresses.isEmpty ? .object([:]) : addresses.loadBalancer)
        }
        // why: only part of managedFields is ever read; without them the API server keeps those it has.
        let metadata = document["metadata"]?.removing("managedFields") ?? .object([:])
        return document.setting("metadata", metadata).setting("apiVersion", .string(kind.apiVersion)).setting(
            "kind", .string(kind.name)
        )
        .setting("status", status)
    }

    private static func conditions(in status: Node, with report: ValidityReport) -> Node {
        guard case .sequence(var conditions)? = status["conditions"]?.value else {
            return Node(.sequence([report.condition.node]))
        }
        let place = conditions.firstIndex { $0["type"]?.value == .string(ValidityReport.type) }
        if let place, conditions.indices.contains(place) {
            conditions[place] = report.condition.node
        } else {
            conditions.append(report.condition.node)
        }
        return Node(.sequence(conditions))
    }
}

extension Node {
    /// The mapping without a key.
    fileprivate func removing(_ key: String) -> Node {
        guard case .mapping(let mapping) = value else { return self }
        return Node(.mapping(Mapping(mapping.entries.filter { $0.key != key })))
    }

    fileprivate subscript(key: String) -> Node? {
        guard case .mapping(let mapping) = value else { return nil }
        return mapping[key]
    }

    /// The mapping with this value under a key; anything else becomes a mapping of it alone.
    fileprivate func setting(_ key: String, _ value: Node) -> Node {
        let entry = Mapping.Entry(key: key, value: value)
        guard case .mapping(let mapping) = self.value, let former = mapping[key] else {
            if case .mapping(let mapping) = self.value { return Node(.mapping(Mapping(mapping.entries + [entry]))) }
            return Node(.mapping(Mapping([entry])))
        }
        guard former != value else { return self }
        return Node(.mapping(Mapping(mapping.entries.map { $0.key == key ? entry : $0 })))
    }
}
