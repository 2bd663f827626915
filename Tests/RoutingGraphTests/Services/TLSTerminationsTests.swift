import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct TLSTerminationsTests {
    struct Sample: CustomTestStringConvertible {
        var host: String
        var expected: String
        var errors: [String] = []
        var warnings = 0
        var minimum: TLSVersion = .tls12
        var maximum: TLSVersion = .tls13

        var testDescription: String { host }
    }

    static let samples: [Sample] = [
        Sample(host: "{fqdn: x}", expected: "nothing"),
        Sample(host: "{tls: {secretName: s}}", expected: "a/s 1.2 1.3"),
        Sample(host: "{tls: {secretName: certs/s}}", expected: "certs/s 1.2 1.3"),
        Sample(host: "{tls: {secretName: certs/private}}", expected: "TLSError/DelegationNotPermitted"),
        Sample(host: "{tls: {secretName: none}}", expected: "TLSError/SecretNotValid"),
        Sample(host: "{tls: {secretName: empty}}", expected: "TLSError/SecretNotValid"),
        Sample(host: "{tls: {passthrough: true}}", expected: "passthrough"),
        Sample(host: "{tls: {}}", expected: "TLSError/TLSConfigNotValid"),
        Sample(host: "{tls: {passthrough: true, secretName: s}}", expected: "TLSError/TLSConfigNotValid"),
        // Versions.
        Sample(host: "{tls: {secretName: s, minimumProtocolVersion: '1.3'}}", expected: "a/s 1.3 1.3"),
        Sample(host: "{tls: {secretName: s, maximumProtocolVersion: '1.2'}}", expected: "a/s 1.2 1.2"),
        Sample(
            host: "{tls: {secretName: s, minimumProtocolVersion: '1.3', maximumProtocolVersion: '1.2'}}",
            expected: "TLSError/TLSConfigNotValid"),
        Sample(host: "{tls: {secretName: s, minimumProtocolVersion: '1.2'}}", expected: "a/s 1.3 1.3", minimum: .tls13),
        Sample(host: "{tls: {secretName: s, maximumProtocolVersion: '1.3'}}", expected: "a/s 1.2 1.2", maximum: .tls12),
        Sample(
            host: "{tls: {secretName: s, maximumProtocolVersion: '1.2'}}", expected: "TLSError/TLSConfigNotValid",
            minimum: .tls13),
        Sample(
            host: "{tls: {secretName: s, minimumProtocolVersion: '1.1', maximumProtocolVersion: TLSv1.3}}",
            expected: "a/s 1.2 1.3", warnings: 2),
        // Features that shut one another out.
        Sample(
            host: "{tls: {passthrough: true, enableFallbackCertificate: true}}", expected: "passthrough",
            errors: ["TLSError/TLSIncompatibleFeatures"]),
        Sample(
            host: "{tls: {passthrough: true, clientValidation: {}}}", expected: "TLSError/TLSIncompatibleFeatures"),
        Sample(
            host: "{tls: {secretName: s, enableFallbackCertificate: true, clientValidation: {}}}",
            expected: "TLSError/TLSIncompatibleFeatures"),
        Sample(
            host: "{tls: {secretName: s, enableFallbackCertificate: true}, authorization: {extensionRef: {name: x}}}",
            expected: "TLSError/TLSIncompatibleFeatures"),
        Sample(
            host: "{tls: {secretName: s, enableFallbackCertificate: true}, jwtProviders: [{name: x}]}",
            expected: "TLSError/TLSIncompatibleFeatures"),
        Sample(host: "{tls: {secretName: s, enableFallbackCertificate: true}}", expected: "a/s 1.2 1.3"),
        Sample(host: "{tls: {secretName: s, clientValidation: {}}}", expected: "SpecError/FeatureNotSupported"),
    ]

    @Test(arguments: samples)
    func `a host ends TLS, passes it through, or is refused`(sample: Sample) throws {
        var world = try ObjectWorld(
            """
            apiVersion: projectcontour.io/v1
            kind: TLSCertificateDelegation
            metadata: {name: d, namespace: certs}
            spec: {delegations: [{secretName: s, targetNamespaces: ['*', z]}]}
            """, settings: GraphSettings(minimumTLSVersion: sample.minimum, maximumTLSVersion: sample.maximum))
        for (namespace, name) in [("a", "s"), ("certs", "s"), ("certs", "private")] {
            world.add(secret: name, in: namespace, TestCertificate().data)
        }
        world.add(secret: "empty", in: "a", [:])
        let host = try #require(try proxySpec("{virtualhost: \(sample.host)}").virtualhost)
        var shown: String
        do {
            let outcome = try world.run { context, reader, findings throws(Finding) in
                try TLSTerminations.outcome(
                    of: host, namespace: "a", context: context, reader: &reader, findings: &findings)
            }
            switch outcome {
            case nil: shown = "nothing"
            case .passedThrough?: shown = "passthrough"
            case .terminated(let ending)?:
                shown = "\(ending.certificate.namespace)/\(ending.certificate.name)"
                shown += " \(ending.minimumVersion.rawValue) \(ending.maximumVersion.rawValue)"
                #expect(ending.clientValidation == nil)
            }
        } catch {
            shown = "\(error.type)/\(error.reason)"
            #expect(error.message.hasPrefix("virtualhost.tls"))
        }
        #expect(shown == sample.expected)
        #expect(world.errors == sample.errors)
        #expect(world.warnings == Array(repeating: "SpecError/IgnoredField", count: sample.warnings))
    }
}
