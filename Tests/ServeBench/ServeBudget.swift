/// What each figure may come to: the budgets of the design, for one Envoy. Nil where the design names none.
struct ServeBudget {
    /// How clients reach the hosts.
    let kind: HostKind
    /// How many hosts there are.
    let count: Int

    /// From exec until Envoy answers for all hosts, in s.
    var start: Double? { [1_000: 0.7, 5_000: 2.5, 10_000: 5][count] }

    /// From an edit until Envoy acts on it, in ms.
    var live: Double? {
        switch kind {
        case .plain: [1_000: 15, 5_000: 40, 10_000: 70][count]
        case .tls: [1_000: 12][count]
        }
    }

    /// The same for the slowest of a hundred, in ms.
    var slowestLive: Double? { [1_000: 60][count] }

    /// CPU time of the control plane for an edit, in ms.
    var cpu: Double? {
        switch kind {
        case .plain: [1_000: 2, 5_000: 4, 10_000: 6][count]
        case .tls: [1_000: 2][count]
        }
    }

    /// What it sends for an edit, in kB.
    var bytes: Double? {
        switch kind {
        case .plain: [1_000: 60, 5_000: 300, 10_000: 600][count]
        case .tls: count < 1_000 ? nil : 8
        }
    }

    /// Its resident memory, in MB.
    var memory: Double? { [100: 25, 1_000: 60, 5_000: 150, 10_000: 280][count] }

    /// Envoy's, in MB.
    var envoyMemory: Double? {
        switch kind {
        case .plain: [1_000: 160, 5_000: 480][count]
        case .tls: [1_000: 250][count]
        }
    }

    /// CPU time for a change of endpoints, in ms.
    var endpointsCPU: Double? { count < 1_000 ? nil : 0.3 }

    /// Memory for one more Envoy, in MB.
    static let streamMemory = 0.5
    /// Configuration that Envoy takes once more when the control plane is restarted.
    static let restart = 0.0
}
