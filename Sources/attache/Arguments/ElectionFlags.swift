import ArgumentParser
import Conventions
import LeaderElection

/// Who of several replicas writes status; the flags and times are Contour's.
struct ElectionFlags: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Write status without asking the other replicas; for a single replica.")
    var disableLeaderElection = false

    @Option(
        help: ArgumentHelp("How long others wait before they take over.", valueName: "duration"))
    var leaderElectionLeaseDuration = GoDuration(duration: .seconds(15))

    @Option(
        help: ArgumentHelp("How long the leader tries to renew before it stops leading.", valueName: "duration"))
    var leaderElectionRenewDeadline = GoDuration(duration: .seconds(10))

    @Option(help: ArgumentHelp("How long between two tries.", valueName: "duration"))
    var leaderElectionRetryPeriod = GoDuration(duration: .seconds(2))

    @Option(help: ArgumentHelp("Name of the Lease.", valueName: "name"))
    var leaderElectionResourceName = "leader-elect"

    @Option(
        name: .customLong("leader-election-resource-namespace"),
        help: ArgumentHelp(
            "Namespace of the Lease. (default: $CONTOUR_NAMESPACE, or projectcontour)", valueName: "namespace"))
    var givenNamespace: String?

    /// The namespace of the Lease, if one is named; a flag without a value, as templates give it, names none.
    var leaderElectionResourceNamespace: String? { givenNamespace.flatMap { $0.isEmpty ? nil : $0 } }

    /// How fast leadership changes hands.
    var timing: ElectionTiming {
        get throws {
            try ElectionTiming(
                leaseDuration: leaderElectionLeaseDuration.duration,
                renewDeadline: leaderElectionRenewDeadline.duration,
                retryPeriod: leaderElectionRetryPeriod.duration)
        }
    }

    func validate() throws {
        guard !leaderElectionResourceName.isEmpty else {
            throw ValidationError("--leader-election-resource-name names no Lease; name one, or drop it")
        }
        do {
            _ = try timing
        } catch let error as ElectionTimingError {
            throw ValidationError("\(error)")
        }
    }
}
