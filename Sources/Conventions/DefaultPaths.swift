/// The files that separate containers of one pod agree on; all are Contour's.
package enum DefaultPath {
    /// Envoy's admin interface, a unix socket in a volume that Envoy, the init container and the shutdown manager mount.
    package static let adminSocket = "/admin/admin.sock"

    /// The file whose existence tells Contour's shutdown manager that the drain is over; ours writes it for others to see.
    package static let readyFile = "/admin/ok"

    /// Where the init container writes and Envoy reads the bootstrap.
    package static let bootstrap = "/config/envoy.json"
}
