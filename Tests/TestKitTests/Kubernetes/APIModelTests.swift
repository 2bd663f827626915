import TestKit
import Testing

struct APIModelTests {
    private static let slices = "/api/v1/namespaces/default/configmaps"

    private func script(configmaps count: Int) -> ModelScript {
        var script = ModelScript()
        for index in 0..<count { Self.create(index, in: &script) }
        return script
    }

    private static func create(_ index: Int, in script: inout ModelScript) {
        let reply = script.ask(
            "POST", slices,
            [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "m\(index)"],
                "type": index % 2 == 0 ? "even" : "odd",
            ])
        #expect(reply.code == 201)
    }

    private func names(_ reply: APIModel.Reply) -> [String] {
        (reply.value?.at("items")?.elements ?? []).compactMap { $0.at("metadata", "name")?.string }
    }

    private func lines(_ bytes: [UInt8]) throws -> [JSONValue] {
        try bytes.split(separator: UInt8(ascii: "\n")).map { try JSONText.read(Array($0)) }
    }

    private func changes(_ bytes: [UInt8]) throws -> [String] {
        try lines(bytes).map {
            "\($0.at("type")?.string ?? "") \($0.at("object", "metadata", "name")?.string ?? "-")"
        }
    }

    @Test func `a list in pages shows one state, whatever happens meanwhile`() {
        var script = script(configmaps: 5)
        let first = script.ask("GET", "/api/v1/configmaps?limit=2")
        #expect(names(first) == ["m0", "m1"])
        #expect(first.value?.at("metadata", "remainingItemCount") == 3)
        script.ask("DELETE", Self.slices + "/m2")
        Self.create(7, in: &script)
        for type in ["x", "y"] {
            script.ask(
                "PATCH", Self.slices + "/m3", ["type": .string(type)], contentType: "application/merge-patch+json")
        }
        let token = first.value?.at("metadata", "continue")?.string ?? ""
        let second = script.ask("GET", "/api/v1/configmaps?limit=10&continue=\(token)")
        #expect(names(second) == ["m2", "m3", "m4"])
        #expect(second.value?.at("items")?[1]?.at("type") == "odd")
        #expect(
            second.value?.at("metadata", "resourceVersion") == first.value?.at("metadata", "resourceVersion"))
        #expect(second.value?.at("metadata", "continue") == nil)
    }

    @Test func `a continue token that is too old says how to go on`() {
        var script = script(configmaps: 4)
        let token = script.ask("GET", "/api/v1/configmaps?limit=2").value?.at("metadata", "continue")?.string ?? ""
        script.ask("DELETE", Self.slices + "/m3")
        script.model.compact()
        let reply = script.ask("GET", "/api/v1/configmaps?limit=2&continue=\(token)")
        #expect(reply.code == 410)
        #expect(reply.value?.at("reason") == "Expired")
        let next = reply.value?.at("metadata", "continue")?.string ?? ""
        #expect(names(script.ask("GET", "/api/v1/configmaps?limit=2&continue=\(next)")) == ["m2"])
    }

    @Test(arguments: [
        ("resourceVersion=0&limit=2", 200, 5), ("limit=2", 200, 2), ("resourceVersion=9999", 504, 0),
        ("resourceVersion=VERSION&resourceVersionMatch=Exact", 200, 5),
        ("resourceVersion=1&resourceVersionMatch=Exact", 410, 0), ("resourceVersion=1", 200, 5),
        ("resourceVersion=soon", 422, 0), ("resourceVersionMatch=Exact", 422, 0), ("fieldSelector=type!%3Dodd", 200, 3),
        ("fieldSelector=metadata.name%3Dm3", 200, 1), ("labelSelector=a%3Db", 200, 0), ("labelSelector=%21a", 200, 5),
        ("continue=nonsense", 400, 0),
    ])
    func `a list is answered as its options say`(_ query: String, _ code: Int, _ count: Int) {
        var script = script(configmaps: 5)
        let reply = script.ask(
            "GET", "/api/v1/configmaps?" + query.replacing("VERSION", with: String(script.model.version)))
        #expect(reply.code == code)
        #expect(names(reply).count == count)
    }

    @Test func `a server that has not come so far says so`() {
        var script = script(configmaps: 1)
        let reply = script.ask("GET", "/api/v1/configmaps?resourceVersion=9999")
        #expect(reply.retryAfter == 1)
        #expect(
            reply.value?.at("message")?.string
                == "Timeout: Too large resource version: 9999, current: \(script.model.version)")
        #expect(reply.value?.at("details", "causes")?[0]?.at("reason") == "ResourceVersionTooLarge")
    }

    @Test func `items of built-in kinds leave out what the list says`() {
        var script = script(configmaps: 1)
        let list = script.ask("GET", "/api/v1/configmaps").value
        #expect(list?.at("kind") == "ConfigMapList")
        #expect(list?.at("items")?[0]?.at("kind") == nil)
        #expect(script.ask("GET", Self.slices + "/m0").value?.at("kind") == "ConfigMap")
    }

    @Test func `a watch goes on where it was, until that is forgotten`() throws {
        var script = script(configmaps: 1)
        let version = script.model.version
        Self.create(1, in: &script)
        script.ask("DELETE", Self.slices + "/m0")
        let path = "/api/v1/configmaps?watch=1&resourceVersion=\(version)"
        #expect(try changes(script.ask("GET", path).body) == ["ADDED m1", "DELETED m0"])
        script.model.compact()
        let told = script.ask("GET", path)
        let event = try #require(try lines(told.body).first)
        #expect(told.code == 200 && told.watch == nil)
        #expect(event.at("type") == "ERROR")
        #expect(event.at("object", "code") == 410)
        #expect(event.at("object", "reason") == "Expired")
        script.model.settings.refusesOldWatches = true
        #expect(script.ask("GET", path).code == 410)
        #expect(script.ask("GET", "/api/v1/configmaps?watch=1&resourceVersion=\(script.model.version)").code == 200)
    }

    @Test func `history beyond its window is forgotten`() {
        var script = ModelScript()
        script.model.settings.historyWindow = 10
        for index in 0..<60 { Self.create(index, in: &script) }
        let version = script.model.version
        func code(_ version: Int) -> Bool {
            script.ask("GET", "/api/v1/configmaps?watch=1&resourceVersion=\(version)").watch != nil
        }
        #expect(code(version - 10))
        #expect(!code(version - 50))
    }

    @Test func `a watch may begin with the objects there are, and mark their end`() throws {
        var script = script(configmaps: 2)
        let path = "/api/v1/configmaps?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersion="
        let reply = script.ask("GET", path + "&resourceVersionMatch=NotOlderThan")
        let events = try lines(reply.body)
        #expect(try changes(reply.body) == ["ADDED m0", "ADDED m1", "BOOKMARK -"])
        #expect(events.last?.at("object", "metadata", "annotations") == ["k8s.io/initial-events-end": "true"])
        #expect(
            events.last?.at("object", "metadata", "resourceVersion")?.string == String(script.model.version))
        #expect(script.ask("GET", path).code == 422)
        script.model.settings.allowsWatchList = false
        #expect(script.ask("GET", path + "&resourceVersionMatch=NotOlderThan").code == 422)
    }

    @Test func `what begins or ceases to match a selector is added or deleted`() throws {
        var script = script(configmaps: 2)
        let begun = script.ask(
            "GET", "/api/v1/configmaps?watch=1&fieldSelector=type%3Dodd&resourceVersion=\(script.model.version)")
        var session = try #require(begun.watch)
        var seen: [String] = []
        for (name, type) in [("m0", "odd"), ("m0", "odd2"), ("m1", "odd"), ("m1", "even")] {
            let reply = script.ask(
                "PATCH", Self.slices + "/" + name, ["type": .string(type)], contentType: "application/merge-patch+json")
            for event in reply.events { seen += try session.line(for: event).map(changes) ?? [] }
        }
        #expect(seen == ["ADDED m0", "DELETED m0", "DELETED m1"])
    }

    @Test func `writes say what is wrong with them`() {
        var script = script(configmaps: 1)
        let object: JSONValue = ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "m0"]]
        func said(_ reply: APIModel.Reply) -> String {
            "\(reply.code) \(reply.value?.at("reason")?.string ?? "") \(reply.value?.at("message")?.string ?? "")"
        }
        #expect(said(script.ask("POST", Self.slices, object)) == "409 AlreadyExists configmaps \"m0\" already exists")
        #expect(said(script.ask("PUT", Self.slices + "/m9", object)).hasPrefix("400 BadRequest"))
        var old = object
        old["metadata"]?["resourceVersion"] = "3"
        #expect(said(script.ask("PUT", Self.slices + "/m0", old)).hasPrefix("409 Conflict Operation cannot be"))
        #expect(
            said(script.ask("POST", "/api/v1/namespaces/none/configmaps", object))
                == "404 NotFound namespaces \"none\" not found")
        #expect(said(script.ask("GET", "/apis/example.com/v1/things")) == "404  ")
        let lease: JSONValue = [
            "apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": ["name": "l"],
        ]
        let leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases"
        #expect(script.ask("POST", leases, lease).code == 201)
        #expect(script.ask("PUT", leases + "/l", lease).code == 422)
    }

    @Test func `who may not is told what`() {
        var script = ModelScript()
        script.model.authorize = { _, verb, target in
            AccessRule(groups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["get", "list"])
                .allows(verb, target)
        }
        #expect(script.ask("GET", "/apis/networking.k8s.io/v1/ingresses").code == 200)
        let reply = script.apply(["192.0.2.1"])
        #expect(reply.code == 403)
        #expect(
            reply.value?.at("message")?.string == """
                ingresses.networking.k8s.io "web" is forbidden: User "admin" cannot patch resource \
                "ingresses/status" in API group "networking.k8s.io" in the namespace "default"
                """)
        #expect(
            script.ask("GET", "/api/v1/secrets").value?.at("message")?.string == """
                secrets is forbidden: User "admin" cannot list resource "secrets" in API group "" at the cluster scope
                """)
        let stranger = script.model.answer(APICall("GET", "/api/v1/secrets"), from: nil, at: 0)
        #expect(stranger.code == 401)
        #expect(script.model.answer(APICall("GET", "/readyz"), from: nil, at: 0).code == 200)
    }

    @Test func `rules of a Role hold for its namespace and names`() {
        let rules = AccessRule.rules(ofRole: [
            "kind": "Role", "metadata": ["name": "r", "namespace": "ours"],
            "rules": [
                ["apiGroups": [""], "resources": ["services"], "resourceNames": ["envoy"], "verbs": ["get", "watch"]]
            ],
        ])
        func allows(_ verb: APIVerb, _ path: String) -> Bool {
            APITarget(path: path).map { target in rules.contains { $0.allows(verb, target) } } ?? false
        }
        #expect(allows(.get, "/api/v1/namespaces/ours/services/envoy"))
        #expect(!allows(.get, "/api/v1/namespaces/ours/services/other"))
        #expect(!allows(.get, "/api/v1/namespaces/theirs/services/envoy"))
        #expect(!allows(.watch, "/api/v1/namespaces/ours/services"))
        #expect(!allows(.update, "/api/v1/namespaces/ours/services/envoy"))
    }

    @Test func `an object with finalizers dies when they are gone`() {
        var script = ModelScript()
        script.ask(
            "POST", Self.slices,
            ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "f", "finalizers": ["a/b"]]])
        let dying = script.ask("DELETE", Self.slices + "/f")
        #expect(dying.events.map(\.change) == [.modified])
        let end = script.ask(
            "PATCH", Self.slices + "/f", ["metadata": ["finalizers": .null]],
            contentType: "application/merge-patch+json")
        #expect(end.events.map(\.change) == [.deleted])
        #expect(script.ask("GET", Self.slices + "/f").code == 404)
    }

    @Test func `a resource is unknown until its definition is there`() {
        var script = ModelScript()
        let path = "/apis/example.com/v1/namespaces/default/things"
        #expect(script.ask("GET", path).contentType.hasPrefix("text/plain"))
        let definition: JSONValue = [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": "things.example.com"],
            "spec": [
                "group": "example.com", "scope": "Namespaced", "names": ["plural": "things", "kind": "Thing"],
                "versions": [["name": "v1", "served": true, "storage": true]],
            ],
        ]
        #expect(script.ask("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition).code == 201)
        #expect(script.ask("GET", path).value?.at("kind") == "ThingList")
        #expect(script.ask("GET", "/apis/example.com/v1").value?.at("resources")?.elements.count == 1)
    }
}
