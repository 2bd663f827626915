/// Makes certificates and writes them; this is what `certgen` does.
package struct CertificateGeneration: Sendable {
    private let options: GenerationOptions
    private let store: (any SecretStore)?
    private let now: Int64
    private let pause: @Sendable (Duration) async throws -> Void
    private let report: @Sendable (String) -> Void

    /// - Parameters:
    ///   - store: The Secrets of the API server, when one of the outputs is the cluster.
    ///   - now: Seconds since 1970-01-01T00:00:00Z.
    ///   - pause: Waits.
    ///   - report: Is given a line about everything that was done.
    package init(
        _ options: GenerationOptions, store: (any SecretStore)?, now: Int64,
        pause: @escaping @Sendable (Duration) async throws -> Void, report: @escaping @Sendable (String) -> Void
    ) {
        self.options = options
        self.store = store
        self.now = now
        self.pause = pause
        self.report = report
    }

    /// Does everything in turn; throws ``CertificatesError``, or what a pause throws.
    package func run() async throws {
        guard let margin = options.renewBefore else {
            let validity = ValidityPeriod.days(options.lifetime, from: now)
            try await write(
                try CertificateSet(namespace: options.namespace, validity: validity), overwriting: options.overwrites)
            return
        }
        let decision = try CertificateRenewal.decide(
            former: try await former(), namespace: options.namespace, lifetime: options.lifetime,
            margin: margin.components.seconds, now: now)
        switch decision {
        case .unneeded:
            report("the certificates are good; nothing was changed")
        case .needed(let announcement, let final, let reason):
            if let reason { report("renewing: \(reason)") }
            if let announcement, options.outputs.contains(.cluster) {
                try await write(announcement, overwriting: true)
                report("waiting \(options.announcement) for pods to read the new authority")
                try await pause(options.announcement)
            }
            try await write(final, overwriting: true)
        }
    }

    /// What is there already, as the first output knows it; nil when something is missing.
    private func former() async throws(CertificatesError) -> CertificateSet? {
        let directory = CertificateDirectory(path: options.directory)
        switch options.outputs.first {
        case nil: return nil
        case .pem: return CertificateSet { directory.contents(of: $0) }
        case .yaml:
            return CertificateSet(options.format, suffix: options.suffix) { name in
                directory.contents(of: name + ".yaml").flatMap { CertificateSecret.data(ofYAML: $0) }
            }
        case .cluster:
            return try await store?.certificates(
                options.format, namespace: options.namespace, suffix: options.suffix)
        }
    }

    private func write(_ set: CertificateSet, overwriting: Bool) async throws(CertificatesError) {
        let secrets = try set.secrets(options.format, namespace: options.namespace, suffix: options.suffix)
        var files: [CertificateFile] = []
        if options.outputs.contains(.pem) { files += set.files }
        if options.outputs.contains(.yaml) {
            files += secrets.map { CertificateFile(name: $0.name + ".yaml", contents: Array($0.yaml.utf8)) }
        }
        if !files.isEmpty {
            let directory = CertificateDirectory(path: options.directory)
            for path in try directory.write(files, overwriting: overwriting) { report("\(path) created") }
        }
        if options.outputs.contains(.cluster), let store {
            try await store.write(secrets, overwriting: overwriting, report: report)
        }
    }
}
