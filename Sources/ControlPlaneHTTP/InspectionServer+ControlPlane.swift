package import ControlPlane
package import Logging
import NIOCore
import NIOPosix

extension InspectionServer {
    /// The servers of a control plane: metrics, health, and debugging. What has the same address is one server.
    ///
    /// - Parameters:
    ///   - http: Where `/metrics` is.
    ///   - health: Where `/health`, `/healthz`, `/ready` and `/readyz` are.
    ///   - debug: Where `/debug` is; it shows everything but private keys, so it belongs on loopback. Nil for nowhere.
    ///   - streams: A line for each stream of an Envoy.
    ///   - debugPages: Further pages for debugging.
    package static func all(
        http: InspectionAddress, health: InspectionAddress, debug: InspectionAddress?, controller: Controller,
        metrics: ControlPlaneMetrics, streams: @escaping @Sendable () -> [String], debugPages: [Page] = [],
        logger: Logger
    ) -> [InspectionServer] {
        var parts: [(address: InspectionAddress, pages: [Page])] = []
        func add(_ pages: [Page], at address: InspectionAddress) {
            if let index = parts.firstIndex(where: { $0.address.isSame(as: address) }) {
                parts[index].pages += pages
            } else {
                parts.append((address, pages))
            }
        }
        add(MonitoringPages.metrics(metrics), at: http)
        add(MonitoringPages.health(controller.readiness), at: health)
        if let debug { add(DebugPages(controller: controller, streams: streams).pages + debugPages, at: debug) }
        return parts.map { InspectionServer(at: $0.address, pages: PageSet($0.pages), logger: logger) }
    }
}
