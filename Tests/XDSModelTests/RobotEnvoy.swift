import Testing
import XDSModel

/// A peer that does what Envoy does: follows references, applies what is good, rejects what is bad, and checks what it is sent.
struct RobotEnvoy {
    /// What it has of each type.
    private(set) var held = PerType { _ in [String: Resource]() }
    /// Its answers and requests on their way to the server.
    private(set) var requests: [DiscoveryInput] = []
    /// What was wrong with what it was sent.
    private(set) var complaints: [String] = []

    private let variant: StreamState.Variant
    private var asked = PerType { _ in Set<String>() }
    private var isFirst = PerType { _ in true }
    private var nonces = PerType { _ in "" }
    private var rejected = PerType { _ in [String: Version]() }
    /// Names it was offered and never had, by its own choice.
    private var refused = PerType { _ in Set<String>() }
    private var rejectedAnswers = PerType { _ in [String: Version]?.none }

    private static let following: [ResourceType] = [.endpoints, .secret, .route]

    init(_ variant: StreamState.Variant) {
        self.variant = variant
    }

    /// True when a resource's content is one that it rejects: a version divisible by eleven.
    static func isBad(_ resource: Resource) -> Bool { resource.version.rawValue % 11 == 0 }

    /// What it asks for of a type.
    func wants(_ type: ResourceType) -> Set<String> { asked[type] }

    /// Opens a stream: asks for everything again, telling what it has.
    mutating func connect() {
        requests = []
        isFirst = PerType { _ in true }
        nonces = PerType { _ in "" }
        rejected = PerType { _ in [:] }
        rejectedAnswers = PerType { _ in nil }
        for type in ResourceType.allCases where type.isWildcard || !asked[type].isEmpty {
            request(type, subscribe: asked[type].sorted())
        }
    }

    /// The oldest request.
    mutating func takeRequest() -> DiscoveryInput? {
        requests.isEmpty ? nil : requests.removeFirst()
    }

    /// Applies a response and answers it.
    mutating func receive(_ output: DiscoveryOutput) {
        check(output)
        nonces[output.type] = output.nonce
        let bad = output.resources.filter(Self.isBad)
        for resource in output.resources { apply(output.type, resource) }
        for name in output.removed { drop(output.type, name) }
        if variant == .stateOfTheWorld, output.type.isWildcard { dropOthers(output) }
        checkReferences("after \(output.type)")
        answer(output, rejection: bad.isEmpty ? nil : bad.map(\.name).joined(separator: " "))
        follow()
    }

    /// Puts a resource in place; one it asked for no longer is ignored.
    private mutating func apply(_ type: ResourceType, _ resource: Resource) {
        guard type.isWildcard || asked[type].contains(resource.name) else { return }
        if Self.isBad(resource) {
            rejected[type][resource.name] = resource.version
            if held[type][resource.name] == nil { refused[type].insert(resource.name) }
        } else {
            rejected[type][resource.name] = nil
            refused[type].remove(resource.name)
            held[type][resource.name] = resource
        }
    }

    private mutating func drop(_ type: ResourceType, _ name: String) {
        held[type][name] = nil
        rejected[type][name] = nil
    }

    private mutating func dropOthers(_ output: DiscoveryOutput) {
        let named = Set(output.resources.map(\.name))
        for name in held[output.type].keys where !named.contains(name) { drop(output.type, name) }
        let isRejected = output.resources.contains(where: Self.isBad)
        rejectedAnswers[output.type] = isRejected ? Self.versions(output) : nil
    }

    private static func versions(_ output: DiscoveryOutput) -> [String: Version] {
        Dictionary(output.resources.map { ($0.name, $0.version) }) { first, _ in first }
    }
}

/// Asking.
extension RobotEnvoy {
    private mutating func request(
        _ type: ResourceType, subscribe: [String] = [], unsubscribe: [String] = [], nonce: String = "",
        rejection: String? = nil
    ) {
        switch variant {
        case .delta:
            let versions = isFirst[type] ? held[type].mapValues(\.version.description) : [:]
            requests.append(
                .delta(
                    type: type, subscribe: subscribe, unsubscribe: unsubscribe, initialVersions: versions, nonce: nonce,
                    rejection: rejection))
        case .stateOfTheWorld:
            requests.append(
                .stateOfTheWorld(
                    type: type, versionInfo: "", names: asked[type].sorted(), nonce: nonces[type], rejection: rejection)
            )
        }
        isFirst[type] = false
    }

    private mutating func answer(_ output: DiscoveryOutput, rejection: String?) {
        request(output.type, nonce: output.nonce, rejection: rejection)
    }

    /// Asks for what it has references to and gives up the rest.
    private mutating func follow() {
        var wanted = PerType { _ in Set<String>() }
        for cluster in held[.cluster].values {
            if let endpoints = cluster.endpoints { wanted[.endpoints].insert(endpoints) }
        }
        for name in held[.listener].values.flatMap(\.references) {
            wanted[name.hasPrefix("s") ? .secret : .route].insert(name)
        }
        for type in Self.following where wanted[type] != asked[type] {
            let (new, old) = (wanted[type].subtracting(asked[type]), asked[type].subtracting(wanted[type]))
            asked[type] = wanted[type]
            for name in old { drop(type, name) }
            for name in new { rejected[type][name] = nil }
            request(type, subscribe: new.sorted(), unsubscribe: old.sorted())
        }
    }
}

/// Checking.
extension RobotEnvoy {
    private mutating func check(_ output: DiscoveryOutput) {
        let names = output.resources.map(\.name) + output.removed
        if Set(names).count != names.count { complaints.append("a name twice in \(output)") }
        if output.nonce == nonces[output.type] { complaints.append("a nonce twice") }
        if variant == .stateOfTheWorld, output.type.isWildcard {
            if rejectedAnswers[output.type] == Self.versions(output) { complaints.append("a rejected answer again") }
        } else {
            for resource in output.resources where rejected[output.type][resource.name] == resource.version {
                complaints.append("\(output.type) \(resource.name)@\(resource.version) again after its rejection")
            }
        }
    }

    /// A route names only clusters that it has, or refused to have.
    mutating func checkReferences(_ moment: String) {
        for route in held[.route].values {
            for cluster in route.references
            where held[.cluster][cluster] == nil && !refused[.cluster].contains(cluster) {
                complaints.append("\(route.name)@\(route.version.rawValue) names missing \(cluster) \(moment)")
            }
        }
    }
}
