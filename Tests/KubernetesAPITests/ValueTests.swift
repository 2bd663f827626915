import KubernetesAPI
import Testing

@Suite struct ValueTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2024-02-29T12:34:56Z", 1_709_210_096),
            ("2024-05-31T12:00:00.123456Z", 1_717_156_800),
            ("2024-05-31T14:00:00+02:00", 1_717_156_800), ("2024-05-31t08:30:00-03:30", 1_717_156_800),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-03-01T00:00:00Z", 951_868_800), ("1900-03-01T00:00:00Z", -2_203_891_200),
            ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799), ("0000-01-01T00:00:00Z", -62_167_219_200),
        ] as [(String, Int64)])
    func `times are read`(text: String, seconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.secondsSinceEpoch == seconds)
    }

    @Test(
        arguments: [
            "", "2024-05-31", "2024-05-31T12:00:00", "2024-05-31 12:00:00Z", "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-04-31T00:00:00Z", "2024-05-00T00:00:00Z",
            "2024-05-31T24:00:00Z",
            "2024-05-31T12:60:00Z", "2024-05-31T12:00:61Z", "2024-05-31T12:00:00.Z", "2024-05-31T12:00:00+24:00",
            "2024-05-31T12:00:00+0200",
            "2024-05-31T12:00:00Zx", "+024-05-31T12:00:00Z", "２024-05-31T12:00:00Z",
        ])
    func `what is no time is none`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"),
            ("Zm9v\nYmFy\r\n", "foobar"), ("fn5+", "~~~"),
            ("Pz8/", "???"),
        ])
    func `base64 is decoded`(text: String, plain: String) {
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Zm8", "Zm9=v", "Zg==Zg==", "=", "====", "Zm9v Zg==", "Zm-_", "Zé=="])
    func `what is no base64 is none`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(
        arguments: [
            ("a", true, true), ("a-b", true, true), ("0", true, true), ("a.b", false, true),
            (String(repeating: "a", count: 63), true, true),
            (String(repeating: "a", count: 64), false, true), (String(repeating: "a", count: 254), false, false),
            ("", false, false),
            ("-a", false, false), ("a-", false, false), ("A", false, false), ("a_b", false, false),
            ("a..b", false, false),
            (".a", false, false), ("a.", false, false), ("a/b", false, false), ("ä", false, false),
            ("a\n", false, false),
        ])
    func `names are what Kubernetes takes for names`(text: String, isLabel: Bool, isSubdomain: Bool) {
        #expect(ObjectName.isLabel(text) == isLabel)
        #expect(ObjectName.isSubdomain(text) == isSubdomain)
    }

    @Test func `kinds are found by their version and name`() {
        for kind in ObjectKind.allCases {
            #expect(ObjectKind(apiVersion: kind.apiVersion, name: kind.name) == kind)
            #expect(ObjectKind(apiVersion: "x/v1", name: kind.name) == nil)
        }
        #expect(ObjectKind.allCases.filter { !$0.isNamespaced } == [.ingressClass, .namespace])
        #expect(Set(ObjectKind.allCases.map(\.plural)).count == ObjectKind.allCases.count)
    }

    @Test func `keys are ordered by kind, namespace and name, and describe themselves`() {
        let keys = [
            ObjectKey(.httpProxy, namespace: "a", name: "b"), ObjectKey(.httpProxy, namespace: "b", name: "a"),
            ObjectKey(.ingress, namespace: "a", name: "a"), ObjectKey(.ingressClass, namespace: "", name: "c"),
        ]
        #expect(keys.reversed().sorted() == keys)
        #expect(keys.map(\.description) == ["HTTPProxy a/b", "HTTPProxy b/a", "Ingress a/a", "IngressClass c"])
    }

    @Test(
        arguments: [
            ("spec.routes[1].services", "spec.routes[1]", true), ("spec.routes[1]", "spec.routes[1]", true),
            ("spec.routes[12]", "spec.routes[1]", false), ("spec.routesx", "spec.routes", false),
            ("spec.routes[1]", "spec.routes", true),
            ("spec", "spec.routes", false), ("spec", "", true),
        ])
    func `a problem concerns the fields above its own`(path: String, ancestor: String, concerns: Bool) {
        #expect(FieldProblem(path: path, message: "x").concerns(ancestor) == concerns)
    }
}
