import Certificates
import Synchronization

/// Keeps Secrets in memory, as an API server would.
final class FakeStore: SecretStore {
    private struct Forbidden: Error, CustomStringConvertible {
        let description = "forbidden"
    }

    private let refuses: Bool
    private let isReadable: Bool
    private let secrets = Mutex<(held: [String: CertificateSecret], replaced: [String])>(([:], []))

    init(refuses: Bool = false, isReadable: Bool = true) {
        self.refuses = refuses
        self.isReadable = isReadable
    }

    var replaced: [String] { secrets.withLock { $0.replaced } }

    func create(_ secret: CertificateSecret) async throws -> Bool {
        if refuses { throw Forbidden() }
        return secrets.withLock { secrets in
            guard secrets.held[secret.name] == nil else { return false }
            secrets.held[secret.name] = secret
            return true
        }
    }

    func replace(_ secret: CertificateSecret) async throws {
        secrets.withLock { secrets in
            secrets.held[secret.name] = secret
            secrets.replaced.append(secret.name)
        }
    }

    func data(of name: String, namespace: String) async throws -> [String: [UInt8]]? {
        guard isReadable else { throw Forbidden() }
        return secrets.withLock { $0.held[name].flatMap { $0.namespace == namespace ? $0.data : nil } }
    }
}
