import Synchronization
import XDSMethods
package import XDSModel

/// The streams that are open now, for debugging.
package final class ConnectedStreams: Sendable {
    private struct State {
        var opened: UInt64 = 0
        var records: [UInt64: StreamRecord] = [:]
    }

    private let state = Mutex(State())

    /// No streams.
    package init() {}

    /// How many are open.
    package var count: Int { state.withLock { $0.records.count } }

    /// Who they are and how far each has come, in the order in which they were opened.
    package func reports() -> [(identity: StreamIdentity, report: StreamReport?)] {
        state.withLock { Array($0.records.values) }
            .map { ($0.identity, $0.report) }
            .sorted { $0.0.number < $1.0.number }
    }

    /// Registers a stream.
    func open(_ method: DiscoveryMethod, peer: String) -> StreamRecord {
        state.withLock { state in
            state.opened &+= 1
            let record = StreamRecord(StreamIdentity(number: state.opened, method: method, peer: peer))
            state.records[state.opened] = record
            return record
        }
    }

    /// Forgets a stream.
    func close(_ record: StreamRecord) {
        _ = state.withLock { $0.records.removeValue(forKey: record.identity.number) }
    }
}
