extension Corpus {
    /// Objects of every kind, as YAML: together they use every field that is read, in ways that mean something.
    static let objects = [
        proxy(
            "routes",
            """
            virtualhost:
              fqdn: shop.example.com
              corsPolicy:
                {allowCredentials: true, allowOrigin: ["*"], allowMethods: [GET], allowHeaders: [x-a], maxAge: 10m}
            routes:
            - conditions:
              - {prefix: /a}
              - {header: {name: x-tier, contains: a, ignoreCase: true}}
              - {queryParameter: {name: q, exact: a}}
              services:
              - {name: web, port: 80, weight: 7, protocol: h2c}
              - {name: web, port: 80, mirror: true, weight: 50}
              timeoutPolicy: {response: 1s, idle: 2s, idleConnection: infinity}
              retryPolicy: {count: 2, perTryTimeout: 1s, retryOn: [5xx], retriableStatusCodes: [503]}
              healthCheckPolicy: {path: /healthz, host: h, intervalSeconds: 5, timeoutSeconds: 1,
                unhealthyThresholdCount: 3, healthyThresholdCount: 2, expectedStatuses: [{start: 200, end: 300}]}
              loadBalancerPolicy: {strategy: RequestHash, requestHashPolicies: [{hashSourceIP: true},
                {terminal: true, headerHashOptions: {headerName: x-user}}]}
              pathRewritePolicy: {replacePrefix: [{prefix: /a, replacement: /z}]}
              cookieRewritePolicies: [{name: c, pathRewrite: {value: /}, secure: true, sameSite: Lax}]
              requestHeadersPolicy: {set: [{name: x-set, value: "%REQ(:path)%"}], remove: [x-gone]}
              responseHeadersPolicy: {set: [{name: x-set, value: "1"}]}
            - conditions: [{regex: "/c.*(a|b)[x-z]{2,3}"}]
              requestRedirectPolicy: {scheme: https, hostname: h.example.com, port: 444, statusCode: 301, path: /p}
            - conditions: [{exact: /d}]
              directResponsePolicy: {statusCode: 204, body: none}
            - services: [{name: web, port: 80}]
              internalRedirectPolicy: {maxInternalRedirects: 2, redirectResponseCodes: [302]}
            includes: [{name: child, conditions: [{prefix: /child}]}]
            """),
        proxy(
            "secure",
            """
            virtualhost:
              fqdn: secure.example.com
              tls:
                secretName: server
                minimumProtocolVersion: "1.2"
                maximumProtocolVersion: "1.3"
            routes:
            - services: [{name: web, port: 80, protocol: tls, validation: {caSecret: authority, subjectName: a}}]
              permitInsecure: true
              enableWebsockets: true
            """),
        proxy(
            "protected",
            """
            virtualhost:
              fqdn: protected.example.com
              tls:
                secretName: server
                clientValidation: {caSecret: authority, optionalClientCertificate: true,
                  forwardClientCertificate: {subject: true, cert: true, dns: true}}
              rateLimitPolicy:
                local: {requests: 10, unit: second, burst: 5, responseStatusCode: 429}
                global: {descriptors: [{entries: [{genericKey: {key: k, value: v}}, {remoteAddress: {}}]}]}
              ipAllowPolicy: [{source: Peer, cidr: 10.0.0.0/8}]
              authorization:
                extensionRef: {namespace: default, name: auth}
                authPolicy: {context: {team: shop}}
                responseTimeout: 1s
                withRequestBody: {maxRequestBytes: 10, allowPartialMessage: true}
              jwtProviders:
              - name: main
                default: true
                issuer: https://issuer.example.com
                audiences: [shop]
                remoteJWKS: {uri: "https://issuer.example.com/keys", timeout: 2s, cacheDuration: 1h, dnsLookupFamily: v4}
            routes:
            - services: [{name: web, port: 80}]
              jwtVerificationPolicy: {require: main}
              authPolicy: {disabled: true}
              rateLimitPolicy: {global: {disabled: true}}
              ipDenyPolicy: [{source: Remote, cidr: "2001:db8::/32"}]
            """),
        proxy(
            "tcp",
            """
            virtualhost: {fqdn: tcp.example.com, tls: {passthrough: true}}
            tcpproxy:
              loadBalancerPolicy: {strategy: WeightedLeastRequest}
              services: [{name: web, port: 80, weight: 1}]
              healthCheckPolicy: {intervalSeconds: 5, timeoutSeconds: 1, unhealthyThresholdCount: 3}
            """),
        proxy("child", "routes: [{conditions: [{prefix: /leaf}], services: [{name: web, port: 80}]}]"),
        object(
            "networking.k8s.io/v1", "Ingress", "classic",
            """
            spec:
              defaultBackend: {service: {name: web, port: {number: 80}}}
              tls: [{hosts: [a.example.com], secretName: server}]
              rules:
              - host: "*.example.com"
                http: {paths: [{path: /a, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}
            status: {loadBalancer: {ingress: [{ip: 192.0.2.1, hostname: lb.example.com}]}}
            """),
        object(
            "networking.k8s.io/v1", "IngressClass", "contour",
            "spec: {controller: projectcontour.io/ingress-controller}"),
        object(
            "v1", "Service", "web",
            """
            spec:
              type: LoadBalancer
              clusterIP: 10.96.0.7
              ports: [{name: http, port: 80, targetPort: 8080, protocol: TCP, appProtocol: kubernetes.io/h2c}]
            status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}
            """),
        object(
            "v1", "Service", "elsewhere", "spec: {type: ExternalName, externalName: e.example.com, ports: [{port: 80}]}"
        ),
        object(
            "discovery.k8s.io/v1", "EndpointSlice", "web-1",
            """
            addressType: IPv4
            endpoints: [{addresses: [10.0.0.1], conditions: {ready: true, serving: true, terminating: false}}]
            ports: [{name: http, port: 8080, protocol: TCP}]
            """),
        object("v1", "ConfigMap", "settings", "data: {ca.crt: certificate}"),
        object("v1", "Namespace", "shop", ""),
        object(
            "projectcontour.io/v1", "TLSCertificateDelegation", "lent",
            "spec: {delegations: [{secretName: server, targetNamespaces: [\"*\"]}]}"),
        object(
            "projectcontour.io/v1alpha1", "ExtensionService", "auth",
            """
            spec:
              services: [{name: web, port: 80, weight: 3}]
              validation: {caSecret: authority, subjectName: a}
              protocol: h2
              loadBalancerPolicy: {strategy: Random}
              timeoutPolicy: {response: 1s, idle: 2s}
              circuitBreakerPolicy: {maxConnections: 1, maxRequests: 3, perHostMaxConnections: 5}
            """),
    ]

    /// What objects of ours may carry besides: statuses, which are read as well.
    private static let status = """
        status:
          currentStatus: invalid
          description: no luck
          loadBalancer: {ingress: [{ip: 192.0.2.1, hostname: lb.example.com}]}
          conditions:
          - {type: Valid, status: "False", observedGeneration: 3, lastTransitionTime: "2024-05-31T12:00:00Z", reason: R,
            message: look, errors: [{type: RouteError, status: "True", reason: R, message: m}]}
        """

    private static func proxy(_ name: String, _ spec: String) -> String {
        object(
            "projectcontour.io/v1", "HTTPProxy", name,
            "spec:\n" + spec.split(separator: "\n").map { "  \($0)\n" }.joined() + status)
    }

    private static func object(_ version: String, _ kind: String, _ name: String, _ rest: String) -> String {
        """
        apiVersion: \(version)
        kind: \(kind)
        metadata:
          name: \(name)
          namespace: default
          uid: 0b6f2a4e-1111-4222-8333-444455556666
          resourceVersion: "12"
          generation: 3
          creationTimestamp: "2024-05-31T12:00:00Z"
          labels: {kubernetes.io/service-name: web}
          annotations: {projectcontour.io/response-timeout: 1s, projectcontour.io/max-connections: "9",
            projectcontour.io/upstream-protocol.h2: "80"}
          managedFields:
          - {manager: contour, operation: Update, time: "2024-05-31T12:00:00Z",
            fieldsV1: {"f:status": {"f:loadBalancer": {"f:ingress": {}}}}}

        """ + rest + "\n"
    }
}
