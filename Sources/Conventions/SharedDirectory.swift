/// The directory that the containers of an Envoy pod share, and what Attaché keeps there besides Contour's files.
///
/// It is the directory of Envoy's admin socket (`/admin`), which every container of the pod mounts.
package struct SharedDirectory: Sendable, Equatable {
    /// The directory itself, without a trailing slash unless it is the root.
    package let path: String

    /// The directory that holds `file`; `.` when `file` names no directory.
    package init(containing file: String) {
        guard let slash = file.lastIndex(of: "/") else {
            self.path = "."
            return
        }
        self.path = slash == file.startIndex ? "/" : String(file[..<slash])
    }

    /// The pressure file of Envoy's injected-resource monitor: `0` at rest, `1` while idle connections are to be closed.
    /// Bootstrap creates it and names it to Envoy; the drain replaces it by rename, which is what Envoy watches for.
    package var idleNudge: String { file("idle-nudge") }

    /// The record of the drain in progress, from which a restarted shutdown manager goes on.
    package var drainRecord: String { file("drain.json") }

    /// The unix socket by which the preStop hook reaches the shutdown manager.
    package var managerSocket: String { file("shutdown-manager.sock") }

    private func file(_ name: String) -> String { path == "/" ? "/" + name : path + "/" + name }
}
