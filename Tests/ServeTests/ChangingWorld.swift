import SeededRandom
import TestKit

/// Hosts and services that change at random, and what each of them was at which time.
struct ChangingWorld {
    /// What a host asks for.
    enum Host: Hashable {
        case absent
        case routed(Routes)

        /// Whether it asks for TLS, and so has a filter chain.
        var hasTLS: Bool {
            if case .routed(let routes) = self { routes.access != .plain } else { false }
        }
    }

    /// What a host does with requests.
    struct Routes: Hashable {
        /// Requests with the prefix go to services; all others have no route.
        var prefix: String
        var services: [String]
        var access: Access
    }

    /// How a host is reached.
    enum Access: Hashable, CaseIterable {
        /// Without TLS alone.
        case plain
        /// With TLS; without it one is sent there.
        case secure
        /// With TLS and without: `permitInsecure`.
        case both
    }

    /// The backends behind a service; nil while there is no such service.
    typealias Service = Set<String>?

    /// One edit as a file to write, or to remove.
    struct Edit {
        var file: String
        var text: String?
        /// Whether the listener for TLS follows from it, which a marker among the plain hosts does not wait for.
        var changesFilterChains = false
    }

    /// Hosts that never have TLS.
    static let plainHosts = ["p0.loss.test", "p1.loss.test", "p2.loss.test", "p3.loss.test"]
    /// Hosts that always have it, so that the listener for TLS stays.
    static let secureHosts = ["s0.loss.test", "s1.loss.test"]
    /// Hosts that have it now and then, each with a Secret of its own that comes and goes with it.
    static let changingHosts = ["t0.loss.test", "t1.loss.test", "t2.loss.test"]
    /// A host with TLS whose only purpose is to show how far the listener for TLS has come.
    static let markerHost = "marker.loss.test"

    static let paths = ["/a", "/b"]

    private let ports: [String: Int]
    private let certificate: TestCertificate
    private(set) var hosts: [String: Course<Host>] = [:]
    private(set) var services: [String: Course<Service>] = [:]
    private(set) var markerTakesTLS13 = true
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
        for (number, host) in (Self.plainHosts + Self.secureHosts + Self.changingHosts).enumerated() {
            let access: Access = Self.secureHosts.contains(host) ? .secure : .plain
            hosts[host] = Course(
                .routed(Routes(prefix: "/a", services: ["service-\(number % names.count)"], access: access)))
        }
    }

    /// All files as they are now.
    var files: [String: String] {
        var files: [String: String] = [:]
        for edit in hosts.keys.map(file(ofHost:)) + services.keys.map(file(ofService:)) + [markerFile] {
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
        let before = hosts[host]?.latest ?? .absent
        let after = next(before, of: host, services: serviceNames)
        hosts[host]?.change(to: after)
        var edit = file(ofHost: host)
        edit.changesFilterChains = before.hasTLS != after.hasTLS
        return edit
    }

    /// Changes the marker's filter chain and nothing else.
    mutating func turnMarker() -> Edit {
        markerTakesTLS13.toggle()
        return markerFile
    }

    /// Notes that Envoy has everything that was written before `instant`.
    mutating func settled(everythingBefore instant: ContinuousClock.Instant) {
        for name in hosts.keys { hosts[name]?.settle(everythingBefore: instant) }
        for name in services.keys { services[name]?.settle(everythingBefore: instant) }
    }

    /// Another state of a host: it goes, has other routes, is reached in another way, or the latter two at once.
    private mutating func next(_ before: Host, of host: String, services: [String]) -> Host {
        let choice = Int.random(in: 0..<6, using: &random)
        if choice == 0, before != .absent, !Self.secureHosts.contains(host) { return .absent }
        let count = choice < 3 ? 1 : 2
        var routes = Routes(
            prefix: Self.paths[choice == 1 ? 1 : 0], services: Array(services.shuffled(using: &random).prefix(count)),
            access: access(of: host))
        guard case .routed(let old) = before else { return .routed(routes) }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: routes.access = old.access
        case 1 where routes.access != old.access: (routes.prefix, routes.services) = (old.prefix, old.services)
        default: break
        }
        return .routed(routes)
    }

    private mutating func access(of host: String) -> Access {
        if Self.plainHosts.contains(host) { return .plain }
        let all: [Access] = Self.secureHosts.contains(host) ? [.secure, .both] : Access.allCases
        return all[Int.random(in: 0..<all.count, using: &random)]
    }
}

/// The files that tell of the world.
extension ChangingWorld {
    private func file(ofHost host: String) -> Edit {
        let name = String(host.prefix { $0 != "." })
        guard case .routed(let routes)? = hosts[host]?.latest else { return Edit(file: "host-\(name).yaml", text: nil) }
        let list = routes.services.map { "{name: \($0), port: 80}" }.joined(separator: ", ")
        let permit = routes.access == .both ? ", permitInsecure: true" : ""
        return Edit(
            file: "host-\(name).yaml",
            text: proxy(
                host, isSecure: routes.access != .plain,
                routes: "{conditions: [{prefix: \(routes.prefix)}], services: [\(list)]\(permit)}"))
    }

    private var markerFile: Edit {
        Edit(
            file: "marker.yaml",
            text: proxy(
                Self.markerHost, isSecure: true,
                more: ", maximumProtocolVersion: \"\(markerTakesTLS13 ? "1.3" : "1.2")\"",
                routes: "{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200}}"),
            changesFilterChains: true)
    }

    private func proxy(_ host: String, isSecure: Bool, more: String = "", routes: String) -> String {
        let name = String(host.prefix { $0 != "." })
        let spec = """
            virtualhost: {fqdn: \(host)\(isSecure ? ", tls: {secretName: cert-\(name)\(more)}" : "")}
            routes: [\(routes)]
            """
        let secret = isSecure ? Manifests.secret("cert-\(name)", namespace: "loss", certificate) : ""
        return secret + Manifests.httpProxy(name, namespace: "loss", spec)
    }

    private func file(ofService name: String) -> Edit {
        guard let backends = services[name]?.latest ?? nil else { return Edit(file: "\(name).yaml", text: nil) }
        return Edit(
            file: "\(name).yaml",
            text: Manifests.service(name, namespace: "loss")
                + Manifests.slices(of: name, namespace: "loss", ports: backends.compactMap { ports[$0] }))
    }
}
