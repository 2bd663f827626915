import KubernetesAPI

/// What kubeconfig files say: clusters, users, and contexts that pair them.
///
/// https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
package struct Kubeconfig: Sendable, Equatable {
    /// An entry, and where it is written.
    struct Entry<Value: Sendable & Equatable>: Sendable, Equatable {
        var value: Value
        /// The file it is from; its relative paths start at the file's directory.
        var file: String
        /// Its path within the file.
        var path: String

        /// A mistake in a field of the entry.
        func mistake(_ field: String, _ message: String) -> AccessError {
            AccessError(place: file, message: "\(FieldPath.join(path, field)): \(message)")
        }
    }

    /// The files it was read from, those that come first taking precedence.
    package private(set) var files: [String] = []
    private(set) var clusters: [String: Entry<KubeconfigCluster>] = [:]
    private(set) var users: [String: Entry<KubeconfigUser>] = [:]
    private(set) var contexts: [String: Entry<KubeconfigContext>] = [:]
    private(set) var currentContext: String?

    /// A kubeconfig that says nothing.
    init() {}

    /// The content of one file; the first mistake in it is the error.
    init(_ bytes: [UInt8], file: String) throws(AccessError) {
        self.init()
        let documents = DocumentReader.yaml(bytes)
        guard documents.count < 2 else {
            throw AccessError(place: file, message: "there are \(documents.count) documents; keep one in a file")
        }
        var document = KubeconfigDocument()
        if let first = documents.first {
            let node: Node
            switch first {
            case .success(let value): node = value
            case .failure(let problem): throw AccessError(place: file, message: "\(problem); write YAML or JSON")
            }
            guard case .mapping(let fields) = node.value else {
                throw AccessError(place: file, message: "expected a mapping, found \(FoundValue.describe(node))")
            }
            var reader = FieldReader(fields, line: node.line)
            document = KubeconfigDocument(from: &reader)
            if let problem = reader.problems.first { throw Self.mistake(problem, in: file) }
        }
        files = [file]
        currentContext = document.currentContext
        clusters = Self.index(document.clusters, in: file, "clusters", "cluster", \.name, \.cluster)
        users = Self.index(document.users, in: file, "users", "user", \.name, \.user)
        contexts = Self.index(document.contexts, in: file, "contexts", "context", \.name, \.context)
    }

    /// Adds what another file says, where nothing was said before: of entries with one name the first counts, whole.
    ///
    /// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
    mutating func merge(_ later: Kubeconfig) {
        files += later.files
        clusters.merge(later.clusters) { first, _ in first }
        users.merge(later.users) { first, _ in first }
        contexts.merge(later.contexts) { first, _ in first }
        currentContext = currentContext ?? later.currentContext
    }

    /// The files at these paths as one; with more than one path, those where nothing is are passed over.
    package static func read(_ paths: [String]) throws(AccessError) -> Kubeconfig {
        var result = Kubeconfig()
        for path in paths {
            guard let bytes = try SmallFile.readIfPresent(path) else { continue }
            result.merge(try Kubeconfig(bytes, file: path))
        }
        guard result.files.isEmpty else { return result }
        throw AccessError(
            place: paths.joined(separator: ":"),
            message: "there is no kubeconfig; name one with --kubeconfig, or say --incluster inside a pod")
    }

    private static func mistake(_ problem: FieldProblem, in file: String) -> AccessError {
        let line = problem.line.map { " (line \($0))" } ?? ""
        return AccessError(place: file, message: "\(problem.path)\(line): \(problem.message)")
    }

    private static func index<Named, Value>(
        _ entries: [Named], in file: String, _ list: String, _ field: String, _ name: (Named) -> String,
        _ value: (Named) -> Value
    ) -> [String: Entry<Value>] {
        let found = entries.enumerated().map { position, entry in
            let path = "\(FieldPath.element(position, of: list)).\(field)"
            return (name(entry), Entry(value: value(entry), file: file, path: path))
        }
        return Dictionary(found) { first, _ in first }
    }
}
