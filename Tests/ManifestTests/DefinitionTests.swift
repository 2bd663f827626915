import KubernetesAPI
import StatusReport
import Testing

/// The definitions of kinds say what our decoders read.
@Suite struct `Definitions of kinds` {
    private static let kinds = ObjectKind.allCases.filter { $0.group == "projectcontour.io" }

    @Test func `are those of the kinds that there are, and of one more`() throws {
        let names = try Definition.all().compactMap { $0.spec["names"]?["kind"]?.text }
        expectSame(names.sorted(), (Self.kinds.map(\.name) + ["ContourConfiguration"]).sorted())
    }

    @Test(arguments: kinds)
    func `are found where we look for objects`(kind: ObjectKind) throws {
        let definition = try Definition.of(kind.name)
        #expect(definition.node["metadata"]?["name"]?.text == "\(kind.plural).\(kind.group)")
        #expect(definition.spec["group"]?.text == kind.group)
        #expect(definition.spec["names"]?["plural"]?.text == kind.plural)
        #expect(definition.spec["names"]?["singular"]?.text == kind.name.lowercased())
        #expect(definition.spec["names"]?["listKind"]?.text == "\(kind.name)List")
        #expect(definition.spec["scope"]?.text == (kind.isNamespaced ? "Namespaced" : "Cluster"))
        let version = try definition.versions.first.orMissing("the version")
        #expect(definition.versions.count == 1 && version["name"]?.text == kind.version)
        #expect(version["served"]?.isTrue == true && version["storage"]?.isTrue == true)
        #expect(version["subresources"]?["status"] != nil, "statuses are written through a door of their own")
    }

    @Test(arguments: CompleteDocument.all.filter { kinds.contains($0.kind) })
    func `know every field that we read, and none besides`(complete: CompleteDocument) throws {
        let document = try DocumentReader.yaml(Array(complete.yaml.utf8)).first.orMissing("the document").get()
        let schema = try Definition.of(complete.kind.name).schema
        let body = Node(.mapping(Mapping(document.entries.filter { $0.key != "metadata" })))
        let found = schema.look(at: body)
        // why: where any text will do for a decoder, the document has letters.
        expectSame(found.faults.filter { $0 != ".metadata is required" }, [])
        let known = Set(schema.leaves().map(\.path)).subtracting(["metadata"]).filter { path in
            complete.kind.hasStatus || !path.hasPrefix("status.")
        }
        expectSame(found.leaves, known)
    }

    @Test func `nothing is left unsaid of any part`() throws {
        for definition in try Definition.all() {
            let leaves = definition.schema.leaves().filter { $0.schema.type.isEmpty }
            expectSame(leaves.map(\.path), [])
        }
    }

    @Test(arguments: ["spec.routes", "status", "spec.virtualhost.tls.secretName"])
    func `a document that says something else is found out`(path: String) throws {
        let text = CompleteDocument.httpProxy
        let schema = try Definition.of("HTTPProxy").schema
        let steps = path.split(separator: ".").map(String.init)
        let document = try DocumentReader.yaml(Array(text.utf8)).first.orMissing("the document").get()
        for wrong in [Node(.integer(7)), .object(["unknown": .string("a")])] {
            let broken = document.setting(steps[...], to: wrong)
            #expect(schema.look(at: broken).faults.contains { $0.hasPrefix(path) }, "\(wrong)")
        }
    }
}

extension Node {
    /// The document with `replacement` at a path of keys, whose mappings are made if they are not there.
    func setting(_ steps: ArraySlice<String>, to replacement: Node) -> Node {
        guard let step = steps.first else { return replacement }
        let inner = (self[step] ?? .object([:])).setting(steps.dropFirst(), to: replacement)
        let kept = entries.filter { $0.key != step }
        return Node(.mapping(Mapping(kept + [Mapping.Entry(key: step, value: inner)])))
    }
}
