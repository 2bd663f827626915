import HTTPTypes
import KubernetesAPI
import KubernetesClient
import LeaderElection
import Synchronization

/// The Lease as the API server keeps it. What others wrote into it beside the election is left as it is.
final class LeaseAtServer: LeaseStore {
    private let client: APIClient
    private let path: ResourcePath
    private let timeout: Duration
    /// The document as it was seen last.
    private let latest = Mutex<Node?>(nil)
    private let told = Mutex(ToldEvents())

    /// How long an Event may take: nothing depends on it, and the end of the process waits for the last one.
    private static let eventTimeout: Duration = .seconds(2)

    /// - Parameter timeout: how long a request may take; short enough for a leader to try again in its term.
    init(_ client: APIClient, name: NamespacedName, timeout: Duration) {
        self.client = client
        self.timeout = timeout
        path = .lease(name)
    }

    func read() async throws(LeaseStoreError) -> LeaseRecord? {
        do {
            return remember(try await ask(.get(path)))
        } catch {
            guard error.isNotFound else { throw .unavailable(reason: "\(error)") }
            latest.withLock { $0 = nil }
            return nil
        }
    }

    func write(_ record: LeaseRecord) async throws(LeaseStoreError) -> LeaseRecord {
        let document = LeaseDocument.writing(record, into: latest.withLock(\.self), at: path)
        let isNew = record.resourceVersion.isEmpty
        do {
            let request: APIRequest =
                isNew
                ? .create(document, at: path, fieldManager: nil) : .replace(path, by: document, fieldManager: nil)
            return remember(try await ask(request))
        } catch {
            // why: a Lease that is gone was changed by others; where none can be made, its namespace is missing.
            throw error.isConflict || error.isNotFound && !isNew ? .conflict : .unavailable(reason: "\(error)")
        }
    }

    @concurrent
    func follow(_ deliver: @Sendable (LeaseRecord?) -> Void) async throws(LeaseStoreError) {
        let watch = WatchRequest(
            path.collection, fieldSelector: "metadata.name=\(path.name ?? "")", resourceVersion: "",
            timeoutSeconds: 300)
        do {
            for try await portion in try await client.watch(watch) {
                for event in portion.events {
                    switch event {
                    case .added(let text), .modified(let text):
                        guard let node = try? text.node().get() else { continue }
                        deliver(remember(node))
                    case .deleted: deliver(nil)
                    case .failed(let status): throw APIFailure(status)
                    case .bookmark, .unknown, .nameless: continue
                    }
                }
            }
        } catch {
            throw .unavailable(reason: "\(error)")
        }
    }

    func tell(_ sentence: String) async throws(LeaseStoreError) {
        let lease = ObjectEvent.Subject(
            kind: "Lease", apiVersion: "coordination.k8s.io/v1",
            name: NamespacedName(namespace: path.namespace ?? "", name: path.name ?? ""),
            uid: latest.withLock { $0.map(LeaseDocument.uid) ?? "" })
        let event = told.withLock { $0.event(ofElection: sentence, at: lease, at: Timestamp.now()) }
        do {
            try await client.record(event, timeout: min(timeout, Self.eventTimeout))
        } catch {
            throw .unavailable(reason: "\(error)")
        }
    }

    private func ask(_ request: APIRequest) async throws(APIFailure) -> Node {
        var request = request
        request.timeout = timeout
        return try await client.document(request)
    }

    private func remember(_ document: Node) -> LeaseRecord {
        latest.withLock { $0 = document }
        return LeaseDocument.record(in: document)
    }
}
