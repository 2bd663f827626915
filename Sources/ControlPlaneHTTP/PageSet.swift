package import HTTPTypes
package import PlainHTTP

/// What a server answers: pages by path, to GET and HEAD alone.
package struct PageSet: Sendable {
    private let pages: [String: Page]

    /// These pages, each path once.
    package init(_ pages: [Page]) {
        self.pages = Dictionary(pages.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The answer to a request without its body; `target` is the path with what follows `?`.
    package func reply(to method: HTTPRequest.Method, _ target: String) async -> Reply {
        var path = target.prefix { $0 != "?" }
        while path.count > 1, path.last == "/" { path.removeLast() }
        guard let page = pages[String(path)] else {
            let known = pages.keys.sorted().joined(separator: " ")
            return Reply(status: .notFound, body: "no such page; there are: \(known)\n")
        }
        guard method == .get || method == .head else { return .notAllowed("GET, HEAD") }
        return await page.answer(PageQuery(target))
    }
}
