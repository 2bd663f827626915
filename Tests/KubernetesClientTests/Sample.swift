import ClusterAccess
import HTTPTransport
import KubernetesAPI
import KubernetesClient

/// What the tests of this folder have in common.
enum Sample {
    static let endpoint = Endpoint.network(host: "kubernetes.default.svc", port: 443)

    /// A client of a script, and the script.
    static func client(
        _ answers: [ScriptedHTTPClient.Answer], access: ScriptedAccess = ScriptedAccess([way("Bearer one")])
    ) -> (APIClient, ScriptedHTTPClient) {
        let http = ScriptedHTTPClient(answers)
        return (APIClient(http: http, access: access, userAgent: "attache/1 (linux/amd64)"), http)
    }

    static func way(_ authorization: String, basePath: String = "") -> Access {
        Access(endpoint: endpoint, basePath: basePath, authorization: authorization)
    }

    /// The pieces of a text cut at two places.
    static func cut(_ bytes: [UInt8], at first: Int, _ second: Int) -> [[UInt8]] {
        [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
    }

    /// A list whose words are chosen to mislead a scanner.
    static let list = """
        {"kind":"ServiceList","decoy":{"items":[{"metadata":{"name":"no"}}]},"items" : [
        {"metadata":{"name":"a","namespace":"one","resourceVersion":"5"},"x":"]}\\"{[,","items":[{"a":[1]}]} ,
        {"metadata":{"resourceVersion":"6","name":"b"},"y":{"metadata":{"name":"no"}}},{"metadata":{}}
        ],"apiVersion":"v1","metadata":{"resourceVersion":"77","continue":"to\\"ken"}}
        """

    /// What is found in ``list``.
    static let items = ["one/a@5", "b@6", "an item has no name"]

    static func text(_ item: ListScanner.Item) -> String {
        switch item {
        case .object(let object): "\(object.name)@\(object.resourceVersion)"
        case .unreadable(let reason): reason
        }
    }
}
