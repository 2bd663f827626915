import KubernetesAPI
import ObjectStore
import RoutingGraph
import Testing

@Suite struct `The class of an object` {
    private static let nginx = "k8s.io/ingress-nginx"
    private static let ours = "projectcontour.io/ingress-controller"

    private static func ingressClass(_ name: String, _ controller: String, isDefault: String? = nil) -> KubernetesObject
    {
        var value = Networking.IngressClass()
        value.metadata.name = name
        value.metadata.annotations["ingressclass.kubernetes.io/is-default-class"] = isDefault
        value.controller = controller
        return .ingressClass(value)
    }

    private static func ingress(_ name: String, of className: String?, annotation: String? = nil) -> KubernetesObject {
        var ingress = Networking.Ingress()
        ingress.metadata = ObjectMeta(name: name, namespace: "a")
        ingress.metadata.annotations["kubernetes.io/ingress.class"] = annotation
        ingress.spec.ingressClassName = className
        var rule = Networking.IngressRule()
        rule.host = "\(name).test"
        ingress.spec.rules = [rule]
        return .ingress(ingress)
    }

    private static func key(_ name: String) -> ObjectKey { ObjectKey(.ingress, namespace: "a", name: name) }

    private static let classKey = ObjectKey(.ingressClass, namespace: "", name: "contour")

    private func table(_ objects: [KubernetesObject], controllers: Set<String> = []) -> ObjectTable {
        var table = ObjectTable(admission: ObjectAdmission(controllers: controllers))
        for object in objects { _ = table.apply(.set(object)) }
        return table
    }

    @Test(
        arguments: [
            (ingress("i", of: "contour"), ingressClass("contour", nginx), false),
            (ingress("i", of: "contour"), ingressClass("contour", ""), false),
            (ingress("i", of: "contour"), ingressClass("contour", ours), true),
            (ingress("i", of: "contour"), ingressClass("contour", "example.test/ours"), true),
            (ingress("i", of: "contour"), ingressClass("nginx", nginx), true),
            (ingress("i", of: "nginx", annotation: "contour"), ingressClass("contour", nginx), false),
            (ingress("i", of: nil), ingressClass("contour", nginx), true),
            (ingress("i", of: "contour", annotation: ""), ingressClass("contour", nginx), false),
        ])
    func `is another controller's if an IngressClass says so, whichever of them is known first`(
        ingress: KubernetesObject, ingressClass: KubernetesObject, isKept: Bool
    ) {
        let early = table([ingress, ingressClass], controllers: ["example.test/ours"])
        let late = table([ingressClass, ingress], controllers: ["example.test/ours"])
        #expect((early[Self.key("i")] != nil) == isKept)
        #expect((late[Self.key("i")] != nil) == isKept)
        #expect((early.claims(on: "i.test") != []) == isKept)
        #expect((late.claims(on: "i.test") != []) == isKept)
    }

    @Test func `takes along exactly the objects that name it when it changes hands`() {
        var table = table([Self.ingress("one", of: "contour"), Self.ingress("two", of: nil)])
        let taken: Set<StoreKey> = [.object(Self.key("one")), .claims(host: "one.test")]
        #expect(table.apply(.set(Self.ingressClass("contour", Self.ours))) == [.object(Self.classKey)])
        #expect(table.apply(.set(Self.ingressClass("contour", Self.nginx))) == taken.union([.object(Self.classKey)]))
        #expect(table.apply(.set(Self.ingressClass("contour", "example.test/x"))) == [.object(Self.classKey)])
        #expect(table[Self.key("one")] == nil && table[Self.key("two")] != nil)
        #expect(table.apply(.removed(Self.classKey)) == taken.union([.object(Self.classKey)]))
        #expect(table[Self.key("one")] == Self.ingress("one", of: "contour"))
        #expect(table.apply(.set(Self.ingressClass("nginx", Self.nginx))).count == 1)
        #expect(table[Self.key("one")] != nil)
    }

    @Test func `takes along the newest state of objects it put aside`() {
        var table = table([Self.ingressClass("contour", Self.nginx), Self.ingress("one", of: "contour")])
        #expect(table.apply(.set(Self.ingress("one", of: "contour", annotation: ""))) == [])
        #expect(table.apply(.set(Self.ingress("two", of: "contour"))) == [])
        #expect(table.apply(.removed(Self.key("two"))) == [])
        #expect(table.apply(.set(Self.ingress("three", of: "contour"))) == [])
        #expect(table.apply(.set(Self.ingress("three", of: "nginx"))) == [])
        #expect(table.apply(.set(Self.ingress("four", of: "contour"))) == [])
        let moved: Set<StoreKey> = [.object(Self.key("four")), .claims(host: "four.test")]
        #expect(table.apply(.set(Self.ingress("four", of: ""))) == moved)
        _ = table.apply(.removed(Self.classKey))
        #expect(table[Self.key("one")] == Self.ingress("one", of: "contour", annotation: ""))
        #expect(table[Self.key("two")] == nil && table[Self.key("three")] == nil && table[Self.key("four")] != nil)
        #expect(table.apply(.set(Self.ingressClass("contour", Self.nginx))).contains(.object(Self.key("one"))))
        #expect(table[Self.key("four")] != nil)
    }

    @Test func `decides what is served and who is told`() async throws {
        var world = GraphWorld()
        try await world.add(
            backend("s"), proxy("root", "{virtualhost: {fqdn: x.test}, includes: [{name: child, namespace: a}]}"),
            proxy("child", "{ingressClassName: contour, routes: [\(route("/", "s"))]}"))
        #expect(world.plain("x.test") == ["/ a/s"])
        let foreign = """
            apiVersion: networking.k8s.io/v1
            kind: IngressClass
            metadata: {name: contour}
            spec: {controller: \(Self.nginx)}
            """
        let change = try await world.add(foreign)
        #expect(world.plain("x.test") == [])
        #expect(world.told("root") == "invalid IncludeError/IncludeNotFound")
        let child = ObjectKey(.httpProxy, namespace: "a", name: "child")
        #expect(world.told("child") == nil && change.statuses[child] == .some(nil))
        let again = try await world.add(foreign.replacing(Self.nginx, by: Self.ours))
        #expect(world.plain("x.test") == ["/ a/s"])
        #expect(again.statuses.keys.sorted() == [child, ObjectKey(.httpProxy, namespace: "a", name: "root")])
        #expect(world.told("child") == "valid")
    }

    @Test func `of others is worth a warning when it is the default and objects without class are served`() {
        let objects = [
            Self.ingressClass("nginx", Self.nginx, isDefault: "true"),
            Self.ingressClass("haproxy", "haproxy.org/x", isDefault: "true"),
            Self.ingressClass("kong", "ingress-controllers.konghq.com/kong", isDefault: "false"),
            Self.ingressClass("contour", Self.ours, isDefault: "true"),
            Self.ingressClass("other", Self.nginx),
        ]
        #expect(table(objects).foreignDefaults == ["haproxy", "nginx"])
        #expect(table(objects, controllers: [Self.nginx]).foreignDefaults == ["haproxy"])
        var named = ObjectTable(admission: ObjectAdmission(classNames: ["edge"]))
        for object in objects { _ = named.apply(.set(object)) }
        #expect(named.foreignDefaults == [])
    }
}

extension String {
    /// The text with one word in place of another.
    fileprivate func replacing(_ word: String, by other: String) -> String {
        split(separator: word, omittingEmptySubsequences: false).joined(separator: other)
    }
}
