/// The pages about the server itself.
extension APIModel {
    /// The pages everybody may read.
    func openPage(_ call: APICall) -> Reply? {
        guard call.method == "GET" else { return nil }
        switch call.path {
        case "/readyz", "/livez", "/healthz":
            return Reply(body: Array("ok".utf8), contentType: "text/plain; charset=utf-8")
        case "/version":
            let numbers = settings.gitVersion.split(separator: ".")
            let body: JSONValue = [
                "major": .string(numbers.first.map { String($0.drop { $0 == "v" }) } ?? "1"),
                "minor": .string(numbers.dropFirst().first.map(String.init) ?? "0"),
                "gitVersion": .string(settings.gitVersion), "gitCommit": "", "gitTreeState": "clean",
                "buildDate": "2026-04-01T00:00:00Z", "goVersion": "go1.26", "compiler": "gc", "platform": "linux/amd64",
            ]
            return Reply(body: JSONText.bytes(body))
        default: return nil
        }
    }

    /// The groups and versions there are.
    func discovery(_ call: APICall) -> Reply? {
        let resources = stores.values.map(\.resource)
        switch call.path {
        case "/api", "/api/":
            return Reply(body: JSONText.bytes(["kind": "APIVersions", "versions": ["v1"]]))
        case "/apis", "/apis/":
            let groups = Set(resources.map(\.group)).subtracting([""]).sorted().map(Self.group(of: resources))
            return Reply(
                body: JSONText.bytes(["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups)]))
        default:
            let parts = call.path.split(separator: "/")
            guard parts.count == 2, parts[0] == "apis" else { return nil }
            let name = String(parts[1])
            guard resources.contains(where: { $0.group == name }) else { return nil }
            var group = Self.group(of: resources)(name)
            group.setMember("kind", "APIGroup")
            group.setMember("apiVersion", "v1")
            return Reply(body: JSONText.bytes(group))
        }
    }

    private static func group(of resources: [APIResource]) -> (String) -> JSONValue {
        { name in
            let versions = Set(resources.filter { $0.group == name }.map(\.version)).sorted().map { version in
                ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)] as JSONValue
            }
            return [
                "name": .string(name), "versions": .array(versions), "preferredVersion": versions.first ?? .null,
            ]
        }
    }

    /// The resources of one version of a group.
    func resourceList(_ target: APITarget) throws(APIRefusal) -> Reply {
        let resources = stores.values.map(\.resource)
            .filter { $0.group == target.group && $0.version == target.version }.sorted { $0.plural < $1.plural }
        guard let first = resources.first, target.namespace == nil else { throw .unknownPath }
        let verbs: JSONValue = ["create", "delete", "get", "list", "patch", "update", "watch"]
        let entries = resources.flatMap { resource in
            ([resource.plural] + (resource.hasStatus ? [resource.plural + "/status"] : [])).map { name in
                [
                    "name": .string(name), "singularName": .string(resource.kind.lowercased()),
                    "namespaced": .bool(resource.isNamespaced), "kind": .string(resource.kind), "verbs": verbs,
                ] as JSONValue
            }
        }
        let body: JSONValue = [
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(first.apiVersion),
            "resources": .array(entries),
        ]
        return Reply(body: JSONText.bytes(body))
    }
}
