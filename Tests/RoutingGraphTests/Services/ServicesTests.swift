import KubernetesAPI
import ObjectStore
import RoutingGraph
import Testing

@Suite struct ServicesTests {
    /// The cluster of the first service of an HTTPProxy's first route, or what was refused.
    private static func cluster(
        _ reference: String, in world: inout ObjectWorld, policies: ClusterPolicies = ClusterPolicies(),
        hostHeader: String = ""
    ) throws -> Result<Cluster, Finding> {
        let spec = try proxySpec("{routes: [{services: [\(reference)]}]}")
        let service = try #require(spec.routes.first?.services.first)
        return Result { () throws(Finding) in
            try world.run { context, reader, findings throws(Finding) in
                try Services.cluster(
                    for: service, in: "a", policies: policies, hostHeader: hostHeader, at: "services[0]",
                    context: context, reader: &reader, findings: &findings)
            }
        }
    }

    private static func reason(_ result: Result<Cluster, Finding>) -> String? {
        guard case .failure(let finding) = result else { return nil }
        return "\(finding.type)/\(finding.reason)"
    }

    static let unresolved = "ServiceError/ServiceUnresolvedReference"

    static let references: [(String, String?)] = [
        ("{name: web, port: 80}", nil), ("{name: web, port: 443}", nil), ("{name: web, port: 81}", unresolved),
        ("{name: none, port: 80}", unresolved), ("{name: dns, port: 53}", nil), ("{name: udp, port: 53}", unresolved),
        ("{name: sctp, port: 9}", unresolved), ("{name: web, port: 0}", "ServiceError/ServicePortInvalid"),
        ("{name: web, port: 65536}", "ServiceError/ServicePortInvalid"),
        ("{name: web}", "ServiceError/ServicePortInvalid"),
        ("{name: web, port: -1}", "ServiceError/ServicePortInvalid"),
        // A wrong field could have been the word to speak TLS.
        ("{name: broken, port: 80}", unresolved),
    ]

    @Test(arguments: references)
    func `a service is a TCP port of a Service that is there`(reference: String, expected: String?) throws {
        var world = try ObjectWorld(
            service("web", "{ports: [{name: http, port: 80}, {port: 443, protocol: TCP}]}"),
            service("dns", "{ports: [{name: u, port: 53, protocol: UDP}, {name: t, port: 53, protocol: TCP}]}"),
            service("udp", "{ports: [{port: 53, protocol: UDP}]}"),
            service("sctp", "{ports: [{port: 9, protocol: SCTP}]}"),
            service("broken", "{ports: [{port: 80, appProtocol: [https]}]}"))
        let result = try Self.cluster(reference, in: &world)
        #expect(Self.reason(result) == expected)
        if case .success(let cluster) = result {
            #expect(cluster.discovery == .endpoints(healthPort: nil))
            #expect(cluster.service.portName == [80: "http", 53: "t", 443: ""][cluster.service.port])
        }
    }

    @Test func `a missing Service is remembered, so that the host is built when it comes`() throws {
        var world = try ObjectWorld()
        let before = try Self.cluster("{name: web, port: 80}", in: &world)
        #expect(Self.reason(before) == Self.unresolved)
        #expect(world.reads == [.object(ObjectKey(.service, namespace: "a", name: "web"))])
        try world.add(service("web", "{ports: [{port: 80}]}"))
        let after = try Self.cluster("{name: web, port: 80}", in: &world)
        #expect(Self.reason(after) == nil)
    }

    static let protocols: [(String, String, String, UpstreamProtocol?)] = [
        ("", "{}", "", .http1),
        ("tls", "{}", "", .tls), ("h2", "{}", "", .h2), ("h2c", "{}", "", .h2c),
        ("http/1.1", "{}", "", nil), ("TLS", "{}", "", nil), ("''", "{}", "", nil),
        // Annotations name ports by name or number; of several the name wins, then tls over h2c over h2.
        ("", "{projectcontour.io/upstream-protocol.tls: http}", "", .tls),
        ("", "{projectcontour.io/upstream-protocol.h2: '80'}", "", .h2),
        ("", "{projectcontour.io/upstream-protocol.h2c: 'x, 80 ,y'}", "", .h2c),
        ("", "{projectcontour.io/upstream-protocol.tls: '81,https'}", "", .http1),
        ("", "{projectcontour.io/upstream-protocol.h2: http, projectcontour.io/upstream-protocol.tls: '80'}", "", .h2),
        ("", "{projectcontour.io/upstream-protocol.h2: '80', projectcontour.io/upstream-protocol.tls: '80'}", "", .tls),
        ("", "{projectcontour.io/upstream-protocol.h2: '80', projectcontour.io/upstream-protocol.h2c: '80'}", "", .h2c),
        ("", "{projectcontour.io/upstream-protocol.http: '80'}", "", .http1),
        // The port's own word comes before annotations, the HTTPProxy's before both.
        ("", "{projectcontour.io/upstream-protocol.tls: '80'}", "kubernetes.io/h2c", .h2c),
        ("", "{projectcontour.io/upstream-protocol.tls: '80'}", "http", .http1),
        ("", "{projectcontour.io/upstream-protocol.tls: '80'}", "unheard-of", .http1),
        ("", "{}", "https", .tls), ("", "{}", "kubernetes.io/ws", .http1), ("", "{}", "kubernetes.io/h2c", .h2c),
        ("h2", "{projectcontour.io/upstream-protocol.tls: '80'}", "https", .h2),
    ]

    @Test(arguments: protocols)
    func `the protocol is that of the HTTPProxy, else of the port, else of annotations`(
        word: String, annotations: String, appProtocol: String, expected: UpstreamProtocol?
    ) throws {
        let port = appProtocol.isEmpty ? "" : ", appProtocol: \(appProtocol)"
        var world = try ObjectWorld(
            service("web", "{ports: [{name: http, port: 80\(port)}]}", annotations: annotations))
        let chosen = word.isEmpty ? "" : ", protocol: \(word)"
        switch try Self.cluster("{name: web, port: 80\(chosen)}", in: &world) {
        case .success(let cluster): #expect(cluster.upstreamProtocol == expected)
        case .failure(let finding):
            #expect(expected == nil)
            #expect("\(finding.type)/\(finding.reason)" == "ServiceError/UnsupportedProtocol")
        }
    }

    static let limits: [(String, UInt32?)] = [
        ("1000", 1000), ("4294967295", .max), ("0", nil), ("4294967296", nil), ("-1", nil), ("+1", nil), (" 1", nil),
        ("many", nil), ("''", nil), ("1e3", nil), ("007", 7),
    ]

    @Test(arguments: limits)
    func `annotations of a Service limit what is under way`(text: String, expected: UInt32?) throws {
        let names = [
            "max-connections", "max-pending-requests", "max-requests", "max-retries", "per-host-max-connections",
        ]
        for (index, name) in names.enumerated() {
            var world = try ObjectWorld(
                service("web", "{ports: [{port: 80}]}", annotations: "{projectcontour.io/\(name): '\(text)'}"))
            let breakers = try Self.cluster("{name: web, port: 80}", in: &world).get().circuitBreakers
            let found = [
                breakers.connections, breakers.pendingRequests, breakers.requests, breakers.retries,
                breakers.connectionsPerHost,
            ]
            let wanted = names.indices.map { $0 == index ? expected : nil }
            #expect(found == wanted)
        }
    }

    static let externalNames: [(String, Bool, String?)] = [
        ("example.com", true, nil), ("example.com", false, unresolved), ("localhost", true, unresolved),
        ("127.1", true, unresolved), ("", true, unresolved),
    ]

    @Test(arguments: externalNames)
    func `an ExternalName Service is used if the operator allows and the name is harmless`(
        name: String, isAllowed: Bool, expected: String?
    ) throws {
        var world = try ObjectWorld(
            service("out", "{type: ExternalName, externalName: '\(name)', ports: [{port: 80}]}"),
            settings: GraphSettings(allowsExternalNames: isAllowed))
        let result = try Self.cluster("{name: out, port: 80}", in: &world)
        #expect(Self.reason(result) == expected)
        if case .success(let cluster) = result { #expect(cluster.discovery == .dns(hostname: name)) }
    }

    static let serverNames: [(String, String, String, String)] = [
        ("web", "", "", ""), ("web", "route", "", "route"), ("web", "route", "service", "service"),
        ("web", "", "service", "service"), ("out", "", "", "out.example"), ("out", "route", "", "route"),
        ("out", "route", "service", "service"), ("dot", "", "", "dot.example"),
    ]

    @Test(arguments: serverNames)
    func `the server name is the service's Host, else the route's, else the ExternalName`(
        name: String, route: String, service header: String, expected: String
    ) throws {
        var world = try ObjectWorld(
            service("web", "{ports: [{port: 80}]}"),
            service("out", "{type: ExternalName, externalName: out.example, ports: [{port: 80}]}"),
            service("dot", "{type: ExternalName, externalName: dot.example., ports: [{port: 80}]}"),
            settings: GraphSettings(allowsExternalNames: true))
        for word in ["", ", protocol: tls", ", protocol: h2"] {
            let cluster = try Self.cluster(
                "{name: \(name), port: 80\(word)}", in: &world, policies: ClusterPolicies(hostHeader: route),
                hostHeader: header
            ).get()
            #expect(cluster.tls.serverName == expected)
        }
    }

    @Test(arguments: [
        ("", nil), (", protocol: h2c", nil), (", protocol: tls", "ServiceError/RequestHeadersPolicyInvalid"),
    ])
    func `a server name that Envoy refuses is refused where TLS is spoken`(word: String, expected: String?) throws {
        var world = try ObjectWorld(service("web", "{ports: [{port: 80}]}"))
        let result = try Self.cluster(
            "{name: web, port: 80\(word)}", in: &world, hostHeader: String(repeating: "a", count: 256))
        #expect(Self.reason(result) == expected)
        let longest = try Self.cluster(
            "{name: web, port: 80\(word)}", in: &world, hostHeader: String(repeating: "a", count: 255))
        #expect(Self.reason(longest) == nil)
    }

    static let clientCertificates: [(String, String, String?)] = [
        ("tls", "certs/s", nil), ("h2", "certs/s", nil), ("h2c", "certs/s", nil), ("tls", "none", nil),
        ("tls", "certs/none", "TLSError/SecretNotValid"), ("h2", "certs/empty", "TLSError/SecretNotValid"),
        ("h2c", "certs/none", nil),
    ]

    @Test(arguments: clientCertificates)
    func `backends with TLS are shown the operator's certificate, from any namespace`(
        word: String, secret: String, expected: String?
    ) throws {
        let parts = secret.split(separator: "/").map(String.init)
        let name = parts.count == 2 ? NamespacedName(namespace: parts[0], name: parts[1]) : nil
        var world = try ObjectWorld(
            service("web", "{ports: [{port: 80}]}"), settings: GraphSettings(clientCertificate: name))
        world.add(secret: "s", in: "certs", TestCertificate().data)
        world.add(secret: "empty", in: "certs", [:])
        let result = try Self.cluster("{name: web, port: 80, protocol: \(word)}", in: &world)
        #expect(Self.reason(result) == expected)
        if case .success(let cluster) = result {
            #expect((cluster.tls.clientCertificate != nil) == (cluster.upstreamProtocol.hasTLS && name != nil))
        }
    }

    static let healthPorts: [(String, Bool, ClusterDiscovery?)] = [
        ("{name: web, port: 80, healthPort: 8080}", true, .endpoints(healthPort: HealthPort(number: 8080, name: "b"))),
        ("{name: web, port: 80, healthPort: 80}", true, .endpoints(healthPort: nil)),
        ("{name: web, port: 80}", true, .endpoints(healthPort: nil)),
        ("{name: web, port: 80, healthPort: 81}", true, nil),
        ("{name: web, port: 80, healthPort: 8080}", false, .endpoints(healthPort: nil)),
        ("{name: web, port: 80, healthPort: 81}", false, .endpoints(healthPort: nil)),
        ("{name: out, port: 80, healthPort: 8080}", true, .dns(hostname: "out.example")),
    ]

    @Test(arguments: healthPorts)
    func `health is asked at a port of the Service`(
        reference: String, isChecked: Bool, expected: ClusterDiscovery?
    ) throws {
        var world = try ObjectWorld(
            service("web", "{ports: [{name: a, port: 80}, {name: b, port: 8080}]}"),
            service("out", "{type: ExternalName, externalName: out.example, ports: [{port: 80}, {port: 8080}]}"),
            settings: GraphSettings(allowsExternalNames: true))
        let policies = ClusterPolicies(healthCheck: isChecked ? HealthCheck(probe: .tcp) : nil)
        let result = try Self.cluster(reference, in: &world, policies: policies)
        #expect((try? result.get().discovery) == expected)
        if expected == nil { #expect(Self.reason(result) == Self.unresolved) }
        #expect(world.warnings == (reference.contains("out") ? ["SpecError/IgnoredField"] : []))
    }

    @Test func `the same Service with other settings is another cluster`() throws {
        var world = try ObjectWorld(service("web", "{ports: [{port: 80}, {port: 8080}]}"))
        func check(_ path: String, host: String = HealthCheck.defaultHost) -> HealthCheck {
            HealthCheck(probe: .http(path: path, host: host, expectedStatuses: []))
        }
        let policies = [
            ClusterPolicies(), ClusterPolicies(loadBalancing: .random), ClusterPolicies(loadBalancing: .cookie),
            ClusterPolicies(healthCheck: check("/a")), ClusterPolicies(healthCheck: check("/b")),
            ClusterPolicies(healthCheck: check("/a", host: "h")),
            ClusterPolicies(healthCheck: HealthCheck(probe: .tcp)),
            ClusterPolicies(idleConnectionTimeout: .disabled), ClusterPolicies(hostHeader: "h"),
        ]
        var names: Set<String> = []
        for policies in policies {
            let cluster = try Self.cluster("{name: web, port: 80}", in: &world, policies: policies).get()
            names.insert(cluster.name)
            #expect(cluster.statisticsName == "a_web_80")
        }
        for word in ["h2", "h2c", "tls"] {
            names.insert(try Self.cluster("{name: web, port: 80, protocol: \(word)}", in: &world).get().name)
        }
        names.insert(try Self.cluster("{name: web, port: 8080}", in: &world).get().name)
        #expect(names.count == policies.count + 4)
        #expect(names.contains("a/web/80/da39a3ee5e"))
    }

    @Test func `a cluster of a Service with a long name has a short name of its own`() throws {
        let stem = String(repeating: "s", count: 62)
        var world = try ObjectWorld(
            service(stem + "a", "{ports: [{port: 80}]}"), service(stem + "b", "{ports: [{port: 80}]}"))
        let names = try ["a", "b"].map { try Self.cluster("{name: \(stem)\($0), port: 80}", in: &world).get().name }
        #expect(Set(names).count == 2)
        #expect(names.allSatisfy { $0.utf8.count <= 60 && $0.hasPrefix("a/ssssssss-/") })
        // why: with 24 bits of hash, as Contour has them, anybody can find a name that equals another's.
        #expect(names.allSatisfy { $0.utf8.count == "a/ssssssss-/".utf8.count + 32 })
    }

    @Test func `clusters that differ have names that differ`() throws {
        var world = try ObjectWorld(service("web", "{ports: [{port: 80}]}"))
        func check(path: String, timeout: Int, interval: Int, unhealthy: UInt32, healthy: UInt32) -> HealthCheck {
            HealthCheck(
                probe: .http(path: path, host: HealthCheck.defaultHost, expectedStatuses: []),
                timeout: .seconds(timeout), interval: .seconds(interval), unhealthyThreshold: unhealthy,
                healthyThreshold: healthy)
        }
        // Each pair is the same to Contour, which joins the settings without separators.
        let pairs: [((String, ClusterPolicies), (String, ClusterPolicies))] = [
            (("h2", ClusterPolicies(hostHeader: "cdn.test")), ("h2c", ClusterPolicies(hostHeader: "dn.test"))),
            (
                (
                    "h2",
                    ClusterPolicies(healthCheck: check(path: "/h", timeout: 0, interval: 5, unhealthy: 1, healthy: 12))
                ),
                (
                    "h2",
                    ClusterPolicies(healthCheck: check(path: "/h", timeout: 5, interval: 0, unhealthy: 11, healthy: 2))
                )
            ),
        ]
        for (one, other) in pairs {
            let names = try [one, other].map { word, policies in
                try Self.cluster("{name: web, port: 80, protocol: \(word)}", in: &world, policies: policies).get().name
            }
            #expect(names[0] != names[1])
        }
    }
}
