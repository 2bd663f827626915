import SeededRandom
import TestKit

/// Hosts and services that change at random, and what each of them was at which time.
struct ChangingWorld {
    /// What a host asks for.
    enum Host: Hashable {
        case absent
        /// Requests with the prefix go to services; all others have no route.
        case routed(prefix: String, services: [String])
    }

    /// The backends behind a service; nil while there is no such service.
    typealias Service = Set<String>?

    /// One edit as a file to write, or to remove.
    struct Edit {
        var file: String
        var text: String?
    }

    static let plainHosts = ["p0.loss.test", "p1.loss.test", "p2.loss.test", "p3.loss.test"]
    static let secureHosts = ["s0.loss.test", "s1.loss.test"]
    static let paths = ["/a", "/b"]

    private let ports: [String: Int]
    private let certificate: TestCertificate
    private var hosts: [String: Course<Host>] = [:]
    private var services: [String: Course<Service>] = [:]
    private var random: SeededGenerator

    /// A world in which every host has a service and every service a backend.
    init(backends: [String: Int], certificate: TestCertificate, seed: UInt64) {
        ports = backends
        self.certificate = certificate
        random = SeededGenerator(seed: seed)
        let names = backends.keys.sorted()
        for (number, name) in names.enumerated() {
            services["service-\(number)"] = Course([name])
        }
        for (number, host) in (Self.plainHosts + Self.secureHosts).enumerated() {
            hosts[host] = Course(.routed(prefix: "/a", services: ["service-\(number % names.count)"]))
        }
    }

    /// All files as they are now.
    var files: [String: String] {
        var files = ["secret.yaml": Manifests.secret("cert", namespace: "loss", certificate)]
        for name in hosts.keys {
            let edit = file(ofHost: name)
            files[edit.file] = edit.text
        }
        for name in services.keys {
            let edit = file(ofService: name)
            files[edit.file] = edit.text
        }
        return files
    }

    /// Forgets how it came to be.
    mutating func began() {
        settled(everythingBefore: .now)
    }

    /// Changes something and says which file tells of it, to be written at once.
    mutating func edit() -> Edit {
        let serviceNames = services.keys.sorted()
        if Int.random(in: 0..<10, using: &random) < 3, let name = serviceNames.randomElement(using: &random) {
            let backends = ports.keys.sorted()
            let next: Service
            switch Int.random(in: 0..<4, using: &random) {
            case 0: next = services[name]?.latest == .some(nil) ? [backends[0]] : nil
            case 1: next = Set(backends.shuffled(using: &random).prefix(2))
            default: next = Set(backends.shuffled(using: &random).prefix(1))
            }
            services[name]?.change(to: next)
            return file(ofService: name)
        }
        let hostNames = hosts.keys.sorted()
        let host = hostNames[Int.random(in: 0..<hostNames.count, using: &random)]
        let mayGo = Self.plainHosts.contains(host)
        let choice = Int.random(in: 0..<6, using: &random)
        if mayGo, choice == 0, hosts[host]?.latest != .absent {
            hosts[host]?.change(to: .absent)
        } else {
            let count = choice < 3 ? 1 : 2
            hosts[host]?.change(
                to: .routed(
                    prefix: Self.paths[choice == 1 ? 1 : 0],
                    services: Array(serviceNames.shuffled(using: &random).prefix(count))))
        }
        return file(ofHost: host)
    }

    /// Notes that Envoy has everything that was written before `instant`.
    mutating func settled(everythingBefore instant: ContinuousClock.Instant) {
        for name in hosts.keys { hosts[name]?.settle(everythingBefore: instant) }
        for name in services.keys { services[name]?.settle(everythingBefore: instant) }
    }

    /// Whether some state of the time between question and answer leads to the answer.
    func justifies(_ answer: JudgedAnswer) -> Bool {
        possible(for: answer).contains(answer.outcome)
    }

    /// An answer and what would have been right.
    func explain(_ answer: JudgedAnswer) -> String {
        let began = hosts[answer.host]?.first ?? answer.asked
        return "\(answer.host)\(answer.path) at \((answer.asked - began).inMilliseconds): \(answer.outcome), not among "
            + "\(possible(for: answer)); host was \(hosts[answer.host]?.states(from: answer.asked, to: answer.answered) ?? [])"
    }

    private func possible(for answer: JudgedAnswer) -> Set<JudgedAnswer.Outcome> {
        var possible: Set<JudgedAnswer.Outcome> = []
        for host in hosts[answer.host]?.states(from: answer.asked, to: answer.answered) ?? [] {
            guard case .routed(let prefix, let names) = host, answer.path.hasPrefix(prefix) else {
                possible.insert(.status(404))
                continue
            }
            var mayAllBeMissing = true
            for name in names {
                let states = services[name]?.states(from: answer.asked, to: answer.answered) ?? []
                if !states.contains(nil) { mayAllBeMissing = false }
                for backend in states.compactMap({ $0 }).joined() { possible.insert(.backend(backend)) }
            }
            if mayAllBeMissing { possible.insert(.status(503)) }
        }
        return possible
    }

    private func file(ofHost host: String) -> Edit {
        let name = String(host.prefix { $0 != "." })
        guard case .routed(let prefix, let names)? = hosts[host]?.latest else {
            return Edit(file: "host-\(name).yaml", text: nil)
        }
        let tls = Self.secureHosts.contains(host) ? ", tls: {secretName: cert}" : ""
        let list = names.map { "{name: \($0), port: 80}" }.joined(separator: ", ")
        return Edit(
            file: "host-\(name).yaml",
            text: Manifests.httpProxy(
                name, namespace: "loss",
                """
                virtualhost: {fqdn: \(host)\(tls)}
                routes: [{conditions: [{prefix: \(prefix)}], services: [\(list)]}]
                """))
    }

    private func file(ofService name: String) -> Edit {
        guard let backends = services[name]?.latest ?? nil else { return Edit(file: "\(name).yaml", text: nil) }
        return Edit(
            file: "\(name).yaml",
            text: Manifests.service(name, namespace: "loss")
                + Manifests.slices(of: name, namespace: "loss", ports: backends.compactMap { ports[$0] }))
    }
}

/// What something was, one state after the other.
struct Course<State: Hashable & Sendable>: Sendable {
    private struct Entry: Sendable {
        var state: State
        /// From when on it may have been so.
        let written: ContinuousClock.Instant
        /// Until when it may have been so, once that is known.
        var replaced: ContinuousClock.Instant?
    }

    /// How long what is settled may still be seen: endpoints travel beside the routes that a marker waits for.
    private static var slack: Duration { .milliseconds(200) }

    private var entries: [Entry]

    init(_ state: State) {
        entries = [Entry(state: state, written: .now)]
    }

    /// The last state.
    var latest: State? { entries.last?.state }

    /// When it began.
    var first: ContinuousClock.Instant? { entries.first?.written }

    mutating func change(to state: State) {
        entries.append(Entry(state: state, written: .now))
    }

    /// Notes that now all states are over but the last of those written before `instant` and those written after.
    mutating func settle(everythingBefore instant: ContinuousClock.Instant) {
        guard let last = entries.lastIndex(where: { $0.written <= instant }) else { return }
        for index in entries[..<last].indices where entries[index].replaced == nil {
            entries[index].replaced = .now + Self.slack
        }
    }

    /// All states that may have been in the time from `begin` to `end`.
    func states(from begin: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Set<State> {
        Set(entries.filter { $0.written <= end && ($0.replaced.map { $0 >= begin } ?? true) }.map(\.state))
    }
}
