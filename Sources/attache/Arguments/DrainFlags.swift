import ArgumentParser
import Conventions
import EnvoyShutdown

/// The flags that say how to drain. The hook sends those it was given to the manager; the manager's own hold for the rest.
struct DrainFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Serve on for this long before anything else. (default: 0s)", valueName: "duration"))
    var drainDelay: GoDuration?

    @Option(
        help: ArgumentHelp(
            "Ask clients to leave for this long while Envoy still is ready; cannot be undone. (default: 0s)",
            valueName: "duration"))
    var healthFailDelay: GoDuration?

    @Option(
        help: ArgumentHelp(
            "Contour's name for a minimum drain time: the longer of the two counts. (default: 0s)",
            valueName: "duration"))
    var checkDelay: GoDuration?

    @Option(
        help: ArgumentHelp(
            "The longest pause between two readings of Envoy's connections; usually they are 100ms apart. (default: 5s)",
            valueName: "duration"))
    var checkInterval: GoDuration?

    @Option(
        help: ArgumentHelp(
            "The least time between failing health checks and the end, for balancers to notice. (default: 5s)",
            valueName: "duration"))
    var minDrainDuration: GoDuration?

    @Option(
        help: ArgumentHelp(
            "End after this long whatever is left; 0s is never. (default: --grace-period less --exit-margin)",
            valueName: "duration"))
    var drainTimeout: GoDuration?

    @Option(
        help: ArgumentHelp(
            "terminationGracePeriodSeconds of the pod, from which the deadline follows. (default: none, the kubelet ends it)",
            valueName: "duration"))
    var gracePeriod: GoDuration?

    @Option(
        help: ArgumentHelp("How long before the end of the grace period to end. (default: 5s)", valueName: "duration"))
    var exitMargin: GoDuration?

    @Option(help: ArgumentHelp("Requests in flight hold up the drain no longer than this.", valueName: "duration"))
    var requestTimeout: GoDuration?

    @Option(help: ArgumentHelp("Websockets hold up the drain no longer than this.", valueName: "duration"))
    var websocketTimeout: GoDuration?

    @Option(help: ArgumentHelp("Raw TCP connections hold up the drain no longer than this.", valueName: "duration"))
    var tcpTimeout: GoDuration?

    @Option(
        help: ArgumentHelp(
            "Idle connections hold up the drain no longer than this, once nothing else does. (default: 10s)",
            valueName: "duration"))
    var idleGrace: GoDuration?

    @Option(
        help: ArgumentHelp("End when no more than this many connections are open. (default: 0)", valueName: "count"))
    var minOpenConnections: Int?

    @Option(help: ArgumentHelp("Requests in flight that may be left. (default: 0)", valueName: "count"))
    var requestThreshold: Int?

    @Option(help: ArgumentHelp("Websockets that may be left. (default: 0)", valueName: "count"))
    var websocketThreshold: Int?

    @Option(help: ArgumentHelp("Raw TCP connections that may be left. (default: 0)", valueName: "count"))
    var tcpThreshold: Int?

    @Option(help: ArgumentHelp("Idle connections that may be left. (default: 0)", valueName: "count"))
    var idleThreshold: Int?

    @Option(
        help: ArgumentHelp(
            "Whether idle connections are closed through Envoy's overload manager: auto, if the bootstrap prepared it; off.",
            valueName: "auto|off"))
    var idleNudge = NudgeMode.auto

    /// What was said.
    var options: DrainOptions {
        var options = DrainOptions()
        options.drainDelay = drainDelay?.duration.milliseconds
        options.healthFailDelay = healthFailDelay?.duration.milliseconds
        options.checkDelay = checkDelay?.duration.milliseconds
        options.checkInterval = checkInterval?.duration.milliseconds
        options.minDrainDuration = minDrainDuration?.duration.milliseconds
        options.drainTimeout = drainTimeout?.duration.milliseconds
        options.gracePeriod = gracePeriod?.duration.milliseconds
        options.exitMargin = exitMargin?.duration.milliseconds
        options.requestTimeout = requestTimeout?.duration.milliseconds
        options.websocketTimeout = websocketTimeout?.duration.milliseconds
        options.tcpTimeout = tcpTimeout?.duration.milliseconds
        options.idleGrace = idleGrace?.duration.milliseconds
        options.minOpenConnections = minOpenConnections
        options.requestThreshold = requestThreshold
        options.websocketThreshold = websocketThreshold
        options.tcpThreshold = tcpThreshold
        options.idleThreshold = idleThreshold
        options.idleNudge = idleNudge == .off ? false : nil
        return options
    }

    /// Sums that cannot be kept are told at once, and not when the pod is going.
    func validate() throws { _ = try DrainPlan(options) }
}

/// Whether a drain may close idle connections.
enum NudgeMode: String, CaseIterable, ExpressibleByArgument {
    case auto, off
}
