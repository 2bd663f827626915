/// A cluster whose API tests may use: a scripted one, or the real programs.
///
/// What it has to offer is to be asked as an administrator; the rest follows.
package protocol TestCluster: Sendable {
    /// The resources it knows.
    var resources: [APIResource] { get }

    /// Asks as an administrator.
    ///
    /// - Returns: The status and, if it is JSON, the body.
    func ask(_ call: APICall) async throws -> ClusterAnswer

    /// A kubeconfig file for a client with this credential.
    func kubeconfig(_ credential: ClusterCredential) throws -> String
}

/// What a cluster answered.
package struct ClusterAnswer: Sendable, Hashable {
    /// The HTTP status.
    package var code: Int
    /// The body; nil when it is no JSON.
    package var value: JSONValue?

    /// An answer.
    package init(code: Int, value: JSONValue?) {
        self.code = code
        self.value = value
    }

    /// The body of a success; otherwise an error that quotes it.
    func success() throws -> JSONValue {
        guard (200..<300).contains(code), let value else {
            throw RigError("the cluster answered \(code): \(value?.member("message")?.string ?? "nothing")")
        }
        return value
    }
}

extension TestCluster {
    /// Creates or replaces the objects of a YAML or JSON text, with their status if they have one.
    ///
    /// Namespaces are made as they are needed; an object without one goes to `default`.
    package func apply(_ yaml: String) async throws {
        for document in try YAMLText.documents(yaml) {
            let items =
                document.member("kind")?.string == "List" ? document.member("items")?.elements ?? [] : [document]
            for item in items { try await set(item) }
        }
    }

    /// Creates or replaces an object, with its status if it has one.
    package func set(_ object: JSONValue) async throws {
        let (version, kind) = (object.member("apiVersion")?.string ?? "", object.member("kind")?.string ?? "")
        guard let resource = resources.first(where: { $0.apiVersion == version && $0.kind == kind }),
            let name = object.name
        else { throw RigError("the cluster knows no \(kind) of \(version)") }
        let namespace = resource.isNamespaced ? object.namespace ?? "default" : nil
        if let namespace {
            _ = try await ask(
                .json(
                    "POST", "/api/v1/namespaces",
                    ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(namespace)]]))
        }
        let path = resource.path(name, in: namespace)
        let live = try await ask(APICall("GET", path, userAgent: CallerName.tests))
        var new = object
        if live.code == 404 {
            new = try await ask(.json("POST", resource.path(nil, in: namespace), object)).success()
        } else {
            new.changeMember("metadata") {
                $0.setMember("resourceVersion", live.value?.at("metadata", "resourceVersion"))
            }
            new = try await ask(.json("PUT", path, new)).success()
        }
        if resource.hasStatus, let status = object.member("status") {
            new.setMember("status", status)
            _ = try await ask(.json("PUT", path + "/status", new)).success()
        }
    }

    /// Deletes an object; an error when it is not there.
    package func delete(_ plural: String, _ name: String, in namespace: String? = nil) async throws {
        _ = try await ask(APICall("DELETE", try path(plural, name, namespace), userAgent: CallerName.tests)).success()
    }

    /// An object; nil when it is not there.
    package func read(_ plural: String, _ name: String, in namespace: String? = nil) async throws -> JSONValue? {
        let answer = try await ask(APICall("GET", try path(plural, name, namespace), userAgent: CallerName.tests))
        return answer.code == 404 ? nil : try answer.success()
    }

    /// The objects of a resource in all namespaces.
    package func objects(_ plural: String) async throws -> [JSONValue] {
        let answer = try await ask(APICall("GET", try path(plural, nil, nil), userAgent: CallerName.tests))
        return try answer.success().member("items")?.elements ?? []
    }

    /// Somebody else puts a whole new status, as controllers do that do not apply.
    ///
    /// - Parameter userAgent: The rival's; what is before its first `/` becomes its name as a manager.
    package func rivalWritesStatus(
        _ status: JSONValue, of plural: String, _ name: String, in namespace: String? = nil, as userAgent: String
    ) async throws {
        let path = try path(plural, name, namespace)
        var object = try await ask(APICall("GET", path, userAgent: userAgent)).success()
        object.setMember("status", status)
        var call = APICall.json("PUT", path + "/status", object)
        call.userAgent = userAgent
        _ = try await ask(call).success()
    }

    /// Somebody applies a status.
    ///
    /// - Returns: The answer, a conflict among them.
    package func rivalAppliesStatus(
        _ status: JSONValue?, of plural: String, _ name: String, in namespace: String? = nil, as manager: String,
        force: Bool = false
    ) async throws -> ClusterAnswer {
        guard let resource = resource(plural) else { throw RigError("the cluster knows no \(plural)") }
        var object: JSONValue = [
            "apiVersion": .string(resource.apiVersion), "kind": .string(resource.kind),
            "metadata": ["name": .string(name)],
        ]
        object.setMember("status", status)
        let options = "?fieldManager=\(manager)" + (force ? "&force=true" : "")
        var call = APICall.json("PATCH", resource.path(name, in: namespace) + "/status" + options, object)
        call.contentType = "application/apply-patch+yaml"
        return try await ask(call)
    }

    /// The resource of this name.
    func resource(_ plural: String) -> APIResource? {
        resources.filter { $0.plural == plural }.min { $0.group < $1.group }
    }

    private func path(_ plural: String, _ name: String?, _ namespace: String?) throws -> String {
        guard let resource = resource(plural) else { throw RigError("the cluster knows no \(plural)") }
        let isAmongAll = name == nil || !resource.isNamespaced
        return resource.path(name, in: isAmongAll ? namespace : namespace ?? "default")
    }
}

/// What the tests call themselves.
enum CallerName {
    /// The name in `User-Agent`.
    static let tests = "attache-tests/1"
}

extension APIResource {
    /// The path of an object, or of the collection.
    package func path(_ name: String?, in namespace: String?) -> String {
        let root = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        let scope = isNamespaced ? namespace.map { "/namespaces/\($0)" } ?? "" : ""
        return root + scope + "/\(plural)" + (name.map { "/\($0)" } ?? "")
    }
}

extension APICall {
    /// A call of the tests that carries a document.
    package static func json(_ method: String, _ target: String, _ body: JSONValue) -> APICall {
        APICall(method, target, userAgent: CallerName.tests, body: JSONText.bytes(body))
    }
}
