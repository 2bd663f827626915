package import EnvoyAdmin

/// Where a drain stands, as `/status` shows it. All times are milliseconds since the drain began.
package struct DrainStatus: Sendable, Codable, Equatable {
    /// What the manager is doing.
    package enum State: String, Sendable, Codable {
        case serving
        case draining
        case released
    }

    /// Which step of the drain it is at.
    package enum Phase: String, Sendable, Codable {
        case delay
        case askingClientsToLeave = "asking_clients_to_leave"
        case failingHealth = "failing_health"
        case minimum = "min_drain"
        case waiting
        case idleNudge = "idle_nudge"
        case over
    }

    package var state: State
    package var phase: Phase?
    package var drainID: String?
    package var origin: DrainOrigin?
    package var started: String?
    package var elapsed: Int?
    package var deadline: Int?
    package var minimumLeft: Int?
    package var envoy: EnvoyStatus
    package var open: ConnectionReading?
    package var initial: ConnectionReading?
    package var thresholds: ThresholdStatus?
    package var blocking: [String]
    package var rates: Rates?
    package var polls: Polls?
    package var actions: [PerformedAction]
    package var waiters: Int
    package var result: DrainResult?
    package var cut: ConnectionReading?
    package var drainedAfter: Int?
    package var releasedAfter: Int?
    package var recoveries: Int

    /// What is known of Envoy.
    package struct EnvoyStatus: Sendable, Codable, Equatable {
        package var reachable: Bool?
        package var state: ServerState?
        package var version: String?
        package var admin: String
    }

    /// How many may be left.
    package struct ThresholdStatus: Sendable, Codable, Equatable {
        package var requests: Int
        package var websockets: Int
        package var tcp: Int
        package var idle: Int
        package var total: Int
    }

    /// Connections a second.
    package struct Rates: Sendable, Codable, Equatable {
        package var newPerSecond: Double?
        package var closedPerSecond: Double?

        private enum CodingKeys: String, CodingKey {
            case newPerSecond = "new_conn_per_s"
            case closedPerSecond = "closed_per_s"
        }
    }

    /// The readings so far.
    package struct Polls: Sendable, Codable, Equatable {
        package var count: Int
        package var errors: Int
        package var lastMilliseconds: Double

        private enum CodingKeys: String, CodingKey {
            case count, errors
            case lastMilliseconds = "last_ms"
        }
    }

    /// Something that was done to Envoy.
    package struct PerformedAction: Sendable, Codable, Equatable {
        package var at: Int
        package var action: DrainMachine.Action
        package var attempts: Int
        package var isDone: Bool

        private enum CodingKeys: String, CodingKey {
            case at = "t_ms"
            case action = "do"
            case attempts
            case isDone = "ok"
        }
    }

    /// Nothing is going on.
    package static func serving(admin: String) -> DrainStatus {
        DrainStatus(
            state: .serving, envoy: EnvoyStatus(admin: admin), blocking: [], actions: [], waiters: 0, recoveries: 0)
    }

    private enum CodingKeys: String, CodingKey {
        case state, phase, origin, started, envoy, open, initial, thresholds, blocking, rates, polls, actions, waiters
        case result, cut, recoveries
        case drainID = "drain_id"
        case elapsed = "elapsed_ms"
        case deadline = "deadline_ms"
        case minimumLeft = "min_drain_left_ms"
        case drainedAfter = "drained_after_ms"
        case releasedAfter = "released_after_ms"
    }
}

extension DrainStatus {
    /// The end in one line for people: `drained in 8.1s: 132 -> 0 connections (0 cut), 31 polls, 0 errors`.
    package var summary: String? {
        guard let result else { return nil }
        let time = Duration.milliseconds(releasedAfter ?? elapsed ?? 0).text
        let before = initial?.total ?? 0
        let after = open?.total ?? 0
        let counts = "\(before) -> \(after) connections (\(cut?.total ?? 0) cut)"
        let readings = "\(polls?.count ?? 0) polls, \(polls?.errors ?? 0) errors"
        switch result {
        case .drained: return "drained in \(time): \(counts), \(readings)"
        case .threshold: return "released in \(time), as the thresholds allow: \(counts)\(cutByClass), \(readings)"
        case .timeout: return "deadline passed after \(time): \(counts)\(cutByClass), \(readings)"
        case .envoyGone: return "envoy is gone after \(time): \(counts)\(cutByClass), \(readings)"
        case .recoveredFalseDrain: return "false drain undone after \(time): envoy serves again, \(readings)"
        case .aborted: return "drain aborted after \(time): somebody told envoy to serve again, \(readings)"
        }
    }

    private var cutByClass: String {
        guard let cut, cut.total > 0 else { return "" }
        let classes = [
            ("requests", cut.requests), ("websockets", cut.websockets), ("tcp", cut.tcp), ("idle", cut.idle),
        ]
        return " [" + classes.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "]"
    }

    /// Where the drain is, in one line for people.
    package var progress: String {
        guard let open, let phase else { return state.rawValue }
        let time = Duration.milliseconds(elapsed ?? 0).text
        let counts =
            "open \(open.total) (requests \(open.requests), websockets \(open.websockets), tcp \(open.tcp), idle \(open.idle))"
        return "\(time) \(phase.rawValue): \(counts)"
            + (blocking.isEmpty ? "" : ", waiting for " + blocking.joined(separator: ", "))
    }
}

extension ConnectionReading {
    /// Whether the counts people watch are the same.
    package func hasSameCounts(as other: ConnectionReading) -> Bool {
        requests == other.requests && websockets == other.websockets && tcp == other.tcp && idle == other.idle
    }
}
