import TestKit
import Testing

/// Routes that come from other objects.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct IncludesTests {
    @Test func `paths and headers add up over namespaces, and services are the child's`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("shop", "blog") { backends in
            let shop = try #require(backends["shop"])
            let blog = try #require(backends["blog"])
            try await Scene("includes").proxy(
                "root",
                """
                virtualhost: {fqdn: includes.test}
                includes:
                - {name: shop, namespace: includes-shop, conditions: [{prefix: /shop}, {header: {name: X-Team, exact: a}}]}
                routes:
                - {conditions: [{prefix: /}], services: [{name: own, port: 80}]}
                """
            ).proxy(
                "shop", in: "includes-shop",
                """
                includes:
                - {name: leaf, namespace: includes-leaf, conditions: [{prefix: /deep}]}
                routes:
                - {conditions: [{prefix: /cart}], services: [{name: own, port: 80}]}
                """
            ).proxy(
                "leaf", in: "includes-leaf",
                """
                routes:
                - {conditions: [{exact: /leaf}, {header: {name: X-Leaf, present: true}}], services: [{name: own, port: 80}]}
                """
            ).service("own", at: blog.port).service("own", in: "includes-shop", at: shop.port)
                .service("own", in: "includes-leaf", at: shop.port).apply(to: rig)
            for (path, headers, backend) in [
                ("/", [:], "blog"), ("/shop/cart", [:], "blog"), ("/shop/cart", ["x-team": "a"], "shop"),
                ("/shop/other", ["x-team": "a"], "blog"), ("/shop/deep/leaf", ["x-team": "a"], "blog"),
                ("/shop/deep/leaf", ["x-team": "a", "x-leaf": "1"], "shop"),
                ("/shop/deep/leafs", ["x-team": "a", "x-leaf": "1"], "blog"),
            ] as [(String, HeaderFields, String)] {
                let answer = try await rig.ask("includes.test", path, headers: headers)
                #expect(answer.backend == backend, "\(path) \(headers): \(answer)")
            }
        }
    }

    @Test func `a missing include answers 502 at its whole path, and heals when it comes`() async throws {
        let rig = try sharedRig()
        let scene = Scene("missing").proxy(
            "root",
            """
            virtualhost: {fqdn: missing.test}
            includes: [{name: middle, conditions: [{prefix: /a}]}]
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: root}}]
            """
        ).proxy(
            "middle",
            """
            includes: [{name: nobody, conditions: [{prefix: /b}]}]
            routes: [{conditions: [{prefix: /c}], directResponsePolicy: {statusCode: 200, body: middle}}]
            """)
        try await scene.apply(to: rig)
        for (path, status, body) in [
            ("/a/b", 502, ""), ("/a/b/x", 502, ""), ("/b", 200, "root"), ("/a/c", 200, "middle"), ("/", 200, "root"),
        ] {
            let answer = try await rig.ask("missing.test", path)
            #expect(answer.status == status && answer.body == body, "\(path): \(answer)")
        }
        try await scene.proxy(
            "nobody", "routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: somebody}}]"
        ).apply(to: rig)
        let healed = try await rig.ask("missing.test", "/a/b/x")
        #expect(healed.body == "somebody")
    }

    @Test func `a root cannot be included, a cycle ends, and an orphan is not reached`() async throws {
        let rig = try sharedRig()
        try await Scene("wrong").proxy(
            "root",
            """
            virtualhost: {fqdn: wrong.test}
            includes:
            - {name: other-root, conditions: [{prefix: /other}]}
            - {name: circle, conditions: [{prefix: /circle}]}
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: root}}]
            """
        ).proxy(
            "other-root",
            """
            virtualhost: {fqdn: other.wrong.test}
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: other}}]
            """
        ).proxy(
            "circle",
            """
            includes: [{name: circle, conditions: [{prefix: /again}]}]
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: circle}}]
            """
        ).proxy(
            "orphan", "routes: [{conditions: [{prefix: /orphan}], directResponsePolicy: {statusCode: 200, body: no}}]"
        ).apply(to: rig)
        for (host, path, status, body) in [
            ("wrong.test", "/other", 502, ""), ("other.wrong.test", "/", 200, "other"),
            ("wrong.test", "/circle/", 200, "circle"), ("wrong.test", "/orphan", 200, "root"),
        ] {
            let answer = try await rig.ask(host, path)
            #expect(answer.status == status && answer.body == body, "\(host)\(path): \(answer)")
        }
    }

    @Test func `of two includes with the same conditions the first counts`() async throws {
        let rig = try sharedRig()
        func child(_ body: String) -> String {
            "routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: \(body)}}]"
        }
        try await Scene("same").proxy(
            "root",
            """
            virtualhost: {fqdn: same.test}
            includes:
            - {name: first, conditions: [{prefix: /x}, {header: {name: X-A, exact: a}}]}
            - {name: second, conditions: [{prefix: /x}, {header: {name: X-A, exact: a}}]}
            - {name: second, conditions: [{prefix: /x}, {header: {name: X-A, exact: b}}]}
            """
        ).proxy("first", child("first")).proxy("second", child("second")).apply(to: rig)
        for (value, body) in [("a", "first"), ("b", "second")] {
            let answer = try await rig.ask("same.test", "/x/", headers: ["x-a": value])
            #expect(answer.body == body, "\(value): \(answer)")
        }
        #expect(rig.serve.log.contains { $0.contains("DuplicateMatchConditions") && $0.contains("same/root") })
    }
}
