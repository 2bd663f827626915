import XDSModel

/// An incremental stream and the Envoy at its other end, which subscribes to everything and accepts everything at once.
struct StreamPeer {
    /// What the stream sent.
    struct Sent {
        /// How many responses.
        var messages = 0
        /// Their bytes.
        var bytes = 0
    }

    private var stream = StreamState(.delta, scope: .aggregated)
    private var now = ContinuousClock.now

    /// Subscribes to all that the publication has; the names are copies, as if they had come by the wire.
    init(to publication: Publication) {
        for type in ResourceType.allCases {
            let isWildcard = type == .cluster || type == .listener
            let names = isWildcard ? [] : publication.snapshot[type].map { Self.copy($0.name) }
            receive(type, subscribe: names)
        }
    }

    /// Offers a publication and answers what is sent until there is nothing more to send. Time passes as it must.
    mutating func take(_ publication: Publication) throws -> Sent {
        var sent = Sent()
        stream.offer(publication, now: now)
        while true {
            switch stream.next(now: now) {
            case .send(let output):
                sent.messages += 1
                sent.bytes += output.encoded().count
                receive(output.type, nonce: output.nonce)
            case .wait(let moment):
                if stream.isSettled { return sent }
                guard let moment, moment > now else { throw BenchError("the stream does not settle") }
                now = moment
            }
        }
    }

    private mutating func receive(_ type: ResourceType, subscribe: [String] = [], nonce: String = "") {
        _ = stream.receive(
            .delta(
                type: type, subscribe: subscribe, unsubscribe: [], initialVersions: [:], nonce: nonce, rejection: nil),
            now: now)
    }

    private static func copy(_ text: String) -> String { String(decoding: Array(text.utf8), as: UTF8.self) }
}
