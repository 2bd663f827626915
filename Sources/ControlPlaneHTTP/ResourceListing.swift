import ControlPlane
package import XDSModel

/// The resources of a snapshot for people: a line for each.
package enum ResourceListing {
    /// Type, version, size in bytes and name, by type in the order of sending, then by name.
    package static func text(_ snapshot: Snapshot, types: [ResourceType]) -> String {
        var text = line("TYPE", "VERSION", "BYTES", "NAME")
        for type in types {
            for resource in snapshot[type].sorted(by: { $0.name < $1.name }) {
                text += line(
                    type.abbreviation, resource.version.description, String(resource.body.count), resource.name)
            }
        }
        return text
    }

    private static func line(_ type: String, _ version: String, _ size: String, _ name: String) -> String {
        let blanks = { (text: String, width: Int) in String(repeating: " ", count: max(0, width - text.utf8.count)) }
        return "\(type)\(blanks(type, 4))  \(version)\(blanks(version, 16))  \(blanks(size, 9))\(size)  \(name)\n"
    }
}
