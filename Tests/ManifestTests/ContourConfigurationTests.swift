import KubernetesAPI
import ServeConfiguration
import Testing

/// The schema of ContourConfiguration and its reader know the same fields, and want the same of them.
@Suite struct `The definition of ContourConfiguration` {
    /// Parts of the spec that the reader refuses as a whole.
    private static let refused = [
        "gateway", "globalExtAuth", "rateLimitService", "policy", "tracing", "featureFlags",
        "httpproxy.fallbackCertificate", "metrics.tls",
    ]

    @Test func `is found where we look for the object`() throws {
        let definition = try Definition.of("ContourConfiguration")
        #expect(definition.spec["group"]?.text == "projectcontour.io")
        #expect(definition.spec["names"]?["plural"]?.text == "contourconfigurations")
        #expect(definition.versions.map { $0["name"]?.text } == ["v1alpha1"])
    }

    @Test func `each of its fields is read: one of the wrong type is told by its name`() throws {
        let leaves = try Self.leaves()
        #expect(leaves.count > 100)
        for (path, schema) in leaves {
            let wrong: Node = schema.type == "string" ? Node(.integer(7)) : .string("wrong")
            let named = Self.named(path)
            let problems = try Self.problems(path, wrong)
            #expect(problems.contains { $0.hasPrefix("spec.\(named)") }, "spec.\(path): \(problems)")
        }
    }

    @Test func `what it allows at its bounds is read, and what is beyond them is not`() throws {
        let limited = try Self.leaves().filter { Self.named($0.path) == $0.path && !$0.path.contains("[]") }
        #expect(limited.count > 60)
        for (path, schema) in limited {
            for word in schema.words {
                #expect(try Self.problems(path, .string(word)) == [], "\(path): \(word)")
            }
            if !schema.words.isEmpty { #expect(try Self.problems(path, .string("no such word")) != [], "\(path)") }
            guard schema.type == "integer" else { continue }
            let (low, high) = (schema.bounds.lowerBound, schema.bounds.upperBound)
            for number in [low, high] {
                #expect(try Self.problems(path, Node(.integer(number))) == [], "\(path): \(number)")
            }
            for number in [low - 1, high + 1] {
                #expect(try Self.problems(path, Node(.integer(number))) != [], "\(path): \(number)")
            }
        }
    }

    @Test func `its objects and sequences are not taken for texts`() throws {
        let spec = try Definition.of("ContourConfiguration").schema["spec"].orMissing("the spec")
        for (name, schema) in spec.properties where schema.type == "object" {
            #expect(try Self.problems(name, .string("text")).contains("spec.\(name)"), "\(name)")
        }
    }

    /// Every leaf of the spec, with `[]` for elements and `*` for keys.
    private static func leaves() throws -> [(path: String, schema: Schema)] {
        try Definition.of("ContourConfiguration").schema["spec"].orMissing("the spec").leaves()
    }

    /// What the reader names when this field is wrong: the field, or the part that it refuses as a whole.
    private static func named(_ path: String) -> String {
        if let part = refused.first(where: { path == $0 || path.hasPrefix("\($0).") || path.hasPrefix("\($0)[") }) {
            return part
        }
        return path.replacing("[]", with: "[0]").replacing(".*", with: ".key")
    }

    /// The paths that the reader complains about when `value` is all that the spec says.
    private static func problems(_ path: String, _ value: Node) throws -> [String] {
        var settings = ServeSettings(namespace: "here")
        let steps = path.split(separator: ".").map(String.init)
        let spec = nested(steps[...], value)
        do throws(ConfigurationError) {
            try ContourConfigurationObject.read(.object(["spec": spec]), name: "object", into: &settings)
            return []
        } catch {
            return error.problems.map(\.path)
        }
    }

    /// Mappings and sequences around a value.
    private static func nested(_ steps: ArraySlice<String>, _ value: Node) -> Node {
        guard let step = steps.first else { return value }
        let inner = nested(steps.dropFirst(), value)
        guard step.hasSuffix("[]") else {
            return Node(.mapping(Mapping([.init(key: step == "*" ? "key" : step, value: inner)])))
        }
        return Node(.mapping(Mapping([.init(key: String(step.dropLast(2)), value: Node(.sequence([inner])))])))
    }
}
