import EnvoyTranslation
import RoutingGraph

extension FeatureCase {
    /// What stands in clusters.
    static let clusters =
        balancing + [
            FeatureCase("HealthChecks", "http") { cluster, _ in
                cluster.discovery = .endpoints(healthPort: HealthPort(number: 8081, name: "health"))
                cluster.upstreamProtocol = .h2c
                cluster.healthCheck = HealthCheck(
                    probe: .http(path: "/health", host: "check", expectedStatuses: [200..<300, 400..<401, 500..<500]),
                    timeout: .seconds(1), interval: .seconds(3), unhealthyThreshold: 5, healthyThreshold: 4)
            },
            FeatureCase("HealthChecks", "http-defaults") { cluster, _ in
                cluster.healthCheck = HealthCheck(
                    probe: .http(path: "", host: HealthCheck.defaultHost, expectedStatuses: []), timeout: .zero,
                    interval: .zero, unhealthyThreshold: 0, healthyThreshold: 0)
            },
            FeatureCase("HealthChecks", "tcp") { cluster, _ in cluster.healthCheck = HealthCheck(probe: .tcp) },
            FeatureCase("UpstreamTLS", "unchecked") { cluster, _ in cluster.upstreamProtocol = .tls },
            FeatureCase("UpstreamTLS", "everything") { cluster, certificates in
                cluster.upstreamProtocol = .h2
                cluster.tls = UpstreamTLS(
                    validation: UpstreamValidation(
                        authoritiesNamespace: "default", authoritiesName: "ca", authorities: certificates.authority,
                        subjectNames: ["a.example.com", "b.example.com"]),
                    serverName: "a.example.com", clientCertificate: certificates.server)
            },
            FeatureCase(
                "UpstreamTLS", "settings",
                settings: {
                    $0.clusters.tls.minimumVersion = .tls13
                    $0.clusters.tls.cipherSuites = []
                    $0.clusters.tls.curves = ["P-256"]
                },
                cluster: { cluster, _ in cluster.upstreamProtocol = .tls }),
            FeatureCase("UpstreamTLS", "no-authorities") { cluster, _ in
                cluster.upstreamProtocol = .tls
                cluster.tls.validation = UpstreamValidation(
                    authoritiesNamespace: "default", authoritiesName: "ca", authorities: [], subjectNames: [])
            },
            FeatureCase("UpstreamTLS", "no-authorities-name") { cluster, _ in
                cluster.upstreamProtocol = .tls
                cluster.tls.validation = UpstreamValidation(
                    authoritiesNamespace: "default", authoritiesName: "ca", authorities: [], subjectNames: ["a"])
            },
            FeatureCase("UpstreamTLS", "plain-text") { cluster, certificates in
                cluster.upstreamProtocol = .h2c
                cluster.tls = UpstreamTLS(serverName: "ignored", clientCertificate: certificates.server)
            },
            FeatureCase("CircuitBreakers", "all") { cluster, _ in
                cluster.circuitBreakers = CircuitBreakers(
                    connections: 1, pendingRequests: 2, requests: 3, retries: 4, connectionsPerHost: 5)
            },
            FeatureCase(
                "CircuitBreakers", "defaults",
                settings: { $0.clusters.circuitBreakers = CircuitBreakers(connections: 7, retries: 8) },
                cluster: { cluster, _ in cluster.circuitBreakers = CircuitBreakers(connections: 9, requests: 0) }),
            FeatureCase("CircuitBreakers", "zero") { cluster, _ in
                cluster.circuitBreakers = CircuitBreakers(connections: 0, connectionsPerHost: 0)
            },
            FeatureCase("Timeouts", "connection") { cluster, _ in
                cluster.idleConnectionTimeout = .after(.seconds(30))
            },
            FeatureCase("Timeouts", "connection-disabled") { cluster, _ in cluster.idleConnectionTimeout = .disabled },
            FeatureCase("Names", "long") { cluster, _ in
                cluster.service.namespace = String(repeating: "n", count: 63)
                cluster.service.name = String(repeating: "s", count: 63)
            },
            FeatureCase("Names", "unnamed-port") { cluster, _ in cluster.service.portName = "" },
            FeatureCase(
                "ExternalNames", "auto",
                cluster: { cluster, _ in cluster.discovery = .dns(hostname: "backend.example.org") }),
            FeatureCase(
                "ExternalNames", "all-addresses", settings: { $0.clusters.dnsFamily = .all },
                cluster: { cluster, _ in cluster.discovery = .dns(hostname: "backend.example.org") }),
            FeatureCase(
                "ExternalNames", "v4", settings: { $0.clusters.dnsFamily = .v4 },
                cluster: { cluster, _ in cluster.discovery = .dns(hostname: "backend.example.org") }),
            FeatureCase(
                "ClusterSettings", "all",
                settings: {
                    $0.clusters.connectTimeout = .milliseconds(700)
                    $0.clusters.connectionBufferLimit = 65_536
                    $0.clusters.requestsPerConnection = 11
                },
                cluster: { _, _ in }),
        ]

    private static let balancing = [
        FeatureCase("LoadBalancing", "least-request") { cluster, _ in cluster.loadBalancing = .weightedLeastRequest },
        FeatureCase("LoadBalancing", "random") { cluster, _ in cluster.loadBalancing = .random },
        FeatureCase("LoadBalancing", "cookie") { forwarding in
            forwarding.destinations[0].cluster.loadBalancing = .cookie
            forwarding.hashing = [RequestHash(.sessionCookie(name: "X-Contour-Session-Affinity", path: "/"))]
        },
        FeatureCase("LoadBalancing", "request-hash") { forwarding in
            forwarding.destinations[0].cluster.loadBalancing = .requestHash
            forwarding.hashing = [
                RequestHash(.header("x-user"), isTerminal: true), RequestHash(.queryParameter("user")),
                RequestHash(.sourceAddress), RequestHash(.header("")), RequestHash(.queryParameter("")),
                RequestHash(.sessionCookie(name: "", path: "")),
            ]
        },
        FeatureCase("SlowStart", "round-robin") { cluster, _ in
            cluster.slowStart = SlowStart(window: .seconds(10), aggression: 1.5, minimumWeightPercent: 20)
        },
        FeatureCase("SlowStart", "least-request") { cluster, _ in
            cluster.loadBalancing = .weightedLeastRequest
            cluster.slowStart = SlowStart(window: .seconds(10), aggression: -.infinity, minimumWeightPercent: 200)
        },
        FeatureCase("SlowStart", "ignored") { cluster, _ in
            cluster.loadBalancing = .random
            cluster.slowStart = SlowStart(window: .seconds(10))
        },
    ]

    /// What stands in filter chains.
    static let chains = [
        FeatureCase("TLSTermination", "defaults", termination: { _, _ in }),
        FeatureCase("TLSTermination", "versions") { end, _ in
            end.minimumVersion = .tls13
            end.maximumVersion = .tls13
        },
        FeatureCase("TLSTermination", "client-certificates") { end, certificates in
            end.clientValidation = ClientValidation(
                authorities: certificates.authority, revocationList: certificates.revocations, checksLeafOnly: true,
                forwarded: ForwardedCertificate(subject: true, certificate: true, chain: true, dns: true, uri: true))
        },
        FeatureCase("TLSTermination", "optional-client-certificates") { end, certificates in
            end.clientValidation = ClientValidation(
                authorities: certificates.authority, isOptional: true,
                forwarded: ForwardedCertificate(subject: false, certificate: true, chain: false, dns: false, uri: false)
            )
        },
        FeatureCase("TLSTermination", "unchecked-client-certificates") { end, _ in
            end.clientValidation = ClientValidation(authorities: [], acceptsUntrusted: true)
        },
        FeatureCase("TLSTermination", "no-authorities") { end, _ in
            end.clientValidation = ClientValidation(authorities: [])
        },
        FeatureCase(
            "TLSTermination", "settings",
            settings: {
                $0.tls.cipherSuites = ["ECDHE-RSA-AES256-GCM-SHA384"]
                $0.tls.curves = ["X25519", "P-256"]
                $0.http.versions = [.http1]
            },
            termination: { _, _ in }),
        FeatureCase("TCPProxying", "passthrough") { host, _ in
            let proxy = TCPProxy(destinations: [Destination(cluster: .web())])
            return Host(name: host, secure: SecureHost(name: host, termination: nil, traffic: .tcp(proxy)))
        },
        FeatureCase("TCPProxying", "terminated") { host, certificates in
            let proxy = TCPProxy(
                destinations: [
                    Destination(cluster: .web(feature: "b"), weight: 2), Destination(cluster: .web(), weight: 0),
                    Destination(cluster: .web(feature: "a"), weight: 3),
                ])
            let end = TLSTermination(certificate: certificates.server)
            return Host(name: host, secure: SecureHost(name: host, termination: end, traffic: .tcp(proxy)))
        },
        FeatureCase("TCPProxying", "zero") { host, _ in
            let proxy = TCPProxy(
                destinations: [
                    Destination(cluster: .web(feature: "b"), weight: 0),
                    Destination(cluster: .web(feature: "a"), weight: 0),
                ])
            return Host(name: host, secure: SecureHost(name: host, termination: nil, traffic: .tcp(proxy)))
        },
        FeatureCase("TCPProxying", "nobody") { host, _ in
            let proxy = TCPProxy(destinations: [])
            return Host(name: host, secure: SecureHost(name: host, termination: nil, traffic: .tcp(proxy)))
        },
    ]

    /// Every case.
    static let all = routes + clusters + chains
}
