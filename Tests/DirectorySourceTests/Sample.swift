import DirectorySource
import KubernetesAPI
import ObjectStore

/// Objects of tests: ConfigMaps of one value, so that a state is a dictionary from names to values.
enum Sample {
    /// The YAML of one object.
    static func yaml(_ name: String, _ value: String) -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \"\(name)\", namespace: test}\ndata: {value: \"\(value)\"}\n"
    }

    /// The YAML of several objects.
    static func yaml(_ objects: KeyValuePairs<String, String>) -> String {
        objects.map { yaml($0, $1) }.joined(separator: "---\n")
    }

    /// What a file with these objects holds.
    static func contents(_ objects: [(String, String)]) -> FileContents {
        let text = objects.map { yaml($0, $1) }.joined(separator: "---\n")
        return FileContents(Array(text.utf8), of: "file.yaml")
    }

    /// The key of an object.
    static func key(_ name: String) -> ObjectKey { ObjectKey(.configMap, namespace: "test", name: name) }

    /// The value of an object.
    static func value(_ object: KubernetesObject) -> String? {
        guard case .configMap(let map) = object else { return nil }
        return map.data["value"]
    }

    /// A file that is no YAML.
    static let broken = "apiVersion: v1\nkind: [ConfigMap\nmetadata: {name: x}\n"
}

/// What somebody knows who has taken batches.
struct DeliveredState: Equatable {
    var values: [String: String] = [:]
    var problems: [String] = []

    mutating func take(_ batch: ObjectBatch) {
        for change in batch.changes {
            switch change {
            case .set(let object): values[object.key.name] = Sample.value(object)
            case .removed(let key): values[key.name] = nil
            }
        }
        problems += batch.problems.map(\.description)
    }
}
