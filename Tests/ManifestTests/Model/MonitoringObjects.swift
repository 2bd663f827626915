/// A [PrometheusRule](https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule).
struct PrometheusRuleObject: Codable, Equatable {
    /// What the object asks for.
    struct Spec: Codable, Equatable { var groups: [Group] }

    /// Rules that are evaluated together.
    struct Group: Codable, Equatable {
        var name: String
        var rules: [Alert]
    }

    /// When somebody is told, and what.
    struct Alert: Codable, Equatable {
        var alert: String
        var expr: String
        var `for`: String?
        var labels: [String: String]
        var annotations: [String: String]
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var spec: Spec
}

/// A [PodMonitor](https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor).
struct PodMonitorObject: Codable, Equatable {
    /// What the object asks for.
    struct Spec: Codable, Equatable {
        var selector: Workload.Selector
        var podMetricsEndpoints: [Endpoint]
    }

    /// Where metrics are read.
    struct Endpoint: Codable, Equatable {
        var port: String
        var path: String
        var interval: String?
        var honorLabels: Bool?
    }

    var apiVersion: String
    var kind: String
    var metadata: Metadata
    var spec: Spec
}

/// A dashboard of Grafana, as far as our tests look at it.
struct Dashboard: Codable, Equatable {
    /// One picture, or the title of a row of them.
    struct Panel: Codable, Equatable {
        var id: Int
        var type: String
        var title: String
        var description: String?
        var gridPos: Place
        var targets: [Target]?
    }

    /// Where it is, in units of a grid that is 24 wide.
    struct Place: Codable, Equatable {
        var h: Int
        var w: Int
        var x: Int
        var y: Int
    }

    /// What is shown.
    struct Target: Codable, Equatable {
        var refId: String
        var expr: String
        var legendFormat: String
    }

    var title: String
    var panels: [Panel]
}
