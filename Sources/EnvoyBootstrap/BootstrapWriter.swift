import DurableFiles

/// Carries the options out: checks, waits, writes.
package struct BootstrapWriter<WaitClock: Clock<Duration>>: Sendable {
    private let options: BootstrapOptions
    private let clock: WaitClock

    /// Takes the options, and the clock by which to wait for files.
    package init(options: BootstrapOptions, clock: WaitClock) {
        self.options = options
        self.clock = clock
    }

    /// Writes the pressure file, then the SDS files, then the bootstrap, so that Envoy finds all that it names.
    ///
    /// - Parameter destination: Where the bootstrap goes; its directory must exist.
    /// - Returns: What was accepted but should be known.
    /// - Throws: The first thing that is wrong; the bootstrap is then as it was.
    package func write(to destination: BootstrapDestination) async throws(BootstrapError) -> [BootstrapWarning] {
        var (settings, warnings) = try options.validated()
        try await settings.security.files?.becomeUsable(within: options.fileWait, clock: clock)
        let nudge = try options.idleNudge.prepareFile(besides: settings.adminSocket)
        if let warning = nudge.warning { warnings.append(warning) }
        let json = BootstrapDocument(settings: settings, pressureFile: nudge.file).json()
        try writeSecrets(settings.security)
        do throws(FileError) {
            switch destination {
            case .standardOutput: try StandardStream.output.write(json)
            case .file(let path): try AtomicFile.writeThrough(path, contents: json, mode: 0o644)
            }
        } catch {
            throw .cannotWriteBootstrap(error)
        }
        return warnings
    }

    private func writeSecrets(_ security: BootstrapSettings.Security) throws(BootstrapError) {
        guard case .rotatedFiles(let files, let resources) = security else { return }
        let documents = SecretDocument.Kind.allCases.map { kind in
            (path: kind.path(below: resources), json: SecretDocument(kind, files: files).json())
        }
        do throws(FileError) {
            try Directory.create(SecretDocument.Kind.directory(below: resources), mode: 0o755)
            for document in documents {
                try AtomicFile.replace(document.path, contents: document.json, mode: 0o644)
            }
        } catch {
            throw .cannotWriteSecretFile(error)
        }
    }
}
