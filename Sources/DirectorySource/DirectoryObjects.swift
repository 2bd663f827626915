import DurableFiles
import Glibc
package import NIOCore
import NIOPosix
package import ObjectStore

/// The objects that the files of a directory give, and every change of them.
///
/// Files are those whose names end in `.yaml`, `.yml` or `.json`, in the directory and those in it. What happens at once is
/// one batch; see ``FileSet`` for what becomes of broken files and of objects given twice. Of the problems each batch
/// carries the news: those that are new or have changed, and of files that have none any more that they are mended.
package struct DirectoryObjects: ObjectSource {
    /// How changes are noticed.
    package enum Following: Sendable, Equatable {
        /// The kernel tells. Where it cannot, the directory is polled every second, which is told as a problem.
        case watching
        /// By looking at everything again and again, with this pause; for file systems of which the kernel tells nothing.
        case polling(every: Duration)
    }

    /// The pause between looks at what the kernel does not tell of.
    package static let pause = Duration.seconds(1)

    private let scanner: DirectoryScanner
    private let following: Following
    private let eventLoops: any EventLoopGroup

    /// A source that reads a directory once it runs.
    ///
    /// - Parameters:
    ///   - path: The directory, or a link to it.
    ///   - following: How changes are noticed.
    ///   - eventLoops: Where it is waited for the kernel's word.
    package init(
        path: String, following: Following = .watching,
        eventLoops: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) {
        self.scanner = DirectoryScanner(root: path)
        self.following = following
        self.eventLoops = eventLoops
    }

    /// Delivers all objects in one batch, then a batch for each change.
    /// - Throws: ``DirectoryError`` when there is no such directory at the start. One that goes away later is waited for.
    @concurrent
    package func run(delivering deliver: @Sendable (ObjectBatch) async -> Void) async throws {
        let inbox = EventInbox()
        try await withThrowingDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            var inotify: Inotify?
            var problems: [SourceProblem] = []
            if following == .watching {
                do {
                    let board = try Inotify()
                    let channel = try await open(board)
                    group.addTask { await Self.pump(channel, into: inbox) }
                    inotify = board
                } catch {
                    problems.append(cannotWatch("\(error)"))
                }
            }
            var follower = DirectoryFollower(scanner, inotify: inotify)
            var first = try await follower.begin()
            first.problems.append(contentsOf: problems)
            await deliver(first)

            var poll = DirectoryPoll(pause: pause)
            var rings = inbox.rings.makeAsyncIterator()
            while true {
                if let reason = inbox.hasFailed ? "the kernel's events have ended" : follower.reasonNotToWatch {
                    follower.stopWatching()
                    inbox.forgetFailure()
                    await deliver(ObjectBatch(problems: [cannotWatch(reason)]))
                }
                if follower.needsToBeAsked, let delay = poll.schedule(at: .now) {
                    group.addTask {
                        try? await Task.sleep(for: delay)
                        inbox.ring()
                    }
                }
                guard await rings.next() != nil, !Task.isCancelled else { return }
                if poll.takeDue(at: .now) { await Self.deliver(await follower.lookUnasked(), deliver) }
                await Self.deliver(await Self.followEvents(of: inbox, &follower), deliver)
            }
        }
    }

    private var pause: Duration {
        if case .polling(let pause) = following { return pause }
        return Self.pause
    }

    private static func deliver(_ batch: ObjectBatch, _ deliver: @Sendable (ObjectBatch) async -> Void) async {
        if !batch.changes.isEmpty || !batch.problems.isEmpty { await deliver(batch) }
    }

    /// Everything that has come in is followed as one change. When something has gone, what belongs to that is waited for.
    private static func followEvents(of inbox: EventInbox, _ follower: inout DirectoryFollower) async -> ObjectBatch {
        var touched = TouchedPaths()
        follower.touched(by: inbox.take(), &touched)
        if touched.mayContinue {
            try? await Task.sleep(for: DirectoryFollower.grace)
            follower.touched(by: inbox.take(), &touched)
        }
        return await follower.follow(touched)
    }

    /// Lets SwiftNIO read the kernel's events; each read gives whole events because its buffer takes the largest.
    private func open(_ inotify: Inotify) async throws -> NIOAsyncChannel<ByteBuffer, Never> {
        let descriptor = try inotify.duplicateDescriptor()
        do {
            guard let bootstrap = NIOPipeBootstrap(validatingGroup: eventLoops) else { throw ErrorNumber(code: EINVAL) }
            return
                try await bootstrap
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
                .takingOwnershipOfDescriptor(input: descriptor) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    private static func pump(_ channel: NIOAsyncChannel<ByteBuffer, Never>, into inbox: EventInbox) async {
        do {
            try await channel.executeThenClose { inbound in
                for try await buffer in inbound { inbox.put(buffer) }
            }
        } catch {
            // Whatever the reason, there are no more events.
        }
        inbox.fail()
    }

    private func cannotWatch(_ reason: String) -> SourceProblem {
        let remedy = "looked at every second instead; raise fs.inotify.max_user_watches and max_user_instances"
        return SourceProblem(place: scanner.root, message: "cannot be watched (\(reason)) and is \(remedy)")
    }
}
