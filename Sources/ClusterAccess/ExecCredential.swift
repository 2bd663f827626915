import HTTPTransport
import KubernetesAPI

/// What an exec plugin answers.
///
/// https://kubernetes.io/docs/reference/config-api/client-authentication.v1/#client-authentication-k8s-io-v1-ExecCredentialStatus
struct ExecCredential: Sendable, Equatable {
    var token: String?
    var identity: ClientIdentity?
    /// When it ends; nil where it lasts until the server refuses it.
    var expiration: Timestamp?

    /// The credential in a program's output; a text says what is wrong with it, never showing it.
    static func read(_ output: [UInt8], apiVersion: String) -> Result<ExecCredential, Flaw> {
        guard case .success(let node) = DocumentReader.json(output), case .mapping(let fields) = node.value else {
            return .failure(Flaw(text: "it prints something else than a JSON object"))
        }
        var reader = FieldReader(fields)
        let answer = Answer(from: &reader)
        if let problem = reader.problems.first {
            return .failure(Flaw(text: "its output has a mistake in \(problem.path): \(problem.message)"))
        }
        guard answer.kind == "ExecCredential" else {
            return .failure(
                Flaw(text: "it prints \(FoundValue.quote(answer.kind, limit: 60)) instead of ExecCredential"))
        }
        guard answer.apiVersion == apiVersion else {
            let shown = FoundValue.quote(answer.apiVersion, limit: 60)
            return .failure(Flaw(text: "it answers in version \(shown), and the kubeconfig says \(apiVersion)"))
        }
        return answer.status.credential
    }

    /// What is wrong with an output.
    struct Flaw: Error, Equatable {
        var text: String
    }

    /// The output's form.
    private struct Answer: FieldDecodable {
        var kind = ""
        var apiVersion = ""
        var status = Status()

        init() {}

        init(from fields: inout FieldReader) {
            kind = fields.string("kind")
            apiVersion = fields.string("apiVersion")
            status = fields.requiredObject("status")
        }
    }

    private struct Status: FieldDecodable {
        var token: String?
        var certificate: String?
        var key: String?
        var expiration: Timestamp?

        init() {}

        init(from fields: inout FieldReader) {
            token = fields.secretString("token")
            certificate = fields.secretString("clientCertificateData")
            key = fields.secretString("clientKeyData")
            expiration = fields.timestamp("expirationTimestamp")
        }

        var credential: Result<ExecCredential, Flaw> {
            var credential = ExecCredential(expiration: expiration)
            switch (certificate, key) {
            case (let certificate?, let key?):
                credential.identity = ClientIdentity(certificates: Array(certificate.utf8), key: Array(key.utf8))
            case (nil, nil): break
            default: return .failure(Flaw(text: "it gives a certificate without its key, or a key alone"))
            }
            if let token {
                guard let clean = BearerToken.clean(Array(token.utf8)) else {
                    return .failure(Flaw(text: "its token holds what no token can"))
                }
                credential.token = clean
            }
            guard credential.token != nil || credential.identity != nil else {
                return .failure(Flaw(text: "it gives neither a token nor a certificate"))
            }
            return .success(credential)
        }
    }
}
