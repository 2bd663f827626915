import ControlPlane
import EnvoyShutdown
import Testing
import Yams

/// Alerts and the dashboard ask for metrics that exist.
@Suite struct `Monitoring` {
    /// What Prometheus and Envoy export and we ask for.
    /// https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/observability/statistics
    private static let foreign: Set = [
        "up", "envoy_control_plane_connected_state", "envoy_http_downstream_rq_xx",
        "envoy_listener_downstream_cx_active", "envoy_server_memory_allocated",
    ]

    /// Every name that a query may use.
    private static let known: Set<String> = {
        let ours = Array(ControlPlaneMetrics.help.keys) + DrainMetrics.help.keys
        let parts = ours.filter { $0.hasSuffix("_seconds") }.flatMap { ["\($0)_sum", "\($0)_count"] }
        return foreign.union(ours).union(parts)
    }()

    private static func alerts() throws -> [PrometheusRuleObject.Alert] {
        let text = try Repository.manifest("monitoring/prometheus-rules.yaml")
        let objects = try Documents.decode(PrometheusRuleObject.self, kind: "PrometheusRule", from: text)
        return objects.flatMap(\.spec.groups).flatMap(\.rules)
    }

    private static func dashboard() throws -> Dashboard {
        try YAMLDecoder().decode(
            Dashboard.self, from: try Repository.manifest("monitoring/grafana-dashboard.json"))
    }

    @Test func `alerts ask for metrics that exist`() throws {
        let alerts = try Self.alerts()
        #expect(alerts.count > 10)
        for alert in alerts { expectSame(Query(alert.expr).faults(known: Self.known), []) }
    }

    @Test func `alerts say what is wrong and what to do`() throws {
        let alerts = try Self.alerts()
        expectSame(Set(alerts.map(\.alert)).count, alerts.count)
        for alert in alerts {
            #expect(["critical", "warning"].contains(alert.labels["severity"]), "\(alert.alert)")
            #expect(Set(alert.annotations.keys) == ["summary", "description"], "\(alert.alert)")
            let words = alert.annotations.values.joined().split(separator: "{{", omittingEmptySubsequences: false)
                .dropFirst().compactMap {
                    $0.split(separator: "}}").first?.split(separator: " ").first
                }
            for word in words where word != "$value" {
                let label = word.split(separator: ".").last ?? ""
                #expect(alert.expr.contains(label), "\(alert.alert) shows the label \(label), which its query drops")
            }
        }
    }

    @Test func `every trouble worth an alert has one`() throws {
        let queries = try Self.alerts().map(\.expr).joined(separator: " ")
        for metric in [
            "attache_rejections_total", "status_address_conflicts_total", "status_address_source_ready",
            "attache_xds_certificate_expiry_timestamp_seconds", "attache_ready", "attache_leader",
            "attache_api_failures_total", "contour_httpproxy_invalid", "attache_drain_cut_total",
        ] { #expect(queries.contains(metric), "\(metric)") }
    }

    @Test func `the dashboard asks for metrics that exist`() throws {
        let dashboard = try Self.dashboard()
        let targets = dashboard.panels.flatMap { $0.targets ?? [] }
        #expect(targets.count > 20)
        for target in targets { expectSame(Query(target.expr).faults(known: Self.known), []) }
    }

    @Test func `the dashboard can be read`() throws {
        let dashboard = try Self.dashboard()
        let panels = dashboard.panels
        expectSame(Set(panels.map(\.id)).count, panels.count)
        expectSame(Set(panels.map(\.title)).count, panels.count)
        var taken: Set<[Int]> = []
        for panel in panels {
            let place = panel.gridPos
            #expect(place.x + place.w <= 24, "\(panel.title) is too far right")
            for x in place.x..<(place.x + place.w) {
                for y in place.y..<(place.y + place.h) {
                    #expect(taken.insert([x, y]).inserted, "\(panel.title) covers another")
                }
            }
            #expect((panel.targets ?? []).isEmpty == (panel.type == "row"), "\(panel.title) shows nothing")
            #expect(panel.type == "row" || panel.description?.isEmpty == false, "\(panel.title) is not explained")
        }
    }

    @Test func `Prometheus finds the pods and their ports`() throws {
        let text = try Repository.manifest("monitoring/pod-monitors.yaml")
        let monitors = try Documents.decode(PodMonitorObject.self, kind: "PodMonitor", from: text)
        expectSame(monitors.map(\.metadata.name), ["contour", "envoy"])
        let plane = try ControlPlane(yaml: try Watching.everything.text)
        var pods = [("contour", plane.deployment.spec.template, plane.pod.containers)]
        pods += try EnvoyForm.allCases.map { try EnvoyPod($0) }.map {
            ("envoy", $0.workload.spec.template, $0.containers)
        }
        for (name, template, containers) in pods {
            let monitor = try monitors.first { $0.metadata.name == name }.orMissing("the PodMonitor \(name)")
            #expect(monitor.spec.selector.matchLabels == template.metadata.labels)
            let ports = Set(containers.flatMap { $0.ports ?? [] }.map(\.name))
            #expect(Set(monitor.spec.podMetricsEndpoints.map(\.port)).isSubset(of: ports), "\(name)")
        }
        #expect(try Self.alerts().contains { $0.expr.contains("job=\"projectcontour/contour\"") })
    }

    @Test(arguments: [
        ("sum(attache_leadr)", "attache_leadr is exported by nobody"),
        ("sum by (kind) (rate(attache_leader[5m])", "parentheses"),
        ("sum(rate(attache_leader[5m)])", "parentheses"),
        ("attache_leader{pod=\"a)\"}) > 0", "parentheses"),
        ("rat(attache_leader[5m])", "rat is exported by nobody"),
    ])
    func `a wrong query is found out`(query: String, fault: String) {
        #expect(Query(query).faults(known: Self.known).contains { $0.contains(fault) })
    }
}

/// A query in PromQL, taken apart into words.
struct Query {
    private var words: [String] = []
    private var isBalanced = true

    private static let reserved: Set = [
        "absent", "and", "avg", "by", "group_left", "ignoring", "increase", "max", "max_over_time", "min", "on", "or",
        "rate", "sum", "time", "unless", "without",
    ]

    /// Takes `text` apart. Labels are no words: what is in braces, and in the parentheses after `by` and its like.
    init(_ text: String) {
        var open: [Character] = []
        var word = ""
        var isQuoted = false
        var labelDepth: Int?
        for character in text + " " {
            if character == "\"" { isQuoted.toggle() }
            if isQuoted || character == "\"" { continue }
            if character.isLetter || character.isNumber || "_:$".contains(character) {
                word.append(character)
                continue
            }
            if !word.isEmpty, labelDepth == nil, !open.contains("{"), !open.contains("[") { words.append(word) }
            word = ""
            switch character {
            case "(":
                if labelDepth == nil, ["by", "on", "without", "ignoring"].contains(words.last) {
                    labelDepth = open.count
                }
                open.append(character)
            case "{", "[": open.append(character)
            case ")", "}", "]":
                let partner: Character = character == ")" ? "(" : character == "}" ? "{" : "["
                if open.popLast() != partner { isBalanced = false }
                if labelDepth == open.count {
                    labelDepth = nil
                    words.append("labels")
                }
            default: break
            }
        }
        isBalanced = isBalanced && open.isEmpty && !isQuoted
    }

    /// What is wrong with the query if these metrics are all there are.
    func faults(known: Set<String>) -> [String] {
        let names = words.filter { word in
            word != "labels" && !Self.reserved.contains(word) && word.first?.isNumber == false
        }
        let strangers = names.filter { !known.contains($0) }.map { "\($0) is exported by nobody" }
        return strangers + (isBalanced ? [] : ["parentheses do not match"]) + (names.isEmpty ? ["no metric"] : [])
    }
}
