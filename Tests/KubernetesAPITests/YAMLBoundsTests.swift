import KubernetesAPI
import SeededRandom
import Testing
import Yams

@Suite struct YAMLBoundsTests {
    @Test(
        arguments: [
            String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 100_000),
            String(repeating: "- ", count: 100_000), String(repeating: "[a: ", count: 100_000),
            (0..<6_000).map { String(repeating: " ", count: min($0, 300)) + "a:\n" }.joined(),
            "a: &a [x]\n" + (1..<1_000).map { "k\($0): &a [*a]\n" }.joined(),
        ])
    func `nesting beyond the bound is refused, however it comes about`(yaml: String) {
        let documents = DocumentReader.yaml(Array(yaml.utf8))
        #expect(documents.allSatisfy { (try? $0.get()) == nil })
        #expect(documents.count == 1)
    }

    @Test func `an alias counts as what it stands for, so a bomb does not go off`() {
        let levels = (0..<30).map {
            "a\($0 + 1): &a\($0 + 1) [*a\($0), *a\($0), *a\($0), *a\($0), *a\($0), *a\($0), *a\($0), *a\($0)]\n"
        }
        let yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + levels.joined()
        #expect(throws: DocumentProblem.self) { try node(yaml) }
    }

    @Test func `the bound of values holds for a file, not for each of its documents`() {
        let document = "[" + String(repeating: "1,", count: DocumentReader.nodeLimit / 2) + "]\n---\n"
        let documents = DocumentReader.yaml(Array((document + document + document).utf8))
        #expect(documents.map { (try? $0.get()) != nil } == [true, false, false])
    }

    @Test func `a sequence longer than the bound is a problem of its field`() throws {
        let addresses = Array(repeating: "10.0.0.1", count: FieldReader.elementLimit + 1).joined(separator: ", ")
        let yaml = """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: a}
            addressType: IPv4
            endpoints: [{addresses: [\(addresses)]}]
            """
        #expect(try object(yaml).problems.map(\.path) == ["endpoints[0].addresses"])
    }

    @Test func `an object collects problems up to a bound`() throws {
        let ports = Array(repeating: "x", count: 5_000).joined(separator: ", ")
        let yaml = "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [\(ports)]}}"
        #expect(try object(yaml).problems.count == FieldReader.problemLimit)
    }

    @Test func `damaged documents end in values or problems, and what libyaml reads too it reads alike`() throws {
        let seeds = CompleteDocument.all.map { Array($0.yaml.utf8) }
        var random = SeededGenerator(seed: 11)
        var compared = 0
        for round in 0..<6_000 {
            let bytes = random.damage(seeds[round % seeds.count], with: Array("{}[]\"',:-#&*!|>%@ \n\n  ab1?~".utf8))
            let documents = DocumentReader.yaml(bytes)
            for case .success(let node) in documents { _ = ObjectDecoder.decode(node) }
            guard documents.count == 1, case .success(let own)? = documents.first else { continue }
            guard let text = String(validating: bytes, as: UTF8.self), let other = try? Yams.compose(yaml: text) else {
                continue
            }
            guard !bytes.contains(where: "!?".utf8.contains), let theirs = other.comparable else { continue }
            compared += 1
            #expect(own.comparable == theirs, "\(text)")
        }
        #expect(compared > 1_000)
    }
}

extension KubernetesAPI.Node {
    /// The tree with every scalar as text, so that only structure and text are compared.
    fileprivate var comparable: String {
        switch value {
        case .sequence(let elements): "[\(elements.map(\.comparable).joined(separator: ","))]"
        case .mapping(let mapping):
            "{\(mapping.entries.map { "\($0.key):\($0.value.comparable)" }.sorted().joined(separator: ","))}"
        case .string(let text): text
        default: "?"
        }
    }
}

extension Yams.Node {
    /// The same of what libyaml read; nil where it holds what only one of both supports.
    fileprivate var comparable: String? {
        switch self {
        case .scalar(let scalar):
            if scalar.style == .plain, scalar.string.first?.isNumber == true, scalar.string.contains(":") { return nil }
            if scalar.style == .plain, ["y", "Y", "n", "N"].contains(scalar.string) { return "?" }
            if scalar.style == .plain, tag.description != "tag:yaml.org,2002:str" { return "?" }
            return scalar.string
        case .sequence(let sequence):
            let parts = sequence.map(\.comparable)
            return parts.contains(nil) ? nil : "[\(parts.compactMap(\.self).joined(separator: ","))]"
        case .mapping(let mapping):
            var parts: [String] = []
            for (key, value) in mapping {
                guard let name = key.scalar, name.string != "<<", let text = value.comparable else { return nil }
                parts.append("\(name.comparableKey):\(text)")
            }
            return "{\(parts.sorted().joined(separator: ","))}"
        default: return nil
        }
    }
}

extension Yams.Node.Scalar {
    /// A key as JSON has it: words for true and false are the boolean's name.
    fileprivate var comparableKey: String {
        guard style == .plain else { return string }
        if ["y", "yes", "on", "true"].contains(string.lowercased()) { return "true" }
        return ["n", "no", "off", "false"].contains(string.lowercased()) ? "false" : string
    }
}
