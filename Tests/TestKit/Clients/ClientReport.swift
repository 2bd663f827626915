/// What a client lived through.
package struct ClientReport: Sendable, Equatable {
    /// Requests, streams or echoed messages begun.
    package var requestsSent = 0
    /// Those that were answered as expected.
    package var requestsSucceeded = 0
    /// Those that were not, by reason.
    package var failures: [RequestFailure: Int] = [:]
    /// The failures on a connection that had served before and now ended without a byte of response.
    package var failedOnReusedConnection = 0
    /// Connections that were made.
    package var connectionsOpened = 0
    /// How the connections ended; refused ones, which were never made, included.
    package var endings: [ConnectionEnding: Int] = [:]
    /// The last-stream-id of every GOAWAY frame, one array for each HTTP/2 connection in the order they ended.
    package var goAways: [[Int]] = []
    /// The longest time from a request to the end of its answer.
    package var longestResponse: Duration = .zero

    /// A report of nothing.
    package init() {}

    /// All failures together.
    package var requestsFailed: Int { failures.values.reduce(0, +) }

    /// Connections the peer ended while something was in flight, by FIN or by RST.
    package var connectionsCut: Int { endings[.cut, default: 0] + endings[.reset, default: 0] }

    /// Counts a connection that ended in this way.
    mutating func add(_ ending: ConnectionEnding) {
        endings[ending, default: 0] += 1
    }

    /// Counts an answered request.
    mutating func addSuccess(after duration: Duration) {
        requestsSucceeded += 1
        longestResponse = max(longestResponse, duration)
    }

    /// Counts a request that failed.
    mutating func add(_ failure: RequestFailure, onReusedConnection isReused: Bool = false) {
        failures[failure, default: 0] += 1
        if isReused, failure == .closedBeforeResponse || failure == .connectionReset {
            failedOnReusedConnection += 1
        }
    }

    /// Adds what another connection or client lived through.
    package mutating func merge(_ other: ClientReport) {
        requestsSent += other.requestsSent
        requestsSucceeded += other.requestsSucceeded
        failures.merge(other.failures, uniquingKeysWith: +)
        failedOnReusedConnection += other.failedOnReusedConnection
        connectionsOpened += other.connectionsOpened
        endings.merge(other.endings, uniquingKeysWith: +)
        goAways += other.goAways
        longestResponse = max(longestResponse, other.longestResponse)
    }
}

extension ClientReport: CustomStringConvertible {
    package var description: String {
        let reasons = failures.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
        let ends = endings.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
        var text = "sent \(requestsSent), ok \(requestsSucceeded), failed \(requestsFailed)"
        if !failures.isEmpty { text += " (\(reasons); on reused connections: \(failedOnReusedConnection))" }
        text += ", connections \(connectionsOpened) (\(ends)), longest response \(longestResponse)"
        if goAways.contains(where: { !$0.isEmpty }) { text += ", GOAWAY \(goAways)" }
        return text
    }
}
