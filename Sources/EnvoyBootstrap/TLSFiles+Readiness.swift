package import DurableFiles

extension TLSFiles {
    /// What keeps Envoy from using one of the files.
    package struct Problem: Sendable, Equatable {
        /// Which file.
        package let role: Role
        /// Where it should be.
        package let path: String
        /// What stands there instead; never `.readable`.
        package let state: FileState
    }

    /// The first file that Envoy could not use, or nothing when all are regular, readable and not empty.
    package func firstProblem() -> Problem? {
        for role in Role.allCases {
            let state = FileState(of: self[role])
            if state != .readable { return Problem(role: role, path: self[role], state: state) }
        }
        return nil
    }

    /// Returns when Envoy can use every file; looks every 100 ms until `wait` is over, and once if that is zero.
    ///
    /// A secret that is mounted late, or filled by another container, then delays the pod instead of restarting it.
    func becomeUsable(within wait: Duration, clock: some Clock<Duration>) async throws(BootstrapError) {
        let end = clock.now.advanced(by: wait)
        while let problem = firstProblem() {
            let rest = clock.now.duration(to: end)
            guard rest > .zero else { throw .tlsFileUnusable(problem, waited: wait) }
            do {
                try await clock.sleep(for: min(rest, .milliseconds(100)))
            } catch {
                throw .tlsFileUnusable(problem, waited: wait - rest)
            }
        }
    }
}
