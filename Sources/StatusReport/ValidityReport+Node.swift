package import KubernetesAPI

extension ValidityReport {
    /// The fields of `status` that hold the report, with only our own condition among `conditions`.
    package var fields: [Mapping.Entry] {
        var fields = [Mapping.Entry(key: "conditions", value: Node(.sequence([condition.node])))]
        if !currentStatus.isEmpty {
            fields.append(Mapping.Entry(key: "currentStatus", value: .string(currentStatus)))
            fields.append(Mapping.Entry(key: "description", value: .string(description)))
        }
        return fields
    }
}

extension Contour.DetailedCondition {
    /// The condition as the API writes it.
    package var node: Node {
        .object([
            "type": .string(type), "status": .string(status), "reason": .string(reason), "message": .string(message),
            "observedGeneration": Node(.integer(Int64(observedGeneration))),
            "lastTransitionTime": lastTransitionTime.map { .string($0.rfc3339) },
            "errors": errors.isEmpty ? nil : Node(.sequence(errors.map(\.node))),
            "warnings": warnings.isEmpty ? nil : Node(.sequence(warnings.map(\.node))),
        ])
    }
}

extension Contour.SubCondition {
    fileprivate var node: Node {
        .object([
            "type": .string(type), "status": .string(status), "reason": .string(reason), "message": .string(message),
        ])
    }
}
