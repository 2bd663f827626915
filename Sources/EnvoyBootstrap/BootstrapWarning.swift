package import DurableFiles

/// What was accepted, but should be known.
package enum BootstrapWarning: Sendable, Equatable {
    /// `--dns-lookup-family` is none of the known ones, so Envoy chooses (as with Contour).
    case unknownDNSLookupFamily(String)
    /// There is no directory here that Envoy shares, so idle connections stay open during a drain.
    case idleNudgeOff(directory: String)
    /// The pressure file could not be written, so idle connections stay open during a drain.
    case idleNudgeFailed(FileError)
}

extension BootstrapWarning: CustomStringConvertible {
    /// One lower-case clause: what is odd, what happens instead, and how to put it right.
    package var description: String {
        switch self {
        case .unknownDNSLookupFamily(let family):
            "--dns-lookup-family=\(family) is none of auto, v4, v6, all; auto is used"
        case .idleNudgeOff(let directory):
            "\(directory) is not a writable directory, so a drain will not close idle connections; "
                + "mount the volume of the admin socket there, or silence this with --idle-nudge=off"
        case .idleNudgeFailed(let error):
            "a drain will not close idle connections: \(error); or silence this with --idle-nudge=off"
        }
    }
}
