import SeededRandom
import TestKit
import Testing

/// Random changes of objects while everything goes wrong at random.
@Suite(.timeLimit(.minutes(5)))
struct ResilienceWalkTests {
    /// How many changes a walk has.
    private static let steps = 200

    @Test(arguments: [4711, 4712] as [UInt64])
    func `after random changes and random faults all is as if there had been none`(seed: UInt64) async throws {
        try await withScriptedCluster { api in
            try await api.apply(ResilienceWalk.balancer)
        } _: { cluster in
            var walk = try ResilienceWalk(seed: seed)
            for _ in 0..<Self.steps { try await walk.step(cluster.api) }
            try await walk.calm(cluster.api)
            let expected = try await cluster.freshOutcome()
            let took = try await cluster.eventuallyMakes(expected, within: .seconds(60))
            Measured.tell("random walk \(seed): caught up in \(took)")
            try await expectStatuses(in: cluster)
            try await expectQuiet(in: cluster)
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    /// Waits until every object has been told what the debug page says it should be told.
    private func expectStatuses(in cluster: ScriptedCluster) async throws {
        var wrong: [String] = []
        do {
            try await eventually("statuses are right", within: .seconds(60)) {
                let told = try await Self.told(cluster)
                wrong = []
                for object in try await cluster.api.objects("httpproxies") {
                    let key =
                        "\(object.at("metadata", "namespace")?.string ?? "")/\(object.at("metadata", "name")?.string ?? "")"
                    let has = object.at("status", "currentStatus")?.string ?? "nothing"
                    let condition = object.at("status", "conditions")?.elements.first
                    let isNew =
                        condition?.at("observedGeneration")?.wholeNumber
                        == object.at("metadata", "generation")?.wholeNumber
                    let isReached = "\(object.at("status", "loadBalancer") ?? .null)".contains("192.0.2.1")
                    if has != told[key] || !isNew || !isReached {
                        wrong.append("\(key): \(has), not \(told[key] ?? "")")
                    }
                }
                for object in try await cluster.api.objects("ingresses")
                where !"\(object.at("status", "loadBalancer") ?? .null)".contains("192.0.2.1") {
                    wrong.append("Ingress \(object.at("metadata", "name")?.string ?? "")")
                }
                return wrong.isEmpty
            }
        } catch {
            throw RigError("\(error)\n\(wrong)\n\(cluster.serve.log.suffix(12).joined(separator: "\n"))")
        }
    }

    private static func told(_ cluster: ScriptedCluster) async throws -> [String: String] {
        let page = try await SingleRequest(.GET, "/debug/status").answer(from: .loopback(cluster.ports.debug)).body
        let rows = try JSONValue(parsing: page).elements.filter { $0.at("kind")?.string == "HTTPProxy" }
        return Dictionary(
            rows.map { row in
                let (namespace, name) = (row.at("namespace")?.string ?? "", row.at("name")?.string ?? "")
                return ("\(namespace)/\(name)", row.at("state")?.string ?? "")
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Expects that nothing is written any more, and soon nothing asked for either, but for the Lease.
    private func expectQuiet(in cluster: ScriptedCluster) async throws {
        // What was begun before the last status arrived may end first.
        try await Task.sleep(for: .milliseconds(500))
        let writes = cluster.api.writes.count { $0.target.plural != "leases" }
        // why: who met several faults in a row waits before it asks again.
        try await eventually("nobody asks for 3 s", within: .seconds(90)) {
            let before = cluster.api.requests.count
            try await Task.sleep(for: .seconds(3))
            return cluster.api.requests.dropFirst(before).allSatisfy { $0.target?.plural == "leases" }
        }
        #expect(cluster.api.writes.count { $0.target.plural != "leases" } == writes)
    }
}

/// The objects of a random walk, and what happens to them.
struct ResilienceWalk {
    /// The Service whose address statuses publish.
    static let balancer = """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: envoy, namespace: projectcontour}
        spec: {type: LoadBalancer, ports: [{name: http, port: 80}]}
        status: {loadBalancer: {ingress: [{ip: 192.0.2.1}]}}

        """

    private var random: SeededGenerator
    private let certificates: [TestCertificate]

    /// A walk that comes again with its seed, but for what the machine adds.
    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        let authority = try TestAuthority()
        certificates = try (0..<3).map { try authority.issue(for: "secure\($0).test") }
    }

    /// One change, perhaps with a fault before it.
    mutating func step(_ api: ScriptedAPIServer) async throws {
        if chance(4) { try await fault(api) }
        try await change(api)
        if chance(3) { try await Task.sleep(for: .milliseconds(number(60))) }
    }

    /// Ends what goes wrong.
    func calm(_ api: ScriptedAPIServer) async throws {
        api.playNothing()
        await api.thaw()
        try await api.resume()
    }

    private mutating func number(_ count: Int) -> Int { .random(in: 0..<count, using: &random) }

    /// True once in so many times.
    private mutating func chance(_ count: Int) -> Bool { number(count) == 0 }

    private mutating func change(_ api: ScriptedAPIServer) async throws {
        let index = number(8)
        switch number(5) {
        case 0:
            let yaml = ResilienceObjects.proxy("proxy\(index)", to: "service\(number(8))")
            try await set(api, "httpproxies", "proxy\(index)", yaml)
        case 1:
            try await set(api, "services", "service\(index)", Manifests.service("service\(index)"))
        case 2:
            let port = 9000 + number(2)
            try await set(
                api, "endpointslices", "service\(index)-\(port)",
                Manifests.slices(of: "service\(index)", ports: [port]))
        case 3:
            let certificate = certificates[number(certificates.count)]
            try await set(api, "secrets", "secret\(index)", Manifests.secret("secret\(index)", certificate))
        default: try await set(api, "ingresses", "ingress\(index)", ingress(index))
        }
    }

    private mutating func ingress(_ index: Int) -> String {
        let service = number(8)
        return Manifests.ingress(
            "ingress\(index)",
            """
            tls: [{hosts: [secure\(number(3)).test], secretName: secret\(number(8))}]
            rules:
            - host: secure\(number(3)).test
              http:
                paths:
                - {path: /\(index), pathType: Prefix, backend: {service: {name: service\(service), port: {number: 80}}}}
            """)
    }

    private mutating func set(
        _ api: ScriptedAPIServer, _ plural: String, _ name: String, _ yaml: String
    ) async throws {
        if chance(3), try await api.read(plural, name) != nil {
            try await api.delete(plural, name)
        } else {
            try await api.apply(yaml)
        }
    }

    private mutating func fault(_ api: ScriptedAPIServer) async throws {
        switch number(14) {
        case 0:
            await api.pause()
            if chance(2) { api.compact() }
            try await change(api)
            try await api.resume()
        case 1: try await api.restart(compacting: chance(2))
        case 2: await api.closeConnections()
        case 3: api.endWatches()
        case 4: api.play(.cut(after: number(4000), chance(2) ? .request : .connection), times: 3)
        case 5: api.play(.delay(.milliseconds(number(200))), times: 5)
        case 6: api.play(.slow(bytes: 100, every: .milliseconds(1)), times: 5)
        case 7: api.play(.watchError(.expired("too old resource version")), on: APIRequestMatch(.watch), times: 2)
        case 8: api.play(.duplicateEvents, on: APIRequestMatch(.watch), times: 3)
        case 9: api.play(.goAway)
        case 10: api.play(.truncate(after: number(2000)), times: 2)
        case 11: api.play(.internalError, times: 2)
        case 12: api.play(.tooManyRequests(retryAfter: 1))
        default:
            await api.freeze()
            try await Task.sleep(for: .milliseconds(number(100)))
            await api.thaw()
        }
    }
}
