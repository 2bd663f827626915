package import KubernetesAPI

/// What the documents of one file say.
package struct FileContents: Sendable, Equatable {
    /// An object and where it stands.
    package struct Located: Sendable, Equatable {
        /// The object.
        package var object: KubernetesObject
        /// The line of the file it starts on, from 1, where it is known.
        package var line: Int?

        /// An object at a line.
        package init(_ object: KubernetesObject, line: Int? = nil) {
            self.object = object
            self.line = line
        }
    }

    /// Something to tell about a file.
    package struct Remark: Sendable, Hashable {
        /// What is wrong, and how to mend it where that is not plain.
        package var message: String
        /// The line of the file, from 1, where it is known.
        package var line: Int?

        /// A remark on a line.
        package init(_ message: String, line: Int? = nil) {
            self.message = message
            self.line = line
        }
    }

    /// The objects, in the order of the file.
    package var objects: [Located]
    /// What is worth telling although the file can be used.
    package var remarks: [Remark]
    /// Why the file cannot be used: documents that cannot be read, or that do not say which object they are.
    package var faults: [Remark]
    /// How many documents are of kinds nobody asks for.
    package var ignoredCount: Int

    /// Contents of these parts; by default those of an empty file.
    package init(objects: [Located] = [], remarks: [Remark] = [], faults: [Remark] = [], ignoredCount: Int = 0) {
        self.objects = objects
        self.remarks = remarks
        self.faults = faults
        self.ignoredCount = ignoredCount
    }
}

extension FileContents {
    /// The contents of a file with these bytes; the name decides whether they are JSON or YAML.
    package init(_ bytes: [UInt8], of name: String) {
        self.init()
        let documents = name.hasSuffix(".json") ? DocumentReader.jsonDocuments(bytes) : DocumentReader.yaml(bytes)
        var reportedKinds: Set<String> = []
        for document in documents {
            switch document {
            case .failure(let problem): faults.append(Remark(problem.message, line: problem.line))
            case .success(let node): take(node, &reportedKinds)
            }
        }
    }

    private mutating func take(_ node: Node, _ reportedKinds: inout Set<String>) {
        switch ObjectDecoder.decode(node) {
        case .object(let object): objects.append(Located(object, line: node.knownLine))
        case .broken(let problem):
            let path = problem.path.isEmpty ? "" : "\(problem.path): "
            faults.append(Remark(path + problem.message, line: problem.line ?? node.knownLine))
        case .ignored(let apiVersion, let kind):
            ignoredCount += 1
            guard let known = Self.meant(apiVersion, kind) else { return }
            guard reportedKinds.insert("\(apiVersion) \(kind)").inserted else { return }
            let version = FoundValue.quote(apiVersion, limit: 60)
            let message = "\(known.name) of version \(version) is not read; write apiVersion: \(known.apiVersion)"
            remarks.append(Remark(message, line: node.knownLine))
        }
    }

    /// The kind somebody means who writes another version, or the group it had of old. The same name in a foreign group
    /// (Knative has a Service too) means something else.
    private static func meant(_ apiVersion: String, _ name: String) -> ObjectKind? {
        guard let kind = ObjectKind.allCases.first(where: { $0.name == name }) else { return nil }
        let group = apiVersion.contains("/") ? apiVersion.prefix { $0 != "/" } : ""
        return group == kind.group || group == "extensions" && kind == .ingress ? kind : nil
    }
}
