import KubernetesAPI
import ObjectStore

extension Reflector {
    /// A list that is arriving. It takes effect as a whole, when it is complete: what it does not name has vanished.
    struct Collection: Sendable {
        /// What becomes of an object.
        enum Pending: Sendable {
            /// Nothing: it is as it was delivered, or cannot be read.
            case same
            /// It is delivered.
            case changed(KubernetesObject, version: String)
        }

        /// What becomes of the objects that are there.
        var entries: [NamespacedName: Pending] = [:]
        /// What to ask for the next page with.
        var continueToken = ""
        /// Whether it is asked for at once, because pages took so long that the list expired.
        var isWhole = false
    }

    /// Lets the list take effect.
    mutating func finishCollection() {
        guard let collection else { return }
        self.collection = nil
        for name in Array(known.keys) where collection.entries[name] == nil { forget(name) }
        for name in Array(broken.keys) where collection.entries[name] == nil { tellReadable(name) }
        for (name, pending) in collection.entries {
            guard case .changed(let object, let version) = pending else { continue }
            known[name] = version
            output.changes.append(.set(object))
        }
        needsList = false
        isVersionLost = false
        isSynced = true
    }
}
