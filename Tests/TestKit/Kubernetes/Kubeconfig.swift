internal import FoundationEssentials

/// Who a client of a test cluster is.
package enum ClusterCredential: Sendable, Hashable {
    /// Whoever has this token.
    case token(String)
    /// Whoever has the token in this file, which may be written anew.
    case tokenFile(String)
    /// The user of a client certificate, in the file itself.
    case certificate(user: String)
    /// Nobody.
    case none
}

/// A kubeconfig file with one cluster, one user and one context.
///
/// <https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/>
struct Kubeconfig {
    /// The name of the context.
    var context: String
    /// `https://HOST:PORT`.
    var server: String
    /// The authority's certificate as PEM.
    var authority: String
    /// What follows `user:`, one field in each line.
    var user: [String]

    /// The fields of a user.
    static func user(_ credential: ClusterCredential, issuing: (String) throws -> TestCertificate) rethrows -> [String]
    {
        switch credential {
        case .none: return []
        case .token(let token): return ["token: \"\(token)\""]
        case .tokenFile(let path): return ["tokenFile: \"\(path)\""]
        case .certificate(let user):
            let issued = try issuing(user)
            return [
                "client-certificate-data: \(base64(issued.certificate))", "client-key-data: \(base64(issued.key))",
            ]
        }
    }

    /// The file.
    var text: String {
        """
        apiVersion: v1
        kind: Config
        current-context: \(context)
        clusters:
        - name: \(context)-cluster
          cluster:
            server: \(server)
            certificate-authority-data: \(Self.base64(authority))
        contexts:
        - name: \(context)
          context:
            cluster: \(context)-cluster
            user: \(context)-user
        users:
        - name: \(context)-user
          user:\(user.isEmpty ? " {}" : user.map { "\n    \($0)" }.joined())

        """
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
