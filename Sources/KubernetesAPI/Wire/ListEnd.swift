/// What a list says of itself.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/list-meta/
package struct ListEnd: Sendable, Equatable {
    /// The version of the whole at which the list was made: where a watch continues.
    package var resourceVersion: String

    /// What to ask for the next page with; empty on the last one.
    package var continueToken: String

    /// What a list says.
    package init(resourceVersion: String, continueToken: String = "") {
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
    }

    /// What a list's document says; the items are not looked at.
    /// - Throws: Where it is no list with a version.
    package init(_ document: Node) throws(DocumentProblem) {
        guard case .mapping(let fields) = document.value, let items = fields["items"] else {
            throw DocumentProblem("expected a list of items")
        }
        switch items.value {
        case .sequence, .null: break
        default: throw DocumentProblem("expected a list of items")
        }
        var reader = FieldReader(fields)
        let found = reader.object("metadata", as: FoundMetadata.self)
        guard let found, !found.resourceVersion.isEmpty else {
            throw DocumentProblem("expected a list with a resourceVersion")
        }
        resourceVersion = found.resourceVersion
        continueToken = found.continueToken
    }

    private struct FoundMetadata: FieldDecodable {
        var resourceVersion = ""
        var continueToken = ""

        init() {}

        init(from fields: inout FieldReader) {
            resourceVersion = fields.string("resourceVersion")
            continueToken = fields.string("continue")
        }
    }
}
