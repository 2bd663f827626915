/// An API server and an `attache serve` that configures from it.
package struct Served<API: Sendable>: Sendable {
    /// The API server.
    package let api: API
    /// The control plane.
    package let serve: ServeProcess
    /// Where it listens, and its Envoy.
    package let ports: ControlledPorts
    /// The control plane's own place.
    package let directory: TemporaryDirectory
    /// The kubeconfig that leads to the API server.
    package let kubeconfig: String
    /// Who the control plane is to the API server.
    package let user: String
    /// The API server as any cluster.
    package let cluster: any TestCluster

    init(
        _ api: API, _ cluster: any TestCluster, _ serve: ServeProcess, _ ports: ControlledPorts,
        _ directory: TemporaryDirectory, kubeconfig: String, user: String
    ) {
        self.api = api
        self.cluster = cluster
        self.serve = serve
        self.ports = ports
        self.directory = directory
        self.kubeconfig = kubeconfig
        self.user = user
    }
}

/// On the API server there is: a real one if there is one, else a scripted one.
package typealias ServedCluster = Served<any TestCluster>

/// On an API server that fails as it is told.
package typealias ScriptedCluster = Served<ScriptedAPIServer>

/// What may differ between control planes.
package struct Replica: Sendable {
    /// Who it is to the API server.
    package var user = "attache"
    /// What it may do there.
    package var rules = AccessRule.shipped
    /// What stands in place of `--insecure`.
    package var protection = ["--insecure"]
    /// Further flags of `attache serve`.
    package var flags: [String] = []
    /// Variables added to its environment.
    package var environment: [String: String] = [:]
    /// Another path of the program.
    package var program: String?

    /// A control plane with these flags and rights.
    package init(user: String = "attache", flags: [String] = [], rules: [AccessRule] = AccessRule.shipped) {
        self.user = user
        self.flags = flags
        self.rules = rules
    }
}

/// What tests ask the control plane.
extension Served {
    /// The answer to a page of the control plane, at one of its ports.
    package func page(_ path: String, port: Int) async throws -> SingleRequest.Answer {
        try await SingleRequest(.GET, path).answer(from: .loopback(port), within: .seconds(5))
    }

    /// The `/metrics` of the control plane.
    package func metrics() async throws -> String { try await page("/metrics", port: ports.metrics).body }

    /// The value of a series, by its whole name with labels as `/metrics` writes it; nil without the series.
    package func metric(_ series: String) async throws -> Double? {
        let line = try await metrics().split(separator: "\n").first { $0.hasPrefix("\(series) ") }
        return line.flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    /// Whether it says of itself that it leads.
    package var leads: Bool {
        get async throws { try await metric("attache_leader") == 1 }
    }

    /// Waits until what it sends Envoys, as `attache cli` shows it, contains `text`.
    package func eventuallyServes(
        _ text: String, _ question: [String] = ["rds", "ingress_http"], within limit: Duration = .seconds(20)
    ) async throws {
        let name = "cli-\(UInt32.random(in: 0...UInt32.max))"
        let command = ChildProcess.Command(
            name: name, executable: try PackageRoot.attache(),
            arguments: ["cli"] + question + ["--contour=127.0.0.1:\(ports.xds)"])
        try await withChildProcess(command, in: directory) { process in
            do {
                try await TestKit.eventually("\(text) is served", within: limit) {
                    process.standardOutput.contains(text) || process.exitStatus != nil
                }
            } catch {
                throw RigError("\(error)\n\(process.standardOutput)\n\(process.standardError)")
            }
            guard process.standardOutput.contains(text) else {
                throw RigError("attache cli ended: \(process.standardError)")
            }
        }
    }
}

/// What tests ask the API server.
extension Served {
    /// Waits until an object holds what `holds` asks.
    package func eventually(
        _ expectation: String, _ plural: String, _ name: String, in namespace: String = "default",
        within limit: Duration = .seconds(20), _ holds: (JSONValue) -> Bool
    ) async throws {
        var latest: JSONValue?
        do {
            try await TestKit.eventually(expectation, within: limit) {
                latest = try await cluster.read(plural, name, in: namespace)
                return latest.map(holds) ?? false
            }
        } catch {
            throw RigError(
                "\(error)\n\(latest.map { "\($0)" } ?? "absent")\n\(serve.log.suffix(10).joined(separator: "\n"))")
        }
    }

    /// Waits until an HTTPProxy is told that it is valid.
    package func eventuallyValid(
        _ name: String, in namespace: String = "default", within limit: Duration = .seconds(20)
    ) async throws {
        try await eventually("\(name) is valid", "httpproxies", name, in: namespace, within: limit) {
            $0.at("status", "currentStatus")?.string == "valid"
        }
    }

    /// Waits until the status of an object names exactly these addresses.
    package func eventuallyPublishes(
        _ addresses: [String], _ plural: String = "ingresses", _ name: String, in namespace: String = "default",
        within limit: Duration = .seconds(20)
    ) async throws {
        try await eventually("\(name) is given \(addresses)", plural, name, in: namespace, within: limit) {
            $0.publishedAddresses == addresses
        }
    }

    /// The Events with this reason, as they stand now.
    package func events(_ reason: String) async throws -> [JSONValue] {
        try await cluster.objects("events").filter { $0.at("reason")?.string == reason }
    }

    /// Waits until there is an Event with this reason, and answers the first.
    @discardableResult
    package func eventuallyTells(_ reason: String, within limit: Duration = .seconds(20)) async throws -> JSONValue {
        var found: JSONValue?
        do {
            try await TestKit.eventually("there is an Event \(reason)", within: limit) {
                found = try await events(reason).first
                return found != nil
            }
        } catch {
            throw RigError("\(error)\n\(serve.log.suffix(20).joined(separator: "\n"))")
        }
        return found ?? .null
    }

    /// What this control plane asked to have written into statuses, whatever became of it.
    package var statusAttempts: [APIRequest] {
        cluster.requests.filter {
            $0.user == user && $0.target?.subresource == "status" && ($0.verb == .patch || $0.verb == .update)
        }
    }

    /// The writes into statuses of this control plane that were accepted.
    package var statusWrites: [APIWrite] {
        cluster.writes.filter { $0.user == user && $0.target.subresource == "status" }
    }
}

extension JSONValue {
    /// The addresses, or host names, of a load balancer in a status.
    package var publishedAddresses: [String] {
        (at("status", "loadBalancer", "ingress")?.elements ?? []).compactMap {
            $0.at("ip")?.string ?? $0.at("hostname")?.string
        }
    }
}
