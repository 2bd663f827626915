import CCurl
import Glibc
import HTTPTransport
import Synchronization

/// The thread that owns curl's multi handle, and the queue by which others tell it what to do.
///
/// The multi handle, and every easy handle in it, are touched by this thread alone; all that others do is to wake it.
final class CurlLoop: Sendable {
    private enum Command {
        case start(CurlExchange)
        case cancel(CurlExchange)
        case resume(CurlExchange)
        case stop
    }

    private struct State {
        var commands: [Command] = []
        var isRunning = false
        /// There from the moment the thread has made it, which takes milliseconds that no caller should wait for.
        var multi: MultiHandle?
    }

    /// For how long after a reader went on the loop does not rely on being woken.
    private static let unrest = Duration.seconds(1)

    /// How often it looks meanwhile.
    private static let unrestStep = Duration.milliseconds(10)

    private let state = Mutex(State())

    /// Begins an exchange.
    func start(_ exchange: CurlExchange) { submit(.start(exchange)) }

    /// Removes an exchange that nobody waits for any more.
    func cancel(_ exchange: CurlExchange) { submit(.cancel(exchange)) }

    /// Lets a paused exchange receive again.
    func resume(_ exchange: CurlExchange) { submit(.resume(exchange)) }

    /// Ends the thread; exchanges in flight end as cancelled.
    func stop() {
        guard state.withLock({ $0.isRunning }) else { return }
        submit(.stop)
    }

    private func submit(_ command: Command) {
        let isStarted = state.withLock { state in
            state.commands.append(command)
            state.multi?.wakeUp()
            guard !state.isRunning else { return true }
            state.isRunning = startThread()
            return state.isRunning
        }
        if !isStarted { giveUp("there is no thread for libcurl") }
    }

    /// The thread keeps the loop alive until it is told to stop.
    private func startThread() -> Bool {
        let context = unsafe Unmanaged.passRetained(self)
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer = unsafe pointer else { return nil }
                unsafe Unmanaged<CurlLoop>.fromOpaque(pointer).takeRetainedValue().live()
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            unsafe context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// The life of the thread.
    private func live() {
        guard let multi = MultiHandle() else { return giveUp("libcurl cannot start") }
        state.withLock { $0.multi = multi }
        run(multi)
    }

    /// Fails what was asked for; the next request tries again.
    private func giveUp(_ reason: String) {
        let commands = state.withLock { state in
            state.isRunning = false
            return state.commands.takeAll()
        }
        for case .start(let exchange) in commands { exchange.finish(.failure(.invalidRequest(reason: reason))) }
    }

    /// The body of the thread.
    private func run(_ multi: MultiHandle) {
        var exchanges: [EasyHandle.Identity: EasyHandle] = [:]
        let sockets = SocketRegister()
        var pace = Pace(at: .now)
        var restlessUntil = ContinuousClock.now
        while true {
            let commands = state.withLock { $0.commands.takeAll() }
            if !commands.isEmpty { pace.hurry(at: .now) }
            for command in commands {
                switch command {
                case .start(let exchange): begin(exchange, in: multi, notingIn: sockets, &exchanges)
                case .cancel(let exchange):
                    guard let handle = exchanges.values.first(where: { $0.exchange === exchange }) else { continue }
                    multi.remove(handle)
                    exchanges[handle.identity] = nil
                case .resume(let exchange):
                    exchanges.values.first { $0.exchange === exchange }?.resume()
                    // why: of a connection of HTTP/2 that stood still for one reader, curl may hold bytes of others in its
                    // own buffers; no socket tells of them, only another look finds them.
                    restlessUntil = .now + Self.unrest
                case .stop: return end(exchanges, in: multi)
                }
            }
            multi.perform()
            while let (identity, code) = multi.nextFinished() {
                guard let handle = exchanges.removeValue(forKey: identity) else { continue }
                if code == CURLE_OPERATION_TIMEDOUT, handle.exchange.request.isProbe { handle.breakConnection() }
                multi.remove(handle)
                handle.exchange.finish(handle.outcome(code))
            }
            endSilent(&exchanges, in: multi)
            if let next = pace.look(bringing: sockets.takeReceived(), at: .now) {
                multi.nap(until: next)
            } else {
                let silence = exchanges.values.lazy.compactMap(\.silenceEnds).min()
                let now = ContinuousClock.now
                let look = now < restlessUntil && !exchanges.isEmpty ? now + Self.unrestStep : nil
                multi.poll(until: [silence, look].compactMap(\.self).min())
            }
        }
    }

    private func begin(
        _ exchange: CurlExchange, in multi: MultiHandle, notingIn sockets: SocketRegister,
        _ exchanges: inout [EasyHandle.Identity: EasyHandle]
    ) {
        guard !exchange.hasEnded else { return }
        guard let handle = EasyHandle(exchange, notingIn: sockets), multi.add(handle) else {
            return exchange.finish(.failure(.invalidRequest(reason: "libcurl refuses it")))
        }
        exchanges[handle.identity] = handle
    }

    /// Ends the exchanges whose other side has said nothing for too long.
    private func endSilent(_ exchanges: inout [EasyHandle.Identity: EasyHandle], in multi: MultiHandle) {
        for handle in exchanges.values {
            guard let end = handle.silenceEnds, end <= .now else { continue }
            exchanges[handle.identity] = nil
            if handle.exchange.request.isProbe { handle.breakConnection() }
            multi.remove(handle)
            handle.exchange.finish(handle.outcome(CURLE_OPERATION_TIMEDOUT))
        }
    }

    private func end(_ exchanges: [EasyHandle.Identity: EasyHandle], in multi: MultiHandle) {
        for handle in exchanges.values {
            multi.remove(handle)
            handle.exchange.finish(.failure(.cancelled))
        }
        state.withLock { state in
            state.multi = nil
            state.isRunning = false
        }
    }
}

extension Array {
    /// All elements; the array is empty afterwards.
    fileprivate mutating func takeAll() -> Self {
        let all = self
        removeAll()
        return all
    }
}
