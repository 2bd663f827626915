import KubernetesAPI
import KubernetesClient
import ObjectStore

/// Does what a reflector says.
actor ReflectorRunner {
    /// What all reflectors of a source share.
    struct Surroundings: Sendable {
        let client: APIClient
        let gate: ServerGate
        let monitor: LivenessMonitor
        let inbox: SourceInbox
        let observer: SourceObserver
    }

    private let surroundings: Surroundings
    private var reflector: Reflector
    /// When the last request began.
    private var began = ContinuousClock.now

    init(_ reflector: Reflector, in surroundings: Surroundings) {
        self.surroundings = surroundings
        self.reflector = reflector
    }

    /// Follows the scope until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            switch reflector.next(at: .now, chance: chance) {
            case .list(let request):
                began = .now
                await list(request)
            case .watch(let request):
                began = .now
                await watch(request)
            case .wait(let pause): try? await Task.sleep(for: pause)
            case .waitForServer(let pause, let atLeast):
                if pause > .zero, await recovers(within: pause, notBefore: atLeast) { reflector.serverRecovered() }
                await surroundings.gate.wait()
            }
        }
    }

    private var chance: Double { .random(in: 0..<1) }

    /// Lets a pause pass; true when it ended before because the server has recovered since the last request began.
    private func recovers(within pause: Duration, notBefore atLeast: Duration) async -> Bool {
        let (gate, start, began) = (surroundings.gate, ContinuousClock.now, began)
        let spread = Reflector.spread * chance
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                try? await Task.sleep(for: pause)
                return false
            }
            group.addTask {
                guard await gate.recovers(since: began) else { return false }
                try? await Task.sleep(until: max(.now + spread, start + atLeast), clock: .continuous)
                return true
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private func list(_ request: ListRequest) async {
        let (kind, observer) = (reflector.scope.kind, surroundings.observer)
        do {
            let end = try await surroundings.client.list(
                request, received: { observer.noticed(kind, .received($0)) }, visiting: { reflector.take($0) })
            reflector.pageEnded(end, at: .now)
        } catch {
            guard !Task.isCancelled else { return }
            reflector.failed(error, at: .now, chance: chance)
        }
        publish()
    }

    private enum Ending {
        /// The reading has ended, and the reflector knows.
        case read
        /// The watch is given up.
        case givenUp
    }

    /// Reads the watch in one task, while another waits for the word to give it up.
    private func watch(_ request: WatchRequest) async {
        let (number, end) = surroundings.monitor.open()
        publish()
        await withTaskGroup(of: Ending.self) { group in
            group.addTask {
                await self.read(request, number)
                return .read
            }
            group.addTask {
                for await _ in end {}
                return .givenUp
            }
            if await group.next() == .givenUp, !Task.isCancelled { giveUp() }
            group.cancelAll()
        }
        surroundings.monitor.close(number)
        publish()
    }

    private func giveUp() {
        isGivenUp = true
        reflector.watchStalled(at: .now, chance: chance)
    }

    /// Whether what is still read of the watch is of no interest.
    private var isGivenUp = false

    private func read(_ request: WatchRequest, _ number: Int) async {
        isGivenUp = false
        do {
            let answer = try await surroundings.client.watch(request)
            guard !isGivenUp, !Task.isCancelled else { return }
            reflector.watchOpened()
            var events = answer.makeAsyncIterator()
            surroundings.monitor.heard(number, isDue: reflector.isCollecting)
            publish()
            while let element = try await events.next(isolation: self) {
                guard !isGivenUp, !Task.isCancelled else { return }
                let goesOn = take(element)
                surroundings.monitor.heard(number, isDue: reflector.isCollecting)
                publish()
                guard goesOn else { return }
            }
            guard !isGivenUp, !Task.isCancelled else { return }
            reflector.watchEnded(at: .now, chance: chance)
        } catch {
            guard !isGivenUp, !Task.isCancelled else { return }
            reflector.failed(error, at: .now, chance: chance)
        }
    }

    /// Takes a portion of events; false when one of them ends the watch.
    private func take(_ element: WatchEvents.Element) -> Bool {
        surroundings.observer.noticed(reflector.scope.kind, .received(element.byteCount))
        let now = ContinuousClock.now
        for event in element.events {
            guard reflector.take(event, at: now, chance: chance) else { return false }
        }
        return true
    }

    private func publish() {
        let output = reflector.takeOutput()
        for incident in output.incidents { surroundings.observer.noticed(reflector.scope.kind, incident) }
        surroundings.inbox.put(output, from: reflector.scope, isSynced: reflector.isSynced)
    }
}
