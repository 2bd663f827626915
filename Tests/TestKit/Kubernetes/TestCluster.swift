/// A cluster whose API tests may use: a scripted one, or the real programs.
package protocol TestCluster: Sendable {
    /// The resources it knows.
    var resources: [APIResource] { get }

    /// Asks as an administrator.
    ///
    /// - Returns: The status and, if it is JSON, the body.
    func ask(_ call: APICall) async throws -> ClusterAnswer

    /// A kubeconfig file for a client with this credential.
    func kubeconfig(_ credential: ClusterCredential) throws -> String

    /// Every request of clients, in order.
    var requests: [APIRequest] { get }

    /// Every accepted write, in order, of clients and of the test itself.
    var writes: [APIWrite] { get }

    /// Lets users do what rules say and nothing else. A user who was never named may do everything here, or nothing.
    func restrict(_ rules: [String: [AccessRule]]) async throws

    /// Puts many objects in, as fast as it goes; those that exist are left alone.
    func load(_ objects: [JSONValue]) async throws

    /// Goes away for clients: connections end, new ones are refused. The objects stay, and the test may change them.
    func pause() async

    /// Comes back.
    func resume() async throws

    /// Makes every connection of clients half-open, those to come as well, until `thaw`.
    func freeze() async

    /// Goes on with frozen connections where they were left.
    func thaw() async

    /// Forgets the changes so far: who watches from an earlier version is told 410.
    func compact() async throws

    /// An address of this machine that endpoints may have.
    var podAddress: String { get throws }
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
        let resource = try resource(of: object)
        guard let name = object.name else { throw RigError("an object has no name") }
        let namespace = resource.isNamespaced ? object.namespace ?? "default" : nil
        if let namespace { try await makeNamespace(namespace) }
        // Controllers write between our reading and our writing.
        for _ in 0..<10 where try await replace(object, resource.path(name, in: namespace), resource, namespace) {
            return
        }
        throw RigError("\(name) is always changed by somebody else")
    }

    /// Whether an object was created or replaced; not if somebody else was faster.
    private func replace(
        _ object: JSONValue, _ path: String, _ resource: APIResource, _ namespace: String?
    ) async throws -> Bool {
        let live = try await ask(APICall("GET", path, userAgent: CallerName.tests))
        var new = object
        let isNew = live.code == 404
        if !isNew {
            new.changeMember("metadata") {
                $0.setMember("resourceVersion", live.value?.at("metadata", "resourceVersion"))
            }
        }
        let answer = try await ask(
            isNew ? .json("POST", resource.path(nil, in: namespace), object) : .json("PUT", path, new))
        if answer.code == 409 || answer.code == 404 { return false }
        new = try answer.success()
        if resource.hasStatus, let status = object.member("status") {
            new.setMember("status", status)
            let answer = try await ask(.json("PUT", path + "/status", new))
            if answer.code == 409 { return false }
            _ = try answer.success()
        }
        return true
    }

    /// Makes a namespace, unless it is there.
    package func makeNamespace(_ name: String) async throws {
        let answer = try await ask(
            .json(
                "POST", "/api/v1/namespaces",
                ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]]))
        if answer.code != 409 { _ = try answer.success() }
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

    /// The resource of an object.
    func resource(of object: JSONValue) throws -> APIResource {
        let (version, kind) = (object.member("apiVersion")?.string ?? "", object.member("kind")?.string ?? "")
        guard let resource = resources.first(where: { $0.apiVersion == version && $0.kind == kind }) else {
            throw RigError("the cluster knows no \(kind) of \(version)")
        }
        return resource
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

/// What tests ask about the past.
extension TestCluster {
    /// The requests of this kind, in order.
    package func requests(_ verb: APIVerb?, _ plural: String? = nil) -> [APIRequest] {
        let match = APIRequestMatch(verb, plural)
        return requests.filter(match.matches)
    }

    /// How many lists of a resource were asked for; pages of one list count as one.
    package func lists(of plural: String) -> Int {
        requests(.list, plural).count { $0.call.parameter("continue") == nil }
    }

    /// How many writes of clients and tests changed an object, by its `namespace/name`.
    package func changes(of plural: String, subresource: String? = nil, by manager: String? = nil) -> [String: Int] {
        let changes = writes.filter {
            $0.isChange && $0.target.plural == plural && $0.target.subresource == subresource
                && (manager == nil || $0.manager == manager)
        }
        return Dictionary(
            changes.map { ("\($0.target.namespace ?? "")/\($0.target.name ?? "")", 1) }, uniquingKeysWith: +)
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
