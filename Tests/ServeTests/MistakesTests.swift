import TestKit
import Testing

/// What users get wrong harms what is wrong and nothing else.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct MistakesTests {
    private static func answers(_ body: String) -> String {
        "routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: \(body)}}]"
    }

    @Test func `of two roots of one host the oldest keeps it, and the other takes over when it goes`() async throws {
        let rig = try sharedRig()
        let older = Scene("older").proxy(
            "z", created: "\"2026-01-01T00:00:00Z\"", "virtualhost: {fqdn: twice.test}\n" + Self.answers("older"))
        let younger = Scene("younger").proxy(
            "a", created: "\"2026-02-02T00:00:00Z\"", "virtualhost: {fqdn: twice.test}\n" + Self.answers("younger"))
        try await younger.apply(to: rig)
        let alone = try await rig.ask("twice.test")
        #expect(alone.body == "younger")
        try await older.apply(to: rig)
        let kept = try await rig.ask("twice.test")
        #expect(kept.body == "older")
        #expect(
            rig.serve.log.contains {
                $0.contains("DuplicateVhost") && $0.contains("younger/a") && $0.contains("older/z")
            })
        try await rig.apply(["older.yaml": nil])
        let taken = try await rig.ask("twice.test")
        #expect(taken.body == "younger")
    }

    @Test(arguments: [
        "services: [{name: nobody, port: 0}]",
        "services: [{name: nobody, port: 80}], directResponsePolicy: {statusCode: 200}",
        "services: [{name: nobody, port: 80}], timeoutPolicy: {response: soon}",
        "services: [{name: nobody, port: 80}], requestHeadersPolicy: {set: [{name: \"bad name\", value: x}]}",
        "services: [{name: nobody, port: 80}], healthCheckPolicy: {path: /, expectedStatuses: [{start: 300, end: 200}]}",
        "services: [{name: nobody, port: 80, protocol: morse}]",
        "services: [{name: nobody, port: 80}], pathRewritePolicy: {replacePrefix: [{replacement: /a}, {replacement: /b}]}",
        "services: [{name: nobody, port: 80}, {name: nobody, port: 80, mirror: true}, {name: nobody, port: 80, mirror: true}]",
        "requestRedirectPolicy: {path: /a, prefix: /b}",
    ])
    func `a wrong route answers 500 and the others work`(wrong: String) async throws {
        let rig = try sharedRig()
        let name = wrong.asName
        let host = name + ".wrong.test"
        try await Scene(name).adding(Manifests.service("nobody", namespace: name)).proxy(
            "root",
            """
            virtualhost: {fqdn: \(host)}
            routes:
            - {conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: fine}}
            - {conditions: [{prefix: /wrong}], \(wrong)}
            """
        ).apply(to: rig)
        for (path, status) in [("/", 200), ("/wrong", 500), ("/wrong/x", 500)] {
            let answer = try await rig.ask(host, path)
            #expect(answer.status == status, "\(path): \(answer)")
        }
        #expect(rig.serve.log.contains { $0.contains("level=error") && $0.contains("\(name)/root") })
    }

    @Test(arguments: ["{prefix: no-slash}", "{regex: \"/[\"}", "{prefix: /a}, {exact: /b}"])
    func `a match that cannot be drops the object's routes and no other's`(match: String) async throws {
        let rig = try sharedRig()
        let name = match.asName
        let host = name + ".match.test"
        try await Scene(name).proxy(
            "root",
            """
            virtualhost: {fqdn: \(host)}
            includes: [{name: child, conditions: [{prefix: /child}]}]
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: root}}]
            """
        ).proxy(
            "child",
            """
            routes:
            - {conditions: [{prefix: /x}], directResponsePolicy: {statusCode: 200, body: child}}
            - {conditions: [\(match)], directResponsePolicy: {statusCode: 200, body: wrong}}
            """
        ).apply(to: rig)
        let root = try await rig.ask(host)
        #expect(root.body == "root")
        let child = try await rig.ask(host, "/child/x")
        #expect(child.body != "child" && child.body != "wrong", "\(child)")
    }

    @Test func `a broken file keeps the last good state and is named with its line`() async throws {
        let rig = try sharedRig()
        func file(_ body: String) -> String {
            Scene("broken").proxy("root", "virtualhost: {fqdn: broken.test}\n" + Self.answers(body)).text
        }
        try await rig.apply(["broken.yaml": file("first")])
        try await rig.apply(["broken.yaml": file("second") + "---\nkind: [unclosed\nmore: 1\n"])
        let kept = try await rig.ask("broken.test")
        #expect(kept.body == "first", "\(kept)")
        let lines = rig.serve.log.filter { $0.contains("broken.yaml") }
        #expect(lines.contains { $0.contains("level=error") && $0.contains("broken.yaml:") }, "\(lines)")
        try await rig.apply(["broken.yaml": file("third")])
        let mended = try await rig.ask("broken.test")
        #expect(mended.body == "third")
    }

    @Test func `an ill-typed field spoils its object only`() async throws {
        let rig = try sharedRig()
        try await Scene("typed").proxy(
            "wrong",
            """
            virtualhost: {fqdn: wrong.typed.test}
            routes: [{conditions: {prefix: /}, services: seven}]
            """
        ).proxy("right", "virtualhost: {fqdn: right.typed.test}\n" + Self.answers("right")).apply(to: rig)
        let right = try await rig.ask("right.typed.test")
        #expect(right.body == "right")
        let wrong = try await rig.ask("wrong.typed.test")
        #expect(wrong.status == 404 || wrong.status == 500, "\(wrong)")
        #expect(rig.serve.log.contains { $0.contains("typed/wrong") && $0.contains("routes[0]") })
    }
}

extension String {
    /// A name that a namespace and a host may have, different for different texts.
    fileprivate var asName: String { "n\(utf8.reduce(UInt32(7)) { $0 &* 31 &+ UInt32($1) })" }
}

/// The flags that restore Contour's way.
@Suite(
    .sharedRig(flags: [
        "--invalid-route=drop-object", "--duplicate-vhost=invalidate-all",
        "--root-namespaces=roots,\(ObjectFiles.namespace)",
    ]), .timeLimit(.minutes(3)))
struct ContoursWayTests {
    private func answers(_ path: String, _ body: String) -> String {
        "- {conditions: [{prefix: \(path)}], directResponsePolicy: {statusCode: 200, body: \(body)}}"
    }

    @Test func `one wrong route drops the object`() async throws {
        let rig = try sharedRig()
        try await Scene("roots").proxy(
            "dropped",
            """
            virtualhost: {fqdn: dropped.test}
            routes:
            \(answers("/", "fine"))
            - {conditions: [{prefix: /wrong}], services: [{name: nobody, port: 80}], timeoutPolicy: {response: soon}}
            """
        ).proxy("whole", "virtualhost: {fqdn: whole.test}\nroutes:\n\(answers("/", "whole"))")
            .proxy("twice", "virtualhost: {fqdn: twice.test}\nroutes:\n\(answers("/", "one"))")
            .proxy("again", "virtualhost: {fqdn: twice.test}\nroutes:\n\(answers("/", "two"))")
            .proxy("outside", in: "elsewhere", "virtualhost: {fqdn: outside.test}\nroutes:\n\(answers("/", "no"))")
            .apply(to: rig)
        for (host, status) in [("dropped.test", 404), ("whole.test", 200), ("twice.test", 404), ("outside.test", 404)] {
            let answer = try await rig.ask(host)
            #expect(answer.status == status, "\(host): \(answer)")
        }
    }
}
