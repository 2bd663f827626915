import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct UpstreamValidationsTests {
    private static let invalid = "ServiceError/TLSUpstreamValidation"

    static let samples: [(String, [String]?, String?)] = [
        ("{caSecret: ca, subjectName: x}", ["x"], nil),
        ("{caSecret: ca, subjectName: x, subjectNames: [x]}", ["x"], nil),
        ("{caSecret: ca, subjectName: x, subjectNames: [x, v, w]}", ["x", "v", "w"], nil),
        ("{caSecret: ca, subjectName: x, subjectNames: [w, x]}", nil, invalid),
        ("{caSecret: ca, subjectName: x, subjectNames: [x, '']}", nil, invalid),
        (
            "{caSecret: ca, subjectName: x, subjectNames: [x, b, c, d, e, f, g, h]}", ["x"] + "bcdefgh".map { "\($0)" },
            nil
        ),
        ("{caSecret: ca, subjectName: x, subjectNames: [x, b, c, d, e, f, g, h, i]}", nil, invalid),
        ("{caSecret: ca}", nil, invalid), ("{subjectName: x}", nil, invalid), ("{}", nil, invalid),
        ("{caSecret: none, subjectName: x}", nil, invalid), ("{caSecret: empty, subjectName: x}", nil, invalid),
        ("{caSecret: lent/ca, subjectName: x}", ["x"], nil),
        ("{caSecret: kept/ca, subjectName: x}", nil, "TLSError/CACertificateNotDelegated"),
    ]

    @Test(arguments: samples)
    func `a check is made as it is asked for, or the route is refused`(
        validation: String, names: [String]?, expected: String?
    ) throws {
        let authority = TestCertificate()
        var world = try ObjectWorld(
            """
            apiVersion: projectcontour.io/v1
            kind: TLSCertificateDelegation
            metadata: {name: d, namespace: lent}
            spec: {delegations: [{secretName: ca, targetNamespaces: [a]}]}
            """)
        for namespace in ["a", "lent", "kept"] {
            world.add(secret: "ca", in: namespace, ["ca.crt": authority.certificate])
        }
        world.add(secret: "empty", in: "a", authority.data)
        let spec = try proxySpec("{routes: [{services: [{name: web, port: 80, validation: \(validation)}]}]}")
        let asked = try #require(spec.routes.first?.services.first?.validation)
        for spoken: UpstreamProtocol in [.tls, .h2] {
            var found: UpstreamValidation?
            let refused = refusal { () throws(Finding) in
                found = try world.run { context, reader, findings throws(Finding) in
                    try UpstreamValidations.validation(
                        asked, over: spoken, namespace: "a", at: "services[0]", context: context, reader: &reader,
                        findings: &findings)
                }
            }
            #expect(refused == expected)
            #expect(found?.subjectNames == names)
            #expect(found.map(\.authorities) == names.map { _ in Array(authority.certificate.utf8) })
            #expect(world.findings == Verdict())
        }
    }

    @Test(arguments: [UpstreamProtocol.http1, .h2c])
    func `what cannot be checked is warned of`(spoken: UpstreamProtocol) throws {
        var world = try ObjectWorld()
        let found = try world.run { context, reader, findings throws(Finding) in
            try UpstreamValidations.validation(
                Contour.UpstreamValidation(), over: spoken, namespace: "a", at: "services[0]", context: context,
                reader: &reader, findings: &findings)
        }
        #expect(found == nil)
        #expect(world.warnings == ["SpecError/IgnoredField"])
    }
}
