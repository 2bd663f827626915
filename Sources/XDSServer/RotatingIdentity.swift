import Synchronization

/// The certificate that the server shows, which follows files while connections live on.
///
/// Files are looked at before every handshake, and once a second so that what is wrong with them is told in time.
package final class RotatingIdentity: Sendable {
    /// How often files are read; they are small.
    private static let pause = Duration.seconds(1)

    private struct State {
        var rotation: IdentityRotation
        var readings: UInt64 = 0
    }

    private let files: MutualTLSFiles
    private let observer: @Sendable (IdentityNotice) -> Void
    private let state: Mutex<State>

    /// Reads the files for the first time; throws ``XDSServerError/unusableSecurity(reason:)`` when they cannot be used.
    ///
    /// - Parameter observer: Is told what becomes of the files later; it must not wait.
    package init(
        _ files: MutualTLSFiles, observer: @escaping @Sendable (IdentityNotice) -> Void = { _ in }
    ) throws(XDSServerError) {
        guard let reading = files.read() else {
            throw .unusableSecurity(reason: "they change all the time: \(files.paths)")
        }
        let contents: MutualTLSFiles.Contents
        switch reading.contents {
        case .success(let found): contents = found
        case .failure(let error): throw .unusableSecurity(reason: "\(error)")
        }
        do throws(ServerIdentity.Fault) {
            state = Mutex(
                State(
                    rotation: IdentityRotation(try ServerIdentity(contents), contents, stamps: reading.stamps)))
        } catch {
            throw .unusableSecurity(reason: "\(error.reason) (\(files.paths))")
        }
        self.files = files
        self.observer = observer
    }

    /// The last second in which the certificate that is served now is valid, since 1970-01-01T00:00:00Z.
    package var notAfter: Int64 { state.withLock { $0.rotation.identity.notAfter } }

    /// What a handshake that begins now is to use.
    func current() -> ServerIdentity {
        let stamps = files.stamps
        if state.withLock({ $0.rotation.isNews(stamps) }) { look() }
        return state.withLock { $0.rotation.identity }
    }

    /// Follows the files until the task is cancelled.
    func follow() async {
        while (try? await Task.sleep(for: Self.pause)) != nil { look() }
    }

    /// Reads the files and takes what they hold.
    private func look() {
        let number = state.withLock { state in
            state.readings &+= 1
            return state.readings
        }
        guard let reading = files.read() else { return }
        let outcome = evaluate(reading)
        let notice = state.withLock {
            $0.rotation.take(outcome, stamps: reading.stamps, number: number, at: .now)
        }
        if let notice { observer(notice) }
    }

    private func evaluate(
        _ reading: MutualTLSFiles.Reading
    ) -> Result<(contents: MutualTLSFiles.Contents, identity: ServerIdentity?), ServerIdentity.Fault> {
        switch reading.contents {
        case .failure(let error): return .failure(ServerIdentity.Fault(reason: "\(error)"))
        case .success(let contents):
            if state.withLock({ $0.rotation.isInUse(contents) }) { return .success((contents, nil)) }
            do throws(ServerIdentity.Fault) {
                return .success((contents, try ServerIdentity(contents)))
            } catch {
                return .failure(ServerIdentity.Fault(reason: "\(error.reason) (\(files.paths))"))
            }
        }
    }
}

extension MutualTLSFiles {
    /// Which file is which, for messages that know them by their roles.
    var paths: String { "ca.crt is \(authorities), tls.crt is \(certificate), tls.key is \(privateKey)" }
}
