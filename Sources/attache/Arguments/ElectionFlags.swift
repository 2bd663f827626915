import ArgumentParser
import Conventions
import LeaderElection

/// Who of several replicas writes status; the flags and times are Contour's.
struct ElectionFlags: ParsableArguments {
    @Flag(help: "Write status without asking the other replicas; for a single replica.")
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
        help: ArgumentHelp(
            "Namespace of the Lease. (default: $CONTOUR_NAMESPACE, or projectcontour)", valueName: "namespace"))
    var leaderElectionResourceNamespace: String?

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
        do {
            _ = try timing
        } catch let error as ElectionTimingError {
            throw ValidationError("\(error)")
        }
    }
}
