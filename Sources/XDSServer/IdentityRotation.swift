/// Decides which certificate is served while files change, and what is said about it.
///
/// Files that cannot be used are only complained about when they stay so for a while: whoever writes three files one after
/// the other passes through states in which they do not belong together.
struct IdentityRotation: Sendable {
    /// For how long files have to be unusable before that is told.
    static let patience = Duration.seconds(1)

    private struct Breakage {
        var reason: String
        var since: ContinuousClock.Instant
        var isTold = false
    }

    /// What is served.
    private(set) var identity: ServerIdentity
    private var contents: MutualTLSFiles.Contents
    private var stamps: [FileStamp?]
    private var newest: UInt64 = 0
    private var breakage: Breakage?

    /// Begins with files that can be used.
    init(_ identity: ServerIdentity, _ contents: MutualTLSFiles.Contents, stamps: [FileStamp?]) {
        self.identity = identity
        self.contents = contents
        self.stamps = stamps
    }

    /// Whether files in these states have not been read yet.
    func isNews(_ stamps: [FileStamp?]) -> Bool { stamps != self.stamps }

    /// Whether files with these contents are those in use.
    func isInUse(_ contents: MutualTLSFiles.Contents) -> Bool { contents == self.contents }

    /// Takes what a reading found; readings that were begun before the newest one taken are passed over.
    ///
    /// - Parameter outcome: The files and what they make, or why they make nothing. An identity that is nil stands for the
    ///   files in use.
    mutating func take(
        _ outcome: Result<(contents: MutualTLSFiles.Contents, identity: ServerIdentity?), ServerIdentity.Fault>,
        stamps: [FileStamp?], number: UInt64, at now: ContinuousClock.Instant
    ) -> IdentityNotice? {
        guard number > newest else { return nil }
        newest = number
        self.stamps = stamps
        switch outcome {
        case .failure(let fault): return endure(fault.reason, at: now)
        case .success(let found): return use(found.contents, found.identity)
        }
    }

    private mutating func use(_ contents: MutualTLSFiles.Contents, _ new: ServerIdentity?) -> IdentityNotice? {
        let wasTold = breakage?.isTold ?? false
        breakage = nil
        if let new {
            identity = new
            self.contents = contents
        }
        if wasTold { return .mended(notAfter: identity.notAfter) }
        return new.map { .replaced(notAfter: $0.notAfter) }
    }

    private mutating func endure(_ reason: String, at now: ContinuousClock.Instant) -> IdentityNotice? {
        var current = breakage ?? Breakage(reason: reason, since: now)
        if current.isTold, current.reason != reason { current = Breakage(reason: reason, since: now) }
        current.reason = reason
        defer { breakage = current }
        guard !current.isTold, current.since.duration(to: now) >= Self.patience else { return nil }
        current.isTold = true
        return .broken(reason: reason, notAfter: identity.notAfter)
    }
}
