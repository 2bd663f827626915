package import KubernetesAPI

/// Something to ask of the API server.
package struct StatusRequest: Sendable, Equatable {
    /// Tells the answer to the ledger.
    package var id: Int
    /// The object.
    package var key: ObjectKey
    /// What is asked.
    package var method: Method
    /// The field manager to write as; `fieldManager` of the query.
    package var manager: String
    /// The moment from which it must not be sent any more, and by which the answer must be there.
    package var deadline: ContinuousClock.Instant

    /// How long the answer may take when it is sent at that moment; nil when it must not be sent any more.
    package func timeLeft(at now: ContinuousClock.Instant) -> Duration? { now < deadline ? deadline - now : nil }

    /// What is asked.
    package enum Method: Sendable, Equatable {
        /// A [server-side apply](https://kubernetes.io/docs/reference/using-api/server-side-apply/) of the status
        /// subresource; the body names the version of the object it was made for.
        case apply(body: Node, force: Bool)
        /// A PUT of the status subresource with the document as it was read, and our part changed.
        case replace(body: Node)
        /// A GET of the whole object as it is stored.
        case read
    }
}
