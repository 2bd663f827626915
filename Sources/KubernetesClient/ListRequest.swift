import HTTPTypes

/// A question for all objects of a kind, or for a page of them.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
package struct ListRequest: Sendable, Hashable {
    /// How the version asked for is meant.
    package enum Match: String, Sendable {
        /// The list may be newer.
        case notOlderThan = "NotOlderThan"
        /// The list is of that version.
        case exact = "Exact"
    }

    /// The objects' kind and namespace.
    package var path: ResourcePath
    /// Which of them, as the API server [selects by fields](https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/).
    package var fieldSelector: String?
    /// The most items of a page; nil for all at once.
    package var limit: Int?
    /// What the page before said to continue with; empty for the first page.
    package var continueToken: String
    /// The version: `0` for whatever the server has at hand, empty for the newest, else at least that.
    package var resourceVersion: String
    /// How the version is meant, where it is said.
    package var match: Match?

    /// A question.
    package init(
        _ path: ResourcePath, fieldSelector: String? = nil, limit: Int? = nil, continueToken: String = "",
        resourceVersion: String = "", match: Match? = nil
    ) {
        self.path = path
        self.fieldSelector = fieldSelector
        self.limit = limit
        self.continueToken = continueToken
        self.resourceVersion = resourceVersion
        self.match = match
    }

    /// The request that asks it. A token carries the version of its list, and stands without one.
    package var request: APIRequest {
        var query: [(name: String, value: String)] = []
        if let fieldSelector { query.append((name: "fieldSelector", value: fieldSelector)) }
        if let limit { query.append((name: "limit", value: "\(limit)")) }
        if !continueToken.isEmpty {
            query.append((name: "continue", value: continueToken))
        } else {
            if !resourceVersion.isEmpty { query.append((name: "resourceVersion", value: resourceVersion)) }
            if let match { query.append((name: "resourceVersionMatch", value: match.rawValue)) }
        }
        var request = APIRequest(.get, path.text, query: query, timeout: APIRequest.listTimeout)
        request.idleTimeout = APIRequest.listIdleTimeout
        return request
    }
}
