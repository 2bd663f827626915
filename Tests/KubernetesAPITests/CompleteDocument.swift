import KubernetesAPI
import Testing

/// A document of a kind that gives every field a value that is not the empty one.
struct CompleteDocument: Sendable, CustomTestStringConvertible {
    let kind: ObjectKind
    let yaml: String

    var testDescription: String { kind.name }

    static let all = [
        CompleteDocument(kind: .httpProxy, yaml: httpProxy), CompleteDocument(kind: .ingress, yaml: ingress),
        CompleteDocument(kind: .ingressClass, yaml: ingressClass), CompleteDocument(kind: .service, yaml: service),
        CompleteDocument(kind: .endpointSlice, yaml: endpointSlice), CompleteDocument(kind: .secret, yaml: secret),
        CompleteDocument(kind: .configMap, yaml: configMap), CompleteDocument(kind: .namespace, yaml: namespace),
        CompleteDocument(kind: .tlsCertificateDelegation, yaml: delegation),
        CompleteDocument(kind: .extensionService, yaml: extensionService),
    ]

    static let httpProxy = """
        apiVersion: projectcontour.io/v1
        kind: HTTPProxy
        metadata: &metadata
          name: complete
          namespace: shop
          uid: 0b6f2a4e-1111-4222-8333-444455556666
          resourceVersion: "12"
          generation: 3
          creationTimestamp: "2024-05-31T12:00:00Z"
          labels: {app: shop}
          annotations: {projectcontour.io/ingress.class: edge}
          managedFields:
          - manager: contour
            operation: Update
            time: "2024-05-31T12:00:00Z"
            fieldsV1: {"f:status": {"f:loadBalancer": {}}}
        spec:
          ingressClassName: edge
          virtualhost:
            fqdn: shop.example.com
            tls:
              secretName: shop
              minimumProtocolVersion: "1.2"
              maximumProtocolVersion: "1.3"
              passthrough: true
              enableFallbackCertificate: true
              clientValidation:
                caSecret: ca
                skipClientCertValidation: true
                crlSecret: crl
                crlOnlyVerifyLeafCert: true
                optionalClientCertificate: true
                forwardClientCertificate: {subject: true, cert: true, chain: true, dns: true, uri: true}
            authorization:
              extensionRef: {apiVersion: projectcontour.io/v1alpha1, namespace: auth, name: server}
              serviceType: http
              httpSettings:
                pathPrefix: /check
                allowedAuthorizationHeaders: &headers
                - {exact: a, prefix: b, suffix: c, contains: d, ignoreCase: true}
                allowedUpstreamHeaders: *headers
              authPolicy: &authPolicy {disabled: true, context: {team: shop}}
              responseTimeout: 1s
              failOpen: true
              withRequestBody: {maxRequestBytes: 10, allowPartialMessage: true, packAsBytes: true}
            corsPolicy:
              allowCredentials: true
              allowOrigin: ["*"]
              allowMethods: [GET]
              allowHeaders: [x-a]
              exposeHeaders: [x-b]
              maxAge: 10m
              allowPrivateNetwork: true
            rateLimitPolicy: &rateLimitPolicy
              local:
                requests: 10
                unit: second
                burst: 5
                responseStatusCode: 429
                responseHeadersToAdd: [{name: x-limited, value: local}]
              global:
                disabled: true
                descriptors:
                - entries:
                  - genericKey: {key: k, value: v}
                    requestHeader: {headerName: x-user, descriptorKey: user}
                    requestHeaderValueMatch:
                      headers: [&header {name: x-tier, present: true, notpresent: true, contains: a, notcontains: b,
                        ignoreCase: true, exact: c, notexact: d, regex: e, treatMissingAsEmpty: true}]
                      expectMatch: true
                      value: tier
                    remoteAddress: {}
            jwtProviders:
            - name: main
              default: true
              issuer: https://issuer.example.com
              audiences: [shop]
              forwardJWT: true
              remoteJWKS:
                uri: https://issuer.example.com/keys
                validation: &validation {caSecret: ca, subjectName: a, subjectNames: [a, b]}
                timeout: 2s
                cacheDuration: 1h
                dnsLookupFamily: v4
              localJWKS: {secretName: keys, key: jwks}
            ipAllowPolicy: &ranges [{source: Peer, cidr: 10.0.0.0/8}]
            ipDenyPolicy: *ranges
          routes:
          - conditions: &conditions
            - prefix: /a
              exact: /b
              regex: /c.*
              header: *header
              queryParameter: {name: q, exact: a, prefix: b, suffix: c, regex: d, contains: e, ignoreCase: true, present: true}
            services: &services
            - name: web
              port: 80
              healthPort: 8080
              protocol: h2
              weight: 7
              validation: *validation
              mirror: true
              requestHeadersPolicy: &headersPolicy {set: [{name: x-set, value: "1"}], remove: [x-gone]}
              responseHeadersPolicy: *headersPolicy
              cookieRewritePolicies: &cookies
              - {name: c, pathRewrite: {value: /}, domainRewrite: {value: example.com}, secure: true, sameSite: Lax}
              slowStartPolicy: {window: 10s, aggression: "1.5", minWeightPercent: 20}
            enableWebsockets: true
            permitInsecure: true
            authPolicy: *authPolicy
            timeoutPolicy: {response: 1s, idle: 2s, idleConnection: infinity}
            retryPolicy: {count: 2, perTryTimeout: 1s, retryOn: [5xx], retriableStatusCodes: [503]}
            healthCheckPolicy: {path: /healthz, host: h, intervalSeconds: 5, timeoutSeconds: 1, unhealthyThresholdCount: 3,
              healthyThresholdCount: 2, expectedStatuses: [{start: 200, end: 300}]}
            loadBalancerPolicy: &loadBalancerPolicy
              strategy: RequestHash
              requestHashPolicies:
              - terminal: true
                headerHashOptions: {headerName: x-user}
                queryParameterHashOptions: {parameterName: user}
                hashSourceIP: true
            pathRewritePolicy: {replacePrefix: [{prefix: /a, replacement: /z}]}
            requestHeadersPolicy: *headersPolicy
            responseHeadersPolicy: *headersPolicy
            cookieRewritePolicies: *cookies
            rateLimitPolicy: *rateLimitPolicy
            requestRedirectPolicy: {scheme: https, hostname: h, port: 444, statusCode: 308, path: /p, prefix: /q}
            directResponsePolicy: {statusCode: 204, body: none}
            internalRedirectPolicy: {maxInternalRedirects: 2, redirectResponseCodes: [302], allowCrossSchemeRedirect: SafeOnly,
              denyRepeatedRouteRedirect: true}
            jwtVerificationPolicy: {require: main, disabled: true}
            ipAllowPolicy: *ranges
            ipDenyPolicy: *ranges
          includes: [{name: child, namespace: other, conditions: *conditions}]
          tcpproxy:
            loadBalancerPolicy: *loadBalancerPolicy
            services: *services
            include: {name: tcp, namespace: other}
            includes: {name: tcp, namespace: other}
            healthCheckPolicy: {intervalSeconds: 5, timeoutSeconds: 1, unhealthyThresholdCount: 3, healthyThresholdCount: 2}
        status:
          currentStatus: invalid
          description: no
            luck
          loadBalancer: {ingress: [{ip: 192.0.2.1, hostname: lb.example.com, ipMode: VIP, ports: [{port: 80, protocol: TCP, error: Used}]}]}
          conditions:
          - type: Valid
            status: "False"
            observedGeneration: 3
            lastTransitionTime: "2024-05-31T12:00:00Z"
            reason: ErrorPresent
            message: look
            errors: &errors [{type: RouteError, status: "True", reason: R, message: m}]
            warnings: *errors
        """

    static let ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        \(metadata)
        spec:
          ingressClassName: edge
          defaultBackend: &backend
            service: {name: web, port: {name: http, number: 80}}
            resource: {apiGroup: example.com, kind: Bucket, name: static}
          tls: [{hosts: [a.example.com], secretName: shop}]
          rules:
          - host: a.example.com
            http:
              paths: [{path: /a, pathType: Prefix, backend: *backend}]
        status:
          loadBalancer: {ingress: [{ip: 192.0.2.1, hostname: lb.example.com, ipMode: VIP, ports: [{port: 80, protocol: TCP, error: Used}]}]}
        """

    static let ingressClass = """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        \(metadata)
        spec: {controller: projectcontour.io/ingress-controller}
        """

    static let service = """
        apiVersion: v1
        kind: Service
        \(metadata)
        spec:
          type: LoadBalancer
          clusterIP: 10.96.0.7
          externalName: elsewhere.example.com
          ports: [{name: http, port: 80, targetPort: 8080, protocol: TCP, appProtocol: kubernetes.io/h2c}]
        status:
          loadBalancer: {ingress: [{ip: 192.0.2.1, hostname: lb.example.com, ipMode: VIP, ports: [{port: 80, protocol: TCP, error: Used}]}]}
        """

    static let endpointSlice = """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        \(metadata)
        addressType: IPv4
        endpoints:
        - {addresses: [10.0.0.1], conditions: {ready: true, serving: true, terminating: true}, nodeName: node-1, zone: zone-a}
        ports: [{name: http, port: 8080, protocol: TCP, appProtocol: http}]
        """

    static let secret = """
        apiVersion: v1
        kind: Secret
        \(metadata)
        type: kubernetes.io/tls
        data: {tls.crt: Y2VydA==, tls.key: a2V5}
        """

    static let configMap = """
        apiVersion: v1
        kind: ConfigMap
        \(metadata)
        data: {ca.crt: certificate}
        """

    static let namespace = """
        apiVersion: v1
        kind: Namespace
        \(metadata)
        """

    static let delegation = """
        apiVersion: projectcontour.io/v1
        kind: TLSCertificateDelegation
        \(metadata)
        spec: {delegations: [{secretName: shop, targetNamespaces: ["*"]}]}
        """

    static let extensionService = """
        apiVersion: projectcontour.io/v1alpha1
        kind: ExtensionService
        \(metadata)
        spec:
          services: [{name: auth, port: 9000, weight: 3}]
          validation: {caSecret: ca, subjectName: a, subjectNames: [a]}
          protocol: h2c
          loadBalancerPolicy:
            strategy: Random
            requestHashPolicies: [{terminal: true, headerHashOptions: {headerName: h},
              queryParameterHashOptions: {parameterName: p}, hashSourceIP: true}]
          timeoutPolicy: {response: 1s, idle: 2s, idleConnection: 3s}
          protocolVersion: v3
          circuitBreakerPolicy: {maxConnections: 1, maxPendingRequests: 2, maxRequests: 3, maxRetries: 4,
            perHostMaxConnections: 5}
        status:
          conditions:
          - {type: Valid, status: "True", observedGeneration: 1, lastTransitionTime: "2024-05-31T12:00:00Z", reason: R, message: m,
            errors: [{type: a, status: "True", reason: c, message: d}], warnings: [{type: a, status: "True", reason: c, message: d}]}
        """

    private static let metadata = """
        metadata:
          name: complete
          uid: 0b6f2a4e-1111-4222-8333-444455556666
          resourceVersion: "12"
          generation: 3
          creationTimestamp: "2024-05-31T12:00:00Z"
          labels: {app: shop, kubernetes.io/service-name: web}
          annotations: {team: shop}
          managedFields:
          - manager: contour
            operation: Update
            time: "2024-05-31T12:00:00Z"
            fieldsV1: {"f:status": {"f:loadBalancer": {}}}
        """
}
