import KubernetesAPI

/// What an object is told: the verdicts of all hosts it takes part in, in one, or what an ExtensionService is told.
package struct ObjectStatus: Sendable, Equatable {
    /// How the object fares.
    package var state: State

    /// The generation of the object that this is about.
    package var generation: Int64

    /// What makes it invalid, and what it will not get.
    package var verdict: Verdict

    /// How an object fares; the words are those of `currentStatus` of an HTTPProxy.
    package enum State: String, Sendable {
        /// It is served.
        case valid
        /// Something in it is wrong.
        case invalid
        /// Nothing includes it, so it takes part in no host.
        case orphaned
    }

    /// The status of an object from what each of its hosts says; nil for objects that no host says anything of.
    init?(of object: KubernetesObject, verdicts: [String: Verdict]) {
        var merged = Verdict()
        for (_, verdict) in verdicts.sorted(by: { $0.key < $1.key }) { merged.formUnion(verdict) }
        switch object {
        case .httpProxy(let proxy):
            if verdicts.isEmpty { merged.errors.append(Self.unreached(proxy)) }
        case .ingress(let ingress):
            let problems = ingress.problems.filter { !$0.concerns("status") }
            merged.formUnion(Verdict(errors: problems.map(FieldProblems.finding)))
        default: return nil
        }
        self.init(of: object, verdict: merged)
    }

    /// The status of an object about which this is all there is to say.
    init(of object: KubernetesObject, verdict: Verdict) {
        self.verdict = verdict
        self.generation = object.metadata.generation
        self.state =
            verdict.errors.isEmpty
            ? .valid : verdict.errors.contains { $0.type == FindingType.orphaned.rawValue } ? .orphaned : .invalid
    }

    /// Why no host has anything to do with an HTTPProxy.
    private static func unreached(_ proxy: Contour.HTTPProxy) -> Finding {
        proxy.spec.virtualhost == nil
            ? Finding(.orphaned, "Orphaned", "no root HTTPProxy includes this; include it or give it a virtualhost")
            : Finding(.virtualHost, "FQDNNotSpecified", "virtualhost.fqdn: name the host to serve")
    }
}
