/// A drain as it will be carried out: every option decided, every sum checked.
package struct DrainPlan: Sendable, Equatable {
    /// How many of each class may be left when the drain ends.
    package struct Thresholds: Sendable, Equatable {
        package var requests = 0
        package var websockets = 0
        package var tcp = 0
        package var idle = 0
    }

    /// How long each class may hold up the drain, from its beginning; `nil` is as long as it takes.
    package struct Budgets: Sendable, Equatable {
        package var requests: Duration?
        package var websockets: Duration?
        package var tcp: Duration?
    }

    /// Envoy serves as ever for this long.
    package let drainDelay: Duration

    /// Envoy asks clients to leave for this long while it still is ready; zero skips that step.
    package let healthFailDelay: Duration

    /// The least time between failing health checks and the end: balancers need it to notice.
    package let minimum: Duration

    /// The longest pause between two readings.
    package let checkInterval: Duration

    /// When the drain ends whatever is left; `nil` leaves that to the kubelet.
    package let deadline: Duration?

    package let thresholds: Thresholds
    package let budgets: Budgets

    /// The drain also ends when no more than this many are left in all. Contour's rule.
    package let minOpenConnections: Int

    /// Idle connections do not hold up the drain longer than this, once nothing else does.
    package let idleGrace: Duration

    /// Whether idle connections may be closed through Envoy's overload manager.
    package let nudgesIdle: Bool

    /// The deadline that half of the time is reckoned from when there is none: Contour's grace period.
    package static let assumedDeadline = Duration.seconds(295)

    /// Decides `options`; fails when the times cannot all be kept.
    package init(_ options: DrainOptions) throws(DrainPlanError) {
        func time(_ value: Int?, _ flag: String, default standard: Int) throws(DrainPlanError) -> Duration {
            .milliseconds(try Self.checked(value, flag, upTo: Self.longestTime) ?? standard)
        }
        func limit(_ value: Int?, _ flag: String) throws(DrainPlanError) -> Duration? {
            try Self.checked(value, flag, upTo: Self.longestTime).map { .milliseconds($0) }
        }
        func count(_ value: Int?, _ flag: String) throws(DrainPlanError) -> Int {
            try Self.checked(value, flag, upTo: Self.largestCount) ?? 0
        }
        drainDelay = try time(options.drainDelay, "--drain-delay", default: 0)
        healthFailDelay = try time(options.healthFailDelay, "--health-fail-delay", default: 0)
        checkInterval = try time(options.checkInterval, "--check-interval", default: 5_000)
        minimum = max(
            try time(options.minDrainDuration, "--min-drain-duration", default: 5_000),
            try time(options.checkDelay, "--check-delay", default: 0))
        idleGrace = try time(options.idleGrace, "--idle-grace", default: 10_000)
        minOpenConnections = try count(options.minOpenConnections, "--min-open-connections")
        thresholds = Thresholds(
            requests: try count(options.requestThreshold, "--request-threshold"),
            websockets: try count(options.websocketThreshold, "--websocket-threshold"),
            tcp: try count(options.tcpThreshold, "--tcp-threshold"),
            idle: try count(options.idleThreshold, "--idle-threshold"))
        budgets = Budgets(
            requests: try limit(options.requestTimeout, "--request-timeout"),
            websockets: try limit(options.websocketTimeout, "--websocket-timeout"),
            tcp: try limit(options.tcpTimeout, "--tcp-timeout"))
        nudgesIdle = options.idleNudge ?? true
        deadline = try Self.deadline(options, limit)
        if let deadline, deadline <= drainDelay + healthFailDelay + minimum {
            throw .impossible(deadline: deadline, needed: drainDelay + healthFailDelay + minimum)
        }
    }

    /// A week: beyond that a time is a mistake, and sums stay far from overflow.
    private static let longestTime = 7 * 24 * 3_600_000

    private static let largestCount = 1 << 40

    private static func checked(_ value: Int?, _ flag: String, upTo most: Int) throws(DrainPlanError) -> Int? {
        guard let value else { return nil }
        guard (0...most).contains(value) else { throw .outOfRange(flag: flag, value: value) }
        return value
    }

    /// `--drain-timeout`, or what the grace period leaves; zero of either is none.
    private static func deadline(
        _ options: DrainOptions, _ limit: (Int?, String) throws(DrainPlanError) -> Duration?
    ) throws(DrainPlanError) -> Duration? {
        if let timeout = try limit(options.drainTimeout, "--drain-timeout") { return timeout > .zero ? timeout : nil }
        guard let grace = try limit(options.gracePeriod, "--grace-period"), grace > .zero else { return nil }
        let margin = try limit(options.exitMargin, "--exit-margin") ?? .seconds(5)
        guard margin < grace else { throw .marginTakesAll(grace: grace, margin: margin) }
        return grace - margin
    }
}

/// Why a drain cannot be carried out as asked.
package enum DrainPlanError: Error, Equatable, CustomStringConvertible {
    case outOfRange(flag: String, value: Int)
    case marginTakesAll(grace: Duration, margin: Duration)
    case impossible(deadline: Duration, needed: Duration)

    /// What cannot be, and what to change.
    package var description: String {
        switch self {
        case .outOfRange(let flag, let value): "\(flag) is out of range (\(value)); give zero or more, a week at most"
        case .marginTakesAll(let grace, let margin):
            "--exit-margin (\(margin.text)) leaves nothing of --grace-period (\(grace.text)); make the grace period longer"
        case .impossible(let deadline, let needed):
            "the delays and the minimum drain time need \(needed.text), but the drain must be over after \(deadline.text);"
                + " raise --grace-period or --drain-timeout, or shorten the delays"
        }
    }
}
