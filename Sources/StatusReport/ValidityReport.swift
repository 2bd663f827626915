package import KubernetesAPI
package import RoutingGraph

/// What an HTTPProxy or ExtensionService is told: the condition `Valid` and, for an HTTPProxy, the two words people see in
/// lists.
///
/// https://projectcontour.io/docs/main/config/api/#projectcontour.io/v1.DetailedCondition
package struct ValidityReport: Sendable, Equatable {
    /// The condition.
    package var condition: Contour.DetailedCondition
    /// `currentStatus`; empty for kinds without it.
    package var currentStatus = ""
    /// `description`; empty for kinds without it.
    package var description = ""

    /// The type of the condition.
    package static let type = "Valid"
    /// The longest message the CRD takes is 32768 bytes; Contour stops here.
    package static let longestMessage = 32_760
    /// The most errors, and the most warnings, that are told.
    package static let longestList = 100
    /// The most bytes all messages of a list have together, so that the object stays well below what can be stored.
    static let longestTotal = 4 * longestMessage

    /// What an object of a kind is told; without a time, because that depends on what it was told before.
    package init(_ status: ObjectStatus, kind: ObjectKind) {
        let errors = Self.conditions(status.verdict.errors)
        condition = Contour.DetailedCondition()
        condition.type = Self.type
        condition.observedGeneration = Int(clamping: status.generation)
        condition.errors = errors
        condition.warnings = Self.conditions(status.verdict.warnings)
        if errors.isEmpty {
            condition.status = "True"
            condition.reason = "Valid"
            condition.message = "Valid \(kind.name)"
        } else {
            condition.status = "False"
            condition.reason = "ErrorPresent"
            condition.message = "At least one error is present; see errors"
        }
        guard kind == .httpProxy else { return }
        currentStatus = status.state.rawValue
        let orphaned = status.state == .orphaned ? errors.first { $0.type == FindingType.orphaned.rawValue } : nil
        description = orphaned?.message ?? condition.message
    }

    /// The report of what an object was told last; nil when it was told nothing.
    package init?(_ object: ObservedObject) {
        guard let validity = object.validity else { return nil }
        condition = validity
        currentStatus = object.currentStatus
        description = object.description
    }

    /// Adds a warning, unless there are too many.
    package mutating func warn(type: String, reason: String, message: String) {
        guard condition.warnings.count < Self.longestList else { return }
        condition.warnings.append(Self.subcondition(type, reason, Self.cut(message, to: Self.longestMessage)))
    }

    /// Whether both tell the same, whenever it was told.
    package func tellsSame(as other: ValidityReport?) -> Bool {
        guard var other else { return false }
        other.condition.lastTransitionTime = condition.lastTransitionTime
        return other == self
    }

    /// The report to write in place of `former`. The time is that of the last change of the condition's `status`, as
    /// [Kubernetes](https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/condition-v1/) has it: Contour
    /// takes the present at every write.
    package func succeeding(_ former: Contour.DetailedCondition?, at now: Timestamp) -> ValidityReport {
        var copy = self
        let isSame = former?.status == condition.status
        copy.condition.lastTransitionTime = (isSame ? former?.lastTransitionTime : nil) ?? now
        return copy
    }

    /// A text of at most so many bytes, ended between two scalars.
    package static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            count += UTF8.width(scalar)
            guard count <= bytes else { break }
            kept.append(scalar)
        }
        return String(kept)
    }

    private static func conditions(_ findings: [Finding]) -> [Contour.SubCondition] {
        var rest = longestTotal
        var known: Set<Finding> = []
        var conditions: [Contour.SubCondition] = []
        for finding in findings where known.insert(finding).inserted {
            let message = cut(finding.message, to: min(longestMessage, rest))
            guard conditions.count < longestList, !message.isEmpty || finding.message.isEmpty else { break }
            rest -= message.utf8.count
            conditions.append(subcondition(finding.type, finding.reason, message))
        }
        return conditions
    }

    private static func subcondition(_ type: String, _ reason: String, _ message: String) -> Contour.SubCondition {
        var condition = Contour.SubCondition()
        condition.type = type
        condition.status = "True"
        condition.reason = reason
        condition.message = message
        return condition
    }
}

extension UTF8 {
    /// The bytes a scalar takes.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int { UTF8.encode(scalar)?.count ?? 4 }
}
