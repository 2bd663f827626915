import KubernetesAPI
import ObjectStore
import StatusReport
import Testing

@Suite struct ClaimTests {
    private static func ingress(
        namespace: String = "one", annotation: String? = nil, own: String? = nil, field: String? = nil
    ) -> KubernetesObject {
        var ingress = Networking.Ingress()
        ingress.metadata = ObjectMeta(name: "test", namespace: namespace)
        ingress.metadata.annotations["kubernetes.io/ingress.class"] = annotation
        ingress.metadata.annotations["projectcontour.io/ingress.class"] = own
        ingress.spec.ingressClassName = field
        return .ingress(ingress)
    }

    @Test(
        arguments: [
            (ingress(), [], [], ClaimRules.Refusal?.none, ""),
            (ingress(annotation: "contour"), [], [], nil, "contour"),
            (ingress(field: "contour"), [], [], nil, "contour"),
            (ingress(annotation: "nginx", field: "contour"), [], [], .className, "nginx"),
            (ingress(annotation: "nginx", own: "contour", field: "x"), [], [], nil, "contour"),
            (ingress(annotation: "", field: "nginx"), [], [], .className, "nginx"),
            (ingress(), [], ["edge"], .className, ""),
            (ingress(field: "edge"), [], ["edge", "inner"], nil, "edge"),
            (ingress(field: "contour"), [], ["edge"], .className, "contour"),
            (ingress(), ["one", "two"], [], nil, ""),
            (ingress(namespace: "three", field: "contour"), ["one", "two"], [], .namespace, "contour"),
            (ingress(namespace: "three", field: "nginx"), ["one"], [], .namespace, "nginx"),
        ] as [(KubernetesObject, Set<String>, [String], ClaimRules.Refusal?, String)])
    func `an object is ours by namespace and class`(
        object: KubernetesObject, namespaces: Set<String>, classes: [String], refusal: ClaimRules.Refusal?, name: String
    ) {
        let rules = ClaimRules(namespaces: namespaces, admission: ObjectAdmission(classNames: classes))
        #expect(rules.refusal(of: object) == refusal)
        #expect(ClaimRules.className(of: object) == name)
    }

    @Test(arguments: [
        ("projectcontour.io/ingress-controller", true), ("projectcontour.io/contour", true),
        ("projectcontour.io/ns/name", true), ("example.com/ours", true), ("k8s.io/ingress-nginx", false), ("", false),
        ("projectcontour.io", false), ("notprojectcontour.io/x", false),
    ])
    func `controllers of Contour's domain and allowed ones are ours`(controller: String, isOurs: Bool) {
        let rules = ClaimRules(admission: ObjectAdmission(controllers: ["example.com/ours"]))
        #expect(rules.isOurs(controller: controller) == isOurs)
    }
}

@Suite struct FieldManagerTests {
    private func manager(
        _ namespace: String = "projectcontour", _ lease: String = "leader-elect", _ classes: [String] = [],
        _ source: AddressSource = .none
    ) -> FieldManager {
        FieldManager(namespace: namespace, lease: lease, classNames: classes, source: source)
    }

    @Test func `two installations never share a name, and no name is too long`() {
        let long = String(repeating: "n", count: 63)
        let service = AddressSource.service(NamespacedName(namespace: "a", name: "b"))
        let managers = [
            manager(), manager("two"), manager("projectcontour", "other"),
            manager("projectcontour", "leader-elect", ["a"]),
            manager("projectcontour", "leader-elect", [], service), manager(long, String(repeating: "l", count: 253)),
            manager(long, String(repeating: "l", count: 252)),
        ]
        #expect(Set(managers.map(\.name)).count == managers.count)
        #expect(managers.allSatisfy { $0.name.utf8.count <= 128 })
        #expect(managers[0].name.hasPrefix("attache-status/projectcontour/leader-elect/"))
        #expect(manager("a", "b", ["x", "y"]).name == manager("a", "b", ["y", "x"]).name)
    }

    @Test func `a name is ours, a predecessor's or a rival's`() {
        let ours = manager()
        let older = manager("projectcontour", "leader-elect", ["before"])
        let other = manager("elsewhere")
        #expect(ours.relation(to: ours.name) == .ourselves)
        for name in [older.name, "contour", "before-first-apply", "kubectl-edit", "kubectl"] {
            #expect(ours.relation(to: name) == .predecessor, "\(name)")
        }
        for name in [other.name, "nginx-ingress-controller", "unknown", "contour-two", ""] {
            #expect(ours.relation(to: name) == .rival, "\(name)")
        }
    }

    @Test(arguments: [
        (
            #"conflict with "nginx-ingress-controller" with subresource "status" using networking.k8s.io/v1"#,
            "nginx-ingress-controller"
        ),
        (#"conflict with "ours-status/projectcontour/main""#, "ours-status/projectcontour/main"),
        (#"conflict with "before-first-apply" using networking.k8s.io/v1"#, "before-first-apply"),
        ("conflict with somebody", nil), (#"conflict with """#, nil), (#"conflict with "half"#, nil), ("", nil),
    ])
    func `the owner is read from a cause`(message: String, manager: String?) {
        let cause = ConflictCause(field: ".status.loadBalancer.ingress", message: message)
        #expect(cause.manager == manager)
        #expect(cause.concernsAddress)
        #expect(ConflictCause(reason: "FieldValueInvalid", field: ".status", message: message).manager == nil)
        #expect(!ConflictCause(field: ".status.conditions", message: message).concernsAddress)
    }
}
