internal import FoundationEssentials

/// A whole answer.
package struct ClientResponse: Sendable, Hashable {
    /// The status code.
    package var status: Int
    /// The header fields.
    package var headers: HeaderFields
    /// The body without its framing.
    package var body: String

    /// What a `WitnessBackend` saw, if it is one that answered.
    package var witnessed: WitnessedRequest? {
        guard headers["x-witness"] != nil else { return nil }
        return try? JSONDecoder().decode(WitnessedRequest.self, from: Data(body.utf8))
    }

    /// The name of the backend that answered, if one did.
    package var backend: String? { headers["x-witness"] }
}

extension ClientResponse: CustomStringConvertible {
    package var description: String { "\(status) [\(headers)] \(body.prefix(600))" }
}
