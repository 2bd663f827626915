import HTTPTransport
package import KubernetesAPI

extension APIClient {
    /// One object.
    package func get(_ path: ResourcePath) async throws(APIFailure) -> Node {
        try await document(.get(path))
    }

    /// A new object, as the server stored it.
    @discardableResult
    package func create(
        _ object: Node, at path: ResourcePath, fieldManager: String? = nil
    ) async throws(APIFailure) -> Node {
        try await document(.create(object, at: path, fieldManager: fieldManager))
    }

    /// Another content for an object or a part of it, as the server stored it (PUT).
    @discardableResult
    package func replace(
        _ path: ResourcePath, by object: Node, fieldManager: String? = nil
    ) async throws(APIFailure) -> Node {
        try await document(.replace(path, by: object, fieldManager: fieldManager))
    }

    /// Server-side apply: what the document names becomes ours, as the server stored it. Without force, fields of others
    /// are a conflict (409) whose causes name the owners.
    @discardableResult
    package func apply(
        _ object: Node, to path: ResourcePath, fieldManager: String, force: Bool = false
    ) async throws(APIFailure) -> Node {
        try await document(.apply(object, to: path, fieldManager: fieldManager, force: force))
    }

    /// The end of an object; with a version, only of that one.
    package func delete(_ path: ResourcePath, resourceVersion: String? = nil) async throws(APIFailure) {
        _ = try await document(.delete(path, resourceVersion: resourceVersion))
    }

    /// The server's version, such as `v1.36.0`; empty where it does not say.
    ///
    /// As a probe it condemns the connection it went over where no answer comes in time: watches on it end.
    package func version(
        timeout: Duration = APIRequest.objectTimeout, isProbe: Bool = false
    ) async throws(APIFailure) -> String {
        let answer = try await document(.version(timeout: timeout, isProbe: isProbe))
        guard case .mapping(let fields) = answer.value, case .string(let version)? = fields["gitVersion"]?.value else {
            return ""
        }
        return version
    }

    /// Asks a page [about the server's health](https://kubernetes.io/docs/reference/using-api/health-checks/), such as
    /// `/readyz`; throws what it says unless it is well.
    package func health(_ page: String, timeout: Duration) async throws(APIFailure) {
        let answer = try await send(.health(page, timeout: timeout))
        do {
            _ = try await answer.body.collect(upTo: Self.objectLimit)
        } catch {
            throw APIFailure(error)
        }
    }

    /// Writes an event: the first time by creating it, afterwards by replacing it with the higher count.
    ///
    /// - Parameter timeout: How long each request may take.
    package func record(
        _ event: ObjectEvent, timeout: Duration = APIRequest.objectTimeout
    ) async throws(APIFailure) {
        var creation = APIRequest.create(event.document, at: event.path, fieldManager: nil)
        creation.timeout = timeout
        if event.count > 1 {
            var replacement = APIRequest.replace(event.path, by: event.document, fieldManager: nil)
            replacement.timeout = timeout
            do throws(APIFailure) {
                _ = try await document(replacement)
                return
            } catch {
                // Events live for an hour; the count goes on with a new one.
                guard error.isNotFound else { throw error }
            }
        }
        _ = try await document(creation)
    }
}
