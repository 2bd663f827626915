import KubernetesAPI
import KubernetesClient
import StatusReport
import StatusWriter
import Synchronization

/// Statuses and Events as the API server keeps them.
final class StatusAtServer: StatusAPI {
    private let client: APIClient
    /// The object that Events about this controller itself are attached to.
    private let controller: ObjectEvent.Subject
    private let wallClock: @Sendable () -> Timestamp
    private let told = Mutex(ToldEvents())

    init(_ client: APIClient, controller: ObjectEvent.Subject, wallClock: @escaping @Sendable () -> Timestamp) {
        self.client = client
        self.controller = controller
        self.wallClock = wallClock
    }

    func send(_ request: StatusRequest, timeout: Duration) async throws(StatusWriteFailure) -> Node {
        let path = ResourcePath(request.key, subresource: "status")
        var call: APIRequest
        switch request.method {
        case .apply(let body, let force): call = .apply(body, to: path, fieldManager: request.manager, force: force)
        case .replace(let body): call = .replace(path, by: body, fieldManager: request.manager)
        case .read: call = .get(ResourcePath(request.key))
        }
        call.timeout = timeout
        do {
            return try await client.document(call)
        } catch {
            throw StatusWriteFailure(error)
        }
    }

    func tell(_ announcement: Announcement) async throws(StatusWriteFailure) {
        let event = told.withLock { $0.event(for: announcement, of: subject(announcement.subject), at: wallClock()) }
        do {
            try await client.record(event)
        } catch {
            throw StatusWriteFailure(error)
        }
    }

    private func subject(_ subject: Announcement.Subject) -> ObjectEvent.Subject {
        switch subject {
        case .object(let key, let uid):
            ObjectEvent.Subject(
                kind: key.kind.name, apiVersion: key.kind.apiVersion, name: key.namespacedName, uid: uid)
        case .service(let name, let uid):
            ObjectEvent.Subject(kind: "Service", apiVersion: "v1", name: name, uid: uid)
        case .controller: controller
        }
    }
}

extension StatusWriteFailure {
    /// What a failed request means for a status.
    init(_ failure: APIFailure) {
        switch failure.code {
        case 403: self = .forbidden("\(failure)")
        case 404: self = .notFound
        case 409:
            let causes = failure.causes.map { ConflictCause(reason: $0.reason, field: $0.field, message: $0.message) }
            self = causes.isEmpty ? .stale : .conflict(causes)
        case 500 where failure.message.contains("field not declared in schema"): self = .undeclared("\(failure)")
        case 429: self = .throttled(after: failure.retryAfter)
        case 400, 413, 415, 422: self = .refused("\(failure)")
        default: self = .unavailable("\(failure)")
        }
    }
}
