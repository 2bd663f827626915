package import NIOCore
import NIOPosix

/// The one thread on which the manager lives: its sockets, and every task that ``run(_:)`` starts.
///
/// Swift's own pool would do as well, but on Linux Dispatch looks after it with a timer that wakes the process every
/// second for ever. A sidecar that does nothing should cost nothing.
package struct EventThread: Sendable {
    /// The loop, for servers.
    package let group: any EventLoopGroup

    private let executor: EventLoopExecutor

    /// The process has one, from its first use to its end.
    package static let shared = EventThread()

    private init() {
        NIOSingletons.groupLoopCountSuggestion = 1
        group = MultiThreadedEventLoopGroup.singleton
        executor = EventLoopExecutor(loop: group.next())
    }

    /// Runs `operation`, and the tasks below it, on this thread.
    package func run(_ operation: () async throws -> Void) async rethrows {
        try await withTaskExecutorPreference(executor, operation: operation)
    }
}

/// Runs tasks on an event loop.
private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        // why: a closure cannot hold a job that may not be copied; the loop runs it exactly once.
        let job = UnownedJob(job)
        loop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
