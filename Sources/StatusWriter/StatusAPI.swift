package import KubernetesAPI
package import StatusReport

/// The API server as far as statuses are concerned.
package protocol StatusAPI: Sendable {
    /// Sends a request and answers the object as it is stored then.
    ///
    /// - Parameter timeout: when there is no answer by then, it is given up as `unavailable`.
    /// - Throws: why the request was not served. Only a 403 is `forbidden`: a 401 may pass with the next token, so it is
    ///   `unavailable`.
    func send(_ request: StatusRequest, timeout: Duration) async throws(StatusWriteFailure) -> Node

    /// Creates or updates the Event that tells people so; nobody waits for it, and it may be dropped.
    func tell(_ announcement: Announcement) async throws(StatusWriteFailure)
}
