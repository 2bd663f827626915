import Certificates
import KubernetesAPI
import KubernetesClient

/// Secrets as the API server keeps them.
struct SecretsAtServer: SecretStore {
    let client: APIClient

    func create(_ secret: CertificateSecret) async throws -> Bool {
        do throws(APIFailure) {
            try await client.create(secret.node, at: path(secret.name, secret.namespace))
            return true
        } catch {
            guard error.isConflict else { throw error }
            return false
        }
    }

    func replace(_ secret: CertificateSecret) async throws {
        try await client.replace(path(secret.name, secret.namespace), by: secret.node)
    }

    func data(of name: String, namespace: String) async throws -> [String: [UInt8]]? {
        let document: Node
        do throws(APIFailure) {
            document = try await client.get(path(name, namespace))
        } catch {
            guard error.isNotFound else { throw error }
            return nil
        }
        guard case .object(.secret(let secret)) = ObjectDecoder.decode(document, as: .secret) else { return nil }
        return secret.data
    }

    private func path(_ name: String, _ namespace: String) -> ResourcePath {
        ResourcePath(ObjectKey(.secret, namespace: namespace, name: name))
    }
}
