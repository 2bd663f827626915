import Testing

@testable import EnvoyAdmin

@Suite struct `Connection counts` {
    private func statistics(_ text: String) throws -> Statistics { try Statistics(parsing: Array(text.utf8)) }

    /// What Envoy 1.40 says with one slow request, one websocket, one idle connection and two raw TCP connections.
    static let busy = """
        http.admin.downstream_cx_active: 1
        http.admin.downstream_rq_active: 1
        http.ingress_http.downstream_cx_active: 3
        http.ingress_http.downstream_cx_upgrades_active: 1
        http.ingress_http.downstream_rq_active: 2
        http.stats.downstream_cx_active: 4
        http.stats.downstream_rq_active: 1
        listener.0.0.0.0_8002.downstream_cx_active: 4
        listener.0.0.0.0_8002.worker_0.downstream_cx_active: 4
        listener.0.0.0.0_8080.downstream_cx_active: 3
        listener.0.0.0.0_8080.worker_0.downstream_cx_active: 2
        listener.0.0.0.0_8080.worker_11.downstream_cx_active: 1
        listener.127.0.0.1_9000.downstream_cx_active: 2
        listener.admin.downstream_cx_active: 1
        listener.admin.main_thread.downstream_cx_active: 1

        """

    @Test func `classes are told apart and our own connections left out`() throws {
        let reading = try #require(ConnectionReading(gauges: try statistics(Self.busy)))
        #expect(reading.requests == 1)
        #expect(reading.websockets == 1)
        #expect(reading.idle == 1)
        #expect(reading.tcp == 2)
        #expect(reading.total == 5)
        #expect(reading.byListener == ["0.0.0.0_8002": 4, "0.0.0.0_8080": 3, "127.0.0.1_9000": 2])
    }

    @Test func `a listener whose name holds worker or a port like ours is traffic`() throws {
        let text = """
            listener.admin.downstream_cx_active: 1
            listener.worker_pool.downstream_cx_active: 2
            listener.0.0.0.0_19001.downstream_cx_active: 3
            """
        #expect(try ConnectionReading(gauges: statistics(text))?.tcp == 5)
    }

    @Test func `an answer without our own connection is not one of Envoy's`() throws {
        #expect(try ConnectionReading(gauges: statistics("")) == nil)
        #expect(try ConnectionReading(gauges: statistics("http.a.downstream_cx_active: 0\n")) == nil)
    }

    @Test func `gauges read at slightly different moments never give a negative count`() throws {
        let text = """
            listener.admin.downstream_cx_active: 1
            listener.0.0.0.0_8080.downstream_cx_active: 1
            http.ingress_http.downstream_cx_active: 2
            http.ingress_http.downstream_rq_active: 5
            http.ingress_http.downstream_cx_upgrades_active: 6
            """
        let reading = try #require(ConnectionReading(gauges: try statistics(text)))
        #expect(reading.tcp == 0)
        #expect(reading.requests == 0)
        #expect(reading.idle == 0)
    }

    @Test(arguments: [
        "nonsense", "a:", "a: b", "a: -1", "a: 1e3", "a: 99999999999999999999", "{\"stats\":[]}", "a: 9007199254740993",
        ": ", "\u{0}", "a: 1\nhalf a li",
    ])
    func `one line that is no statistic makes the answer unreadable`(text: String) {
        #expect(throws: Statistics.UnreadableLine.self) { try statistics(text) }
    }

    @Test func `random bytes never trap`() {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("listener.admin.downstream_cx_active: 0123456789\n\u{FF}http.".utf8)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            if let statistics = try? Statistics(parsing: bytes) { _ = ConnectionReading(gauges: statistics) }
        }
    }

    @Test func `traffic totals leave out what the kubelet and Prometheus open`() throws {
        let counters = try statistics(
            """
            http.admin.downstream_cx_total: 50
            http.admin.downstream_rq_completed: 50
            http.ingress_http.downstream_cx_total: 10
            http.ingress_http.downstream_rq_completed: 100
            http.stats.downstream_cx_total: 30
            http.stats.downstream_rq_completed: 31
            listener.0.0.0.0_8002.downstream_cx_total: 30
            listener.0.0.0.0_8080.downstream_cx_total: 10
            listener.0.0.0.0_9000.downstream_cx_total: 7
            listener.admin.downstream_cx_total: 50
            """)
        #expect(ConnectionReading.acceptedConnections(counters) == 17)
        #expect(ConnectionReading.completedRequests(counters) == 100)
    }
}
