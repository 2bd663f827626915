import Conventions
import EnvoyShutdown

@testable import attache

// How the pod begins and ends.
extension EnvoyPod {
    /// The least time that Envoy, told to end, is left with before the kubelet kills it.
    private static let leastMargin = Duration.seconds(5)

    /// The longest time of a hook that a failed probe started: shorter than the hook waits for a manager that hangs.
    private static let longestProbeGrace = 5

    /// Manager and hook know the grace period, and end the drain in time for Envoy to be told.
    func checkGrace(_ faults: inout Faults) throws {
        let seconds = try spec.terminationGracePeriodSeconds.orMissing("terminationGracePeriodSeconds")
        faults.expect(seconds == 300, "the grace period is \(seconds)s, not Contour's 300s")
        for (name, options) in [
            ("manager", try shutdownManager().drain.options), ("hook", try hook().drain.options),
        ] {
            let plan = try DrainPlan(options)
            faults.expect(
                options.gracePeriod == seconds * 1_000, "the \(name)'s --grace-period is not that of the pod")
            let end = try plan.deadline.orMissing("the \(name)'s deadline")
            faults.expect(
                end + Self.leastMargin <= .seconds(seconds), "the \(name)'s drain ends after \(end), too late")
            faults.expect(plan.minimum >= .seconds(20), "the \(name) gives balancers only \(plan.minimum) to notice")
            faults.expect(plan.nudgesIdle, "the \(name) leaves idle connections alone")
        }
    }

    /// The kubelet asks pages that exist, and never restarts Envoy.
    func checkProbes(_ faults: inout Faults) throws {
        let port = try shutdownManager().pod.servePort
        let liveness = try manager.livenessProbe.orMissing("the manager's livenessProbe")
        let patience = (liveness.periodSeconds ?? 10) * (liveness.failureThreshold ?? 3)
        faults.expect(patience >= 60, "the manager is restarted after \(patience)s of silence")
        faults.expect((liveness.timeoutSeconds ?? 1) >= 5, "the manager's livenessProbe is impatient")
        let startup = try manager.startupProbe
        faults.expect((startup != nil) == (form == .nativeSidecar), "Envoy does not wait for the manager, or cannot")
        for probe in [liveness, startup].compactMap(\.self) {
            faults.expect(
                probe.httpGet == .init(path: "/healthz", port: port), "a probe of the manager asks \(probe)")
            faults.expect(
                (probe.terminationGracePeriodSeconds ?? .max) <= Self.longestProbeGrace,
                "a failed probe of the manager drains Envoy for the whole grace period")
        }
        faults.expect(try envoy.livenessProbe == nil && envoy.startupProbe == nil, "a probe can restart Envoy")
        let readiness = try envoy.readinessProbe.orMissing("Envoy's readinessProbe")
        let ready = Container.HTTPGet(path: "/ready", port: DefaultPort.envoyStatistics)
        faults.expect(readiness.httpGet == ready, "Envoy's readinessProbe is off")
        faults.expect(
            readiness.initialDelaySeconds == 3 && readiness.periodSeconds == 4,
            "Envoy is not asked as often as Contour's")
        faults.expect(try initconfig.livenessProbe == nil, "the init container has a probe")
    }

    /// Pods are replaced as in Contour's examples.
    func checkReplacement(_ faults: inout Faults) throws {
        let spec = workload.spec
        switch form {
        case .daemonSet:
            faults.expect(
                spec.updateStrategy
                    == .init(
                        type: "RollingUpdate", rollingUpdate: .init(maxSurge: nil, maxUnavailable: .string("10%"))),
                "nodes are updated in another way: \(String(describing: spec.updateStrategy))")
            faults.expect(spec.replicas == nil && self.spec.affinity == nil, "a DaemonSet has replicas")
        case .deployment, .nativeSidecar:
            faults.expect(
                spec.strategy
                    == .init(
                        type: "RollingUpdate", rollingUpdate: .init(maxSurge: .string("10%"), maxUnavailable: .int(0))),
                "pods are replaced in another way: \(String(describing: spec.strategy))")
            faults.expect(spec.replicas == 2, "there are \(spec.replicas ?? 1) replicas")
            let preferences = self.spec.affinity?.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution ?? []
            faults.expect(
                preferences.map(\.podAffinityTerm.topologyKey) == ["kubernetes.io/hostname"]
                    && preferences.map(\.podAffinityTerm.labelSelector) == [spec.selector],
                "replicas may share a node without need")
        }
    }
}
