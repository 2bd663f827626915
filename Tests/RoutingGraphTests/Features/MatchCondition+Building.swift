import KubernetesAPI
import RoutingGraph

extension Contour.MatchCondition {
    static func onPrefix(_ prefix: String) -> Self {
        var condition = Self()
        condition.prefix = prefix
        return condition
    }

    static func onExact(_ exact: String) -> Self {
        var condition = Self()
        condition.exact = exact
        return condition
    }

    static func onRegex(_ regex: String) -> Self {
        var condition = Self()
        condition.regex = regex
        return condition
    }

    static func onHeader(
        _ name: String, _ edit: (inout Contour.HeaderMatchCondition) -> Void
    ) -> Self {
        var header = Contour.HeaderMatchCondition()
        header.name = name
        edit(&header)
        var condition = Self()
        condition.header = header
        return condition
    }

    static func onQuery(
        _ name: String, _ edit: (inout Contour.QueryParameterMatchCondition) -> Void
    ) -> Self {
        var parameter = Contour.QueryParameterMatchCondition()
        parameter.name = name
        edit(&parameter)
        var condition = Self()
        condition.queryParameter = parameter
        return condition
    }
}

/// What a feature refused, as `Type/Reason`; nil if it did not.
func refusal(_ body: () throws(Finding) -> some Any) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return "\(error.type)/\(error.reason)"
    }
}
