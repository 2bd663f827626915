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

    /// Writes an event: the first time by creating it, afterwards by replacing it with the higher count.
    package func record(_ event: ObjectEvent) async throws(APIFailure) {
        guard event.count > 1 else {
            try await create(event.document, at: event.path)
            return
        }
        do throws(APIFailure) {
            try await replace(event.path, by: event.document)
        } catch {
            // Events live for an hour; the count goes on with a new one.
            guard error.isNotFound else { throw error }
            try await create(event.document, at: event.path)
        }
    }
}
