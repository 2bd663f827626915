internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// The directory of YAML files that a control plane follows.
package struct ObjectFiles: Sendable {
    private final class Count: Sendable {
        let value = Mutex(0)
    }

    /// The namespace of what the rig adds; it goes before any other, so nobody takes its hosts.
    package static let namespace = "0-rig"

    /// The directory.
    package let directory: TemporaryDirectory
    private let count = Count()

    /// The files in `directory`, which somebody else makes and removes.
    init(directory: TemporaryDirectory) {
        self.directory = directory
    }

    /// Writes a file so that nobody sees half of it; the directories above it are made.
    package func write(_ name: String, _ text: String) throws {
        let path = directory.file(name)
        let part = path + ".part"
        if let slash = name.lastIndex(of: "/") { _ = try directory.subdirectory(String(name[..<slash])) }
        try Data(text.utf8).write(to: URL(filePath: part))
        guard unsafe Glibc.rename(part, path) == 0 else { throw RigError("\(name) cannot be written") }
    }

    /// Removes a file.
    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: directory.file(name))
    }

    /// Gives a file another name.
    package func rename(_ name: String, to newName: String) throws {
        try FileManager.default.moveItem(atPath: directory.file(name), toPath: directory.file(newName))
    }

    /// Writes a host that stays, so that the plain listener never goes.
    func writeFloor() throws {
        try write(
            "floor.yaml",
            Manifests.httpProxy(
                "floor", namespace: Self.namespace,
                """
                virtualhost: {fqdn: floor.rig.test}
                routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: floor}}]
                """))
    }

    /// Writes a marker of its own, which answers on the host that is returned.
    package func writeMarker() throws -> Marker {
        let number = count.value.withLock { count in
            count += 1
            return count
        }
        let marker = Marker(file: "marker-\(number).yaml", host: "marker-\(number).rig.test")
        try write(
            marker.file,
            Manifests.httpProxy(
                "marker-\(number)", namespace: Self.namespace,
                """
                virtualhost: {fqdn: \(marker.host)}
                routes: [{conditions: [{prefix: /}], directResponsePolicy: {statusCode: 200, body: \(Marker.answer)}}]
                """))
        return marker
    }
}

/// A host that does nothing but show by its existence how far Envoy has come.
package struct Marker: Sendable {
    /// What the host answers, unlike any default backend.
    static let answer = "marker"

    /// The file that holds it.
    package let file: String
    /// The host.
    package let host: String
}
