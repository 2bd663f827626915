import Synchronization

/// Keeps requests to a rate. Without one nothing is held back: the API server limits
/// [by itself](https://kubernetes.io/docs/concepts/cluster-administration/flow-control/), and better.
package final class RequestThrottle: Sendable {
    private let bucket: Mutex<TokenBucket>

    /// A throttle to `rate` requests a second, and `burst` at once.
    package init(rate: Double, burst: Int) {
        bucket = Mutex(TokenBucket(rate: rate, burst: burst, at: .now))
    }

    /// Returns when the next request may go out; at once when the task is cancelled.
    package func wait() async {
        let delay = bucket.withLock { $0.take(at: .now) }
        if delay > .zero { try? await Task.sleep(for: delay) }
    }
}
