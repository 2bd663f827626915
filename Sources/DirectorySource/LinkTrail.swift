import Glibc

/// The names at which a symbolic link can be led elsewhere: each link on the way, and the name at its end.
///
/// Kubernetes mounts a ConfigMap as links over a link: `a.yaml` leads to `..data/a.yaml`, and `..data` to a directory that
/// [is exchanged with each change](https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically).
package enum LinkTrail {
    /// A name in a directory.
    package struct Step: Sendable, Hashable {
        /// The path of the directory.
        package var directory: String
        /// The name in it.
        package var name: String

        /// A step of these parts.
        package init(directory: String, name: String) {
            self.directory = directory
            self.name = name
        }
    }

    /// The most names that are looked up for one link; the kernel gives up after 40 links.
    package static let stepLimit = 256

    /// The steps from a path on, its own name first. The trail ends where nothing is.
    package static func steps(from path: String) -> [Step] {
        var steps: [Step] = []
        var (directory, rest) = split(path)
        var left = stepLimit
        while let name = rest.popLast(), left > 0 {
            left -= 1
            let place = directory == "/" ? "/\(name)" : "\(directory)/\(name)"
            switch target(of: place) {
            case .link(let target):
                steps.append(Step(directory: directory, name: name))
                if target.hasPrefix("/") { directory = "/" }
                rest.append(contentsOf: components(target).reversed())
            case .nothing:
                steps.append(Step(directory: directory, name: name))
                return steps
            case .somethingElse:
                if rest.isEmpty, name != ".." { steps.append(Step(directory: directory, name: name)) }
                directory = place
            }
        }
        return steps
    }

    private enum Target {
        case link(String)
        case somethingElse
        case nothing
    }

    private static func target(of path: String) -> Target {
        guard !path.utf8.contains(0) else { return .nothing }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &buffer, buffer.count)
        guard count >= 0 else { return errno == EINVAL ? .somethingElse : .nothing }
        return .link(String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    private static func components(_ path: String) -> [String] {
        path.split(separator: "/").filter { $0 != "." }.map(String.init)
    }

    /// The directory above, and the last name.
    private static func split(_ path: String) -> (directory: String, rest: [String]) {
        var parts = components(path)
        guard let name = parts.popLast() else { return ("/", []) }
        let start = path.hasPrefix("/") ? "/" : ""
        let directory = start + parts.joined(separator: "/")
        return (directory.isEmpty ? "." : directory, [name])
    }
}
