import TestKit
import Testing

/// Which route a request takes.
@Suite(.sharedRig(), .timeLimit(.minutes(3)))
struct MatchingTests {
    @Test func `exact goes before regex before prefix, and the longer before the shorter`() async throws {
        let rig = try sharedRig()
        try await withWitnesses("exact", "regex", "long", "short", "root") { backends in
            try await Scene("precedence").services(backends).proxy(
                "root",
                """
                virtualhost: {fqdn: precedence.test}
                routes:
                - {conditions: [{prefix: /}], services: [{name: root, port: 80}]}
                - {conditions: [{prefix: /shop}], services: [{name: short, port: 80}]}
                - {conditions: [{prefix: /shop/cart}], services: [{name: long, port: 80}]}
                - {conditions: [{regex: "/shop/c[a-z]+/[0-9]+"}], services: [{name: regex, port: 80}]}
                - {conditions: [{exact: /shop/cart/7}], services: [{name: exact, port: 80}]}
                """
            ).apply(to: rig)
            for (path, backend) in [
                ("/", "root"), ("/other?x=/shop", "root"), ("/shop", "short"), ("/shopping", "short"),
                ("/shop/cart", "long"), ("/shop/cart/x", "long"), ("/shop/cart/8", "regex"),
                ("/shop/cart/8?q=1", "regex"), ("/shop/cart/8/x", "long"), ("/shop/cart/7", "exact"),
                ("/shop/cart/7?q=1", "exact"), ("/shop/cart/7/", "long"), ("//shop///cart/7", "exact"),
            ] {
                let answer = try await rig.ask("precedence.test", path)
                #expect(answer.backend == backend, "\(path): \(answer)")
            }
        }
    }

    /// A condition, what is asked, and whether that meets the condition.
    typealias Row = (condition: String, path: String, headers: HeaderFields, matches: Bool)

    private func check(_ rows: [Row], in namespace: String, _ rig: ControlledEnvoy) async throws {
        let routes = rows.enumerated().map { number, row in
            """
            - {conditions: [{prefix: /r\(number)/}, \(row.condition)], directResponsePolicy: {statusCode: 200, body: "yes"}}
            - {conditions: [{prefix: /r\(number)/}], directResponsePolicy: {statusCode: 200, body: "no"}}
            """
        }
        let host = namespace + ".test"
        try await Scene(namespace).proxy(
            "root", "virtualhost: {fqdn: \(host)}\nroutes:\n" + routes.joined(separator: "\n")
        ).apply(to: rig)
        for (number, row) in rows.enumerated() {
            let answer = try await rig.ask(host, "/r\(number)/\(row.path)", headers: row.headers)
            #expect(answer.body == (row.matches ? "yes" : "no"), "\(row): \(answer)")
        }
    }

    @Test func `header conditions, missing headers included`() async throws {
        try await check(
            [
                ("{header: {name: X-A, present: true}}", "", ["x-a": "1"], true),
                ("{header: {name: X-A, present: true}}", "", [:], false),
                ("{header: {name: X-A, notpresent: true}}", "", [:], true),
                ("{header: {name: X-A, notpresent: true}}", "", ["x-a": "1"], false),
                ("{header: {name: X-A, contains: ell}}", "", ["x-a": "hello"], true),
                ("{header: {name: X-A, contains: ell}}", "", ["x-a": "HELLO"], false),
                ("{header: {name: X-A, contains: ell, ignoreCase: true}}", "", ["x-a": "HELLO"], true),
                ("{header: {name: X-A, notcontains: ell}}", "", ["x-a": "hullo"], true),
                ("{header: {name: X-A, notcontains: ell}}", "", ["x-a": "hello"], false),
                ("{header: {name: X-A, notcontains: ell}}", "", [:], false),
                ("{header: {name: X-A, notcontains: ell, treatMissingAsEmpty: true}}", "", [:], true),
                ("{header: {name: X-A, exact: one}}", "", ["x-a": "one"], true),
                ("{header: {name: X-A, exact: one}}", "", ["x-a": "ones"], false),
                ("{header: {name: X-A, exact: one, ignoreCase: true}}", "", ["x-a": "ONE"], true),
                ("{header: {name: X-A, notexact: one}}", "", ["x-a": "two"], true),
                ("{header: {name: X-A, notexact: one}}", "", [:], false),
                ("{header: {name: X-A, notexact: one, treatMissingAsEmpty: true}}", "", [:], true),
                ("{header: {name: X-A, regex: \"v[0-9]+\"}}", "", ["x-a": "v12"], true),
                ("{header: {name: X-A, regex: \"v[0-9]+\"}}", "", ["x-a": "xv12"], false),
                ("{header: {name: \":method\", exact: GET}}", "", [:], true),
                ("{header: {name: \":method\", exact: POST}}", "", [:], false),
                ("{header: {name: X-A, exact: one}}, {header: {name: X-B, exact: two}}", "", ["x-a": "one"], false),
            ], in: "headers", try sharedRig())
    }

    @Test func `query conditions look at the first of repeated parameters`() async throws {
        try await check(
            [
                ("{queryParameter: {name: q, exact: one}}", "?q=one", [:], true),
                ("{queryParameter: {name: q, exact: one}}", "?q=two", [:], false),
                ("{queryParameter: {name: q, exact: one}}", "?q=one&q=two", [:], true),
                ("{queryParameter: {name: q, exact: one}}", "?q=two&q=one", [:], false),
                ("{queryParameter: {name: q, exact: one}}", "?Q=one", [:], false),
                ("{queryParameter: {name: q, exact: one, ignoreCase: true}}", "?q=ONE", [:], true),
                ("{queryParameter: {name: q, prefix: \"on\"}}", "?q=one", [:], true),
                ("{queryParameter: {name: q, prefix: \"on\"}}", "?q=xone", [:], false),
                ("{queryParameter: {name: q, suffix: ne}}", "?q=one", [:], true),
                ("{queryParameter: {name: q, suffix: ne}}", "?q=ones", [:], false),
                ("{queryParameter: {name: q, contains: wo}}", "?q=two", [:], true),
                ("{queryParameter: {name: q, contains: wo}}", "?q=one", [:], false),
                ("{queryParameter: {name: q, regex: \"o.e\"}}", "?q=ore", [:], true),
                ("{queryParameter: {name: q, regex: \"o.e\"}}", "?q=ores", [:], false),
                ("{queryParameter: {name: q, present: true}}", "?q", [:], true),
                ("{queryParameter: {name: q, present: true}}", "?p", [:], false),
            ], in: "query", try sharedRig())
    }

    @Test func `method, then more headers, then more parameters decide on one path`() async throws {
        let rig = try sharedRig()
        let conditions: [(answer: String, conditions: String)] = [
            ("bare", ""), ("query", ", {queryParameter: {name: q, present: true}}"),
            ("header", ", {header: {name: X-A, present: true}}"),
            ("headers", ", {header: {name: X-A, present: true}}, {header: {name: X-B, present: true}}"),
            ("method", ", {header: {name: \":method\", exact: PUT}}"),
        ]
        let routes = conditions.map { answer, conditions in
            """
            - conditions: [{prefix: /}\(conditions)]
              directResponsePolicy: {statusCode: 200, body: "\(answer)"}
            """
        }
        try await Scene("specific").proxy(
            "root", "virtualhost: {fqdn: specific.test}\nroutes:\n" + routes.joined(separator: "\n")
        ).apply(to: rig)
        func body(_ method: String, _ path: String, _ headers: HeaderFields) async throws -> String {
            try await rig.ask(ClientRequest(method, host: "specific.test", path: path, headers: headers)).body
        }
        let answers = [
            try await body("GET", "/", [:]), try await body("GET", "/?q=1", [:]),
            try await body("GET", "/?q=1", ["x-a": "1"]), try await body("GET", "/?q=1", ["x-a": "1", "x-b": "1"]),
            try await body("PUT", "/?q=1", ["x-a": "1", "x-b": "1"]),
        ]
        #expect(answers == ["bare", "query", "header", "headers", "method"])
    }

    @Test func `a wildcard is one label, and a named host goes before it`() async throws {
        let rig = try sharedRig()
        try await Scene("wildcard").proxy(
            "any",
            """
            virtualhost: {fqdn: "*.wild.test"}
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: "any"}}]
            """
        ).proxy(
            "one",
            """
            virtualhost: {fqdn: one.wild.test}
            routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: "one"}}]
            """
        ).apply(to: rig)
        for (host, status, body) in [
            ("two.wild.test", 200, "any"), ("two.wild.test:8080", 200, "any"),
            ("one.wild.test", 200, "one"), ("one.wild.test:1", 200, "one"), ("ONE.wild.test", 200, "one"),
            ("a.b.wild.test", 404, ""), ("wild.test", 404, ""), ("unknown.test", 404, ""),
        ] {
            let answer = try await rig.ask(host)
            #expect(answer.status == status && answer.body == body, "\(host): \(answer)")
        }
    }
}
