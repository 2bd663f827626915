import FoundationEssentials
import HTTPTransport
import KubernetesAPI

/// The credential of a plugin: kept until shortly before it ends, or until it is rejected; however many ask, the plugin
/// runs once at a time, and at most every 10 s.
actor PluginCredentials {
    private let plugin: ExecPlugin
    private let limit: Duration
    private var freshness: Freshness<ExecCredential>
    private var isRunning = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    init(_ plugin: ExecPlugin, limit: Duration = .seconds(30), pause: Duration = .seconds(10)) {
        self.plugin = plugin
        self.limit = limit
        freshness = Freshness(pause: pause)
    }

    /// The credential, from the plugin if need be.
    func current() async throws(AccessError) -> ExecCredential {
        while true {
            switch freshness.decide(at: .now) {
            case .use(let credential): return credential
            case .fail(let error): throw error
            case .obtain: break
            }
            guard isRunning else { return try await obtain() }
            await withCheckedContinuation { waiters.append($0) }
            guard !Task.isCancelled else { throw plugin.failure("nobody waits for it any more") }
        }
    }

    /// The server did not take `credential`.
    func reject(token: String?, identity: ClientIdentity?) {
        guard case .use(let credential) = freshness.decide(at: .now), credential.token == token,
            identity == nil || credential.identity == nil || credential.identity == identity
        else { return }
        freshness.reject()
    }

    private func obtain() async throws(AccessError) -> ExecCredential {
        isRunning = true
        let result: Result<(ExecCredential, Duration), AccessError>
        do throws(AccessError) {
            result = .success(try lasting(await plugin.run(within: limit)))
        } catch {
            result = .failure(error)
        }
        isRunning = false
        defer {
            for waiter in waiters { waiter.resume() }
            waiters = []
        }
        let now = ContinuousClock.now
        switch result {
        case .success(let (credential, lifetime)):
            freshness.keep(credential, from: now, until: now.advanced(by: lifetime))
            return credential
        case .failure(let error):
            // why: a run that nobody waited for says nothing about the next.
            guard !Task.isCancelled else { throw error }
            return try freshness.fail(error, at: now, keepsLast: false).get()
        }
    }

    /// A credential and how long it is used: until a minute before its end, or a tenth of its time where that is less.
    private func lasting(_ credential: ExecCredential) throws(AccessError) -> (ExecCredential, Duration) {
        guard let expiration = credential.expiration else { return (credential, .seconds(10 * 365 * 86_400)) }
        let now = Int64(Date.now.timeIntervalSince1970)
        let left = min(max(expiration.secondsSinceEpoch, now) - now, 10 * 365 * 86_400)
        guard left > 0 else {
            throw plugin.failure("its credential ended at \(expiration.rfc3339); check the clock, or log in again")
        }
        return (credential, .milliseconds(left * 1000 - min(60_000, left * 100)))
    }
}
