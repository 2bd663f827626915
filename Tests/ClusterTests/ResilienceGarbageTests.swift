import TestKit
import Testing

/// An API server, or what stands before it, that answers nonsense.
@Suite(.timeLimit(.minutes(5)))
struct ResilienceGarbageTests {
    /// What stands in the place of an answer.
    enum Garbage: String, Sendable, CaseIterable {
        /// A proxy's page, with status 200.
        case page
        /// The beginning of the answer, which ends as if it were whole.
        case beginning
        /// JSON of another shape.
        case otherShape
        /// No text at all.
        case bytes

        fileprivate var fault: APIFault {
            switch self {
            case .page: .replaceBody("<html><body><h1>502 Bad Gateway</h1></body></html>\n")
            case .beginning: .truncate(after: 40)
            case .otherShape: .replaceBody("[{\"kind\": 7, \"items\": {\"a\": [1e999, -0, null]}}]\n")
            case .bytes: .replaceBody("\u{0}\u{1}\u{FFFD}\r\u{7F}{{{{\u{202E}\n")
            }
        }
    }

    @Test(arguments: Garbage.allCases)
    func `nonsense about one kind is told once, and leaves the others alone`(garbage: Garbage) async throws {
        try await withScriptedCluster { api in
            try await api.apply(try ResilienceObjects.some())
        } _: { cluster in
            let services = APIRequestMatch { $0.target?.plural == "services" && [.list, .watch].contains($0.verb) }
            let before = cluster.api.requests.count
            cluster.api.play(garbage.fault, on: services, times: nil)
            cluster.api.endWatches(of: "services")
            var news = 0
            do {
                try await eventually("nonsense was read", within: .seconds(40), every: .milliseconds(200)) {
                    // A watch without news has no body to be bent.
                    news += 1
                    try await cluster.api.apply(Manifests.service("news", annotations: ["number": "\(news)"]))
                    return cluster.api.requests.dropFirst(before).count { $0.isFaulty } >= 4
                        && complaints(cluster).count == 1
                }
            } catch {
                let asked = cluster.api.requests.dropFirst(before).filter(\.isFaulty).map { "\($0)" }
                throw RigError("\(error)\n\((asked + cluster.serve.log.suffix(8)).joined(separator: "\n"))")
            }
            try await cluster.api.apply(
                ResilienceObjects.answering("other", "other") + Manifests.service("service1", at: 9100))
            try await eventually("other kinds are followed", within: .seconds(20)) {
                let told = try await Outcome(of: cluster.ports).statuses
                return told.contains { $0.contains("\"other\"") }
            }
            #expect(try await cluster.health("/healthz") == 200)
            #expect(complaints(cluster).count == 1, "\(complaints(cluster))")
            cluster.api.playNothing()
            try await cluster.eventuallyMakes(try await cluster.freshOutcome(), within: .seconds(90))
            try await expectNothingElse(cluster)
        }
    }

    /// The lines of the log about Services as such.
    private func complaints(_ cluster: ScriptedCluster) -> [String] {
        cluster.serve.log.filter { $0.contains("source has a problem") && $0.lowercased().contains("place=service") }
    }

    private func expectNothingElse(_ cluster: ScriptedCluster) async throws {
        #expect(cluster.serve.exitStatus == nil)
        let problems = cluster.serve.log.filter { $0.contains("source has a problem") }
        #expect(problems.count == 1, "\(problems)")
    }

    @Test func `a line of a watch that is longer than any object costs a new watch, not the process`() async throws {
        try await withScriptedCluster { api in
            try await api.apply(try ResilienceObjects.some())
        } _: { cluster in
            cluster.api.injectEvent(
                #"{"type":"ADDED","object":{"metadata":{"name":""# + String(repeating: "x", count: 20 << 20) + #""}}}"#,
                into: "httpproxies")
            let watches = cluster.api.requests(.watch, "httpproxies").count
            try await eventually("the kind is watched anew", within: .seconds(30)) {
                cluster.api.requests(.watch, "httpproxies").count > watches
            }
            try await ResilienceObjects.change(cluster.api)
            try await cluster.eventuallyMakes(try await cluster.freshOutcome(), within: .seconds(60))
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    /// Fields that no object may have so, each as the text of a JSON member.
    private static let illTyped = [
        #""metadata":[]"#, #""metadata":{"name":7,"namespace":{}}"#,
        #""metadata":{"name":"ill","namespace":"default","labels":"x","annotations":[1],"generation":1e300}"#,
        #""metadata":{"name":"ill","namespace":"default","resourceVersion":-1,"creationTimestamp":"tomorrow"},"spec":7"#,
        #""metadata":{"name":"ill","namespace":"default"},"spec":{"ports":[{"port":99999999999999999999}],"rules":{}}"#,
        #""metadata":{"name":"ill","namespace":"default"},"data":{"tls.crt":"%%%","tls.key":7},"type":[]"#,
        #""metadata":{"name":"ill","namespace":"default"},"endpoints":[{"addresses":[null]}],"ports":[{"port":-5}]"#,
        #""metadata":{"name":"ill","namespace":"default"},"spec":{"routes":[{"services":[{"port":-9223372036854775808}]}]}"#,
    ]

    @Test func `objects with fields of other types leave the good ones alone`() async throws {
        try await withScriptedCluster { api in
            try await api.apply(try ResilienceObjects.some())
        } _: { cluster in
            let before = try await Outcome(of: cluster.ports)
            for plural in ResilienceObjects.followed {
                guard let resource = cluster.api.resources.first(where: { $0.plural == plural }) else { continue }
                for (number, fields) in Self.illTyped.enumerated() {
                    let type = number.isMultiple(of: 2) ? "ADDED" : "MODIFIED"
                    let head = #""apiVersion":"\#(resource.apiVersion)","kind":"\#(resource.kind)""#
                    cluster.api.injectEvent(#"{"type":"\#(type)","object":{\#(head),\#(fields)}}"#, into: plural)
                }
            }
            try await cluster.api.apply(ResilienceObjects.answering("after", "after"))
            try await eventually("what came later is followed", within: .seconds(20)) {
                try await Outcome(of: cluster.ports).statuses.contains { $0.contains("\"after\"") }
            }
            let after = try await Outcome(of: cluster.ports)
            let lost = before.statuses.filter { !after.statuses.contains($0) }
            #expect(lost.isEmpty, "\(lost)")
            #expect(try await cluster.metric(#"attache_api_undecodable_total{kind="HTTPProxy"}"#) ?? 0 > 0)
            // What was never there is gone after the next list.
            await cluster.api.pause()
            for plural in ResilienceObjects.followed { try await touch(plural, cluster.api) }
            cluster.api.compact()
            try await cluster.api.resume()
            try await cluster.eventuallyMakes(try await cluster.freshOutcome(), within: .seconds(30))
            #expect(cluster.serve.exitStatus == nil)
        }
    }

    /// Changes something of a kind, so that a version from before is too old after a compaction.
    private func touch(_ plural: String, _ api: any TestCluster) async throws {
        guard let resource = api.resources.first(where: { $0.plural == plural }) else { return }
        try await api.set([
            "apiVersion": .string(resource.apiVersion), "kind": .string(resource.kind),
            "metadata": ["name": "touched", "namespace": "default"],
        ])
        try await api.delete(plural, "touched", in: resource.isNamespaced ? "default" : nil)
    }
}
