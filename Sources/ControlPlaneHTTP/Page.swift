package import PlainHTTP

/// What a path of an inspection server answers.
package struct Page: Sendable {
    /// The path, such as `/debug/dag`.
    package let path: String

    /// What is there to see, in one line.
    package let summary: String

    /// Answers a GET.
    package let answer: @Sendable (PageQuery) async -> Reply

    /// A page.
    package init(_ path: String, _ summary: String, answer: @escaping @Sendable (PageQuery) async -> Reply) {
        self.path = path
        self.summary = summary
        self.answer = answer
    }
}
