import KubernetesAPI
import Testing

@Suite struct ObjectDecoderTests {
    @Test(
        arguments: [
            ("extensions/v1beta1", "Ingress"), ("v1", "Pod"), ("v1", "HTTPProxy"),
            ("projectcontour.io/v1", "ExtensionService"),
            ("discovery.k8s.io/v1beta1", "EndpointSlice"), ("example.com/v1", "Service"),
        ])
    func `kinds and versions that are not read are ignored by name`(apiVersion: String, kind: String) throws {
        let decoded = ObjectDecoder.decode(try node("apiVersion: \(apiVersion)\nkind: \(kind)\nmetadata: 7"))
        #expect(decoded == .ignored(apiVersion: apiVersion, kind: kind))
    }

    @Test(
        arguments: [
            ("text", "expected an object, found the string \"text\" (line 1)"),
            ("[]", "expected an object, found a sequence (line 1)"),
            ("kind: Service", "apiVersion: the field is required (line 1)"),
            ("apiVersion: v1", "kind: the field is required (line 1)"),
            ("apiVersion: v1\nkind: ''", "kind: expected a string that is not empty, found the string \"\" (line 2)"),
            (
                "apiVersion: 1\nkind: Service",
                "apiVersion: expected a string that is not empty, found the number 1 (line 1)"
            ),
            ("apiVersion: v1\nkind: Service", "metadata: the field is required (line 1)"),
            ("apiVersion: v1\nkind: Service\nmetadata: {}", "metadata.name: the field is required (line 3)"),
            (
                "apiVersion: v1\nkind: Service\nmetadata:\n  name: 123",
                "metadata.name: expected a name of lower-case letters, digits, hyphens and dots, found the number 123 (line 4)"
            ),
            (
                "apiVersion: v1\nkind: Service\nmetadata:\n  name: a/b",
                "metadata.name: expected a name of lower-case letters, digits, hyphens and dots, found the string \"a/b\" (line 4)"
            ),
            (
                "apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b.c}",
                "metadata.namespace: expected a name of at most 63 lower-case letters, digits and hyphens, "
                    + "found the string \"b.c\" (line 3)"
            ),
        ])
    func `a document without usable identity is broken, in words`(yaml: String, message: String) throws {
        guard case .broken(let problem) = ObjectDecoder.decode(try node(yaml)) else {
            Issue.record("not broken")
            return
        }
        #expect(problem.description == message)
    }

    @Test func `an object without a namespace is in the default one, unless its kind has none`() throws {
        let service = try object("{apiVersion: v1, kind: Service, metadata: {name: a}}")
        let empty = try object("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: ''}}")
        let named = try object("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: b}}")
        let namespace = try object("{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: b}}")
        #expect(
            [service, empty, named, namespace].map(\.key.description)
                == ["Service default/a", "Service default/a", "Service b/a", "Namespace a"])
    }

    /// A document's first problem, in words.
    @Test(
        arguments: [
            ("{}", "spec.routes: expected a sequence, found a mapping (line 5)"),
            ("[x]", "spec.routes[0]: expected a mapping, found the string \"x\" (line 5)"),
            ("[{services: [{port: 80}]}]", "spec.routes[0].services[0].name: the field is required (line 5)"),
            ("[{services: [{name: a}]}]", "spec.routes[0].services[0].port: the field is required (line 5)"),
            (
                "[{}, {services: [{name: a, port: http}]}]",
                "spec.routes[1].services[0].port: expected an integer from 1 to 65535, found the string \"http\" (line 5)"
            ),
            (
                "[{services: [{name: a, port: \"80\"}]}]",
                "spec.routes[0].services[0].port: expected an integer from 1 to 65535 (without quotes), found the string \"80\" (line 5)"
            ),
            (
                "[{services: [{name: a, port: 0}]}]",
                "spec.routes[0].services[0].port: expected an integer from 1 to 65535, found the number 0 (line 5)"
            ),
            (
                "[{services: [{name: a, port: 65536}]}]",
                "spec.routes[0].services[0].port: expected an integer from 1 to 65535, found the number 65536 (line 5)"
            ),
            (
                "[{services: [{name: a, port: 80.5}]}]",
                "spec.routes[0].services[0].port: expected an integer from 1 to 65535, found the number 80.5 (line 5)"
            ),
            (
                "[{services: [{name: a, port: 1e30}]}]",
                "spec.routes[0].services[0].port: expected an integer from 1 to 65535, found the number 1e+30 (line 5)"
            ),
            (
                "[{services: [{name: a, port: 80, weight: -1}]}]",
                "spec.routes[0].services[0].weight: expected an integer from 0, found the number -1 (line 5)"
            ),
            (
                "[{timeoutPolicy: {response: 1.20}}]",
                "spec.routes[0].timeoutPolicy.response: expected a string (put the value in quotes), found the number 1.2 (line 5)"
            ),
            (
                "[{permitInsecure: \"true\"}]",
                "spec.routes[0].permitInsecure: expected a boolean (true or false without quotes), found the string \"true\" (line 5)"
            ),
            (
                "[{retryPolicy: {retriableStatusCodes: [503, x]}}]",
                "spec.routes[0].retryPolicy.retriableStatusCodes[1]: expected an integer from 0 to 4294967295, found the string \"x\" (line 5)"
            ),
            (
                "[{requestRedirectPolicy: {scheme: ftp}}]",
                "spec.routes[0].requestRedirectPolicy.scheme: expected one of http, https, found the string \"ftp\" (line 5)"
            ),
            (
                "[{authPolicy: {context: {a.b/c: 1}}}]",
                "spec.routes[0].authPolicy.context[\"a.b/c\"]: expected a string (put the value in quotes), found the number 1 (line 5)"
            ),
            (
                "[{authPolicy: {context: {a: b, a: c}}}]",
                "spec.routes[0].authPolicy.context.a: the key is given twice; give it once (line 5)"
            ),
            (
                "[{permitInsecure: true, permitInsecure: true}]",
                "spec.routes[0].permitInsecure: the key is given twice; give it once (line 5)"
            ),
            (
                "[{requestHeadersPolicy: {set: [{name: '', value: b}]}}]",
                "spec.routes[0].requestHeadersPolicy.set[0].name: expected a string that is not empty, found the string \"\" (line 5)"
            ),
            (
                "[{directResponsePolicy: {statusCode: 99}}]",
                "spec.routes[0].directResponsePolicy.statusCode: expected an integer from 200 to 599, found the number 99 (line 5)"
            ),
        ])
    func `a problem says where, what was found and what is expected`(routes: String, message: String) throws {
        let yaml = "apiVersion: projectcontour.io/v1\nkind: HTTPProxy\nmetadata: {name: a}\nspec:\n  routes: \(routes)"
        #expect(try object(yaml).problems.map(\.description) == [message])
    }

    @Test func `unknown fields are no problems`() throws {
        let yaml =
            "{apiVersion: v1, kind: Service, metadata: {name: a, managedFields: 7}, spec: {sessionAffinity: [7]}, x: y}"
        #expect(try object(yaml).problems == [])
    }

    @Test func `a number that is whole will do for an integer`() throws {
        let proxy =
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80.0, targetPort: http}]}"
        guard case .service(let service) = try object(proxy) else { throw NoObject() }
        #expect(service.spec.ports.map(\.port) == [80])
        #expect(service.spec.ports.map(\.targetPort) == [.string("http")])
    }

    @Test func `a bad element keeps its place among objects, and is left out among strings`() throws {
        let yaml = """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: a}
            spec: {rules: [{host: a}, 7, {host: b}], tls: [{hosts: [a, 7, b]}]}
            """
        guard case .ingress(let ingress) = try object(yaml) else { throw NoObject() }
        #expect(ingress.spec.rules.map(\.host) == ["a", "", "b"])
        #expect(ingress.spec.tls.map(\.hosts) == [["a", "b"]])
        #expect(ingress.problems.map(\.path) == ["spec.tls[0].hosts[1]", "spec.rules[1]"])
    }

    @Test func `a secret is decoded key by key, stringData over data, and its content is not shown`() throws {
        let yaml = """
            apiVersion: v1
            kind: Secret
            metadata: {name: a}
            data: {good: aGk=, lines: "aG\\nk=", both: aGk=, empty: , bad: "geheim!", number: 1234}
            stringData: {both: new}
            """
        guard case .secret(let secret) = try object(yaml) else { throw NoObject() }
        #expect(
            secret.data == [
                "good": Array("hi".utf8), "lines": Array("hi".utf8), "both": Array("new".utf8), "empty": [],
            ])
        #expect(secret.problems.map(\.path) == ["data.bad", "data.number"])
        #expect(!secret.problems.description.contains("geheim") && !secret.problems.description.contains("1234"))
    }

    @Test func `absent is told apart from empty where it matters`() throws {
        func proxy(_ spec: String) throws -> Contour.HTTPProxySpec {
            let yaml = "{apiVersion: projectcontour.io/v1, kind: HTTPProxy, metadata: {name: a}, spec: \(spec)}"
            guard case .httpProxy(let proxy) = try object(yaml) else { throw NoObject() }
            return proxy.spec
        }
        #expect(try proxy("{}").virtualhost == nil)
        #expect(try proxy("{virtualhost: }").virtualhost == nil)
        #expect(try proxy("{virtualhost: {fqdn: a}}").virtualhost?.tls == nil)
        #expect(try proxy("{virtualhost: {fqdn: a, tls: {}}}").virtualhost?.tls == Contour.TLS())
        #expect(try proxy("{routes: [{retryPolicy: {}}]}").routes.first?.retryPolicy == Contour.RetryPolicy())
        #expect(try proxy("{routes: [{retryPolicy: {count: 0}}]}").routes.first?.retryPolicy?.count == 0)
    }

    @Test func `foreign text in a problem stays one short line`() throws {
        let yaml =
            "{apiVersion: v1, kind: Service, metadata: {name: \"a\\n\\e[31m\\u202E\(String(repeating: "x", count: 500))\"}}"
        guard case .broken(let problem) = ObjectDecoder.decode(try node(yaml)) else { throw NoObject() }
        #expect(problem.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
        #expect(problem.description.count < 200)
    }
}
