import KubernetesAPI

/// Fields of the wrong type or out of range, which an API server would have refused.
///
/// What such a field was meant to do is unknown, so what holds it is not served: a route answers 500, anything else
/// spoils the object.
enum FieldProblems {
    /// Throws the first problem of a route.
    static func check(_ proxy: Contour.HTTPProxy, route index: Int) throws(Finding) {
        let place = "spec.routes[\(index)]"
        if let problem = proxy.problems.first(where: { $0.concerns(place) }) { throw finding(problem) }
    }

    /// Throws the first problem that is not within a route, or is within the conditions of one; notes the others.
    static func check(_ proxy: Contour.HTTPProxy, verdicts: inout Verdicts) throws(Finding) {
        // why: the further ones are unknown, and one of them may be in a route that seems right.
        let areAllKnown = proxy.problems.count < FieldReader.problemLimit
        let spoiling = proxy.problems.filter { !areAllKnown || !isWithinRoute($0) && !$0.concerns("status") }
        for problem in spoiling.dropFirst().prefix(20) {
            verdicts.report(finding(problem), on: ObjectKey(.httpProxy, proxy.namespacedName))
        }
        if let problem = spoiling.first { throw finding(problem) }
    }

    /// The problem as a finding.
    static func finding(_ problem: FieldProblem) -> Finding {
        Finding(.spec, "FieldNotValid", problem.description)
    }

    private static func isWithinRoute(_ problem: FieldProblem) -> Bool {
        let start = "spec.routes["
        guard problem.path.hasPrefix(start), let end = problem.path.firstIndex(of: "]") else { return false }
        let rest = problem.path[problem.path.index(after: end)...]
        return !rest.hasPrefix(".conditions") && rest.hasPrefix(".")
    }
}
