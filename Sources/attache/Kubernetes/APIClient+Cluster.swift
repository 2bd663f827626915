import ClusterAccess
import CurlTransport
import KubernetesAPI
import KubernetesClient
import Operations
import ServeConfiguration

extension APIClient {
    /// A client of the cluster that settings name.
    static func ofCluster(_ settings: ServeSettings.ClusterSettings) throws -> APIClient {
        let access = try Access.named(kubeconfig: settings.kubeconfig, inCluster: settings.isInCluster)
        let throttle = settings.queriesPerSecond.map { RequestThrottle(rate: $0, burst: settings.burst ?? 10) }
        return APIClient(
            http: CurlClient(), access: access, userAgent: "attache/\(VersionCommand.release)", throttle: throttle)
    }
}

extension Timestamp {
    /// Now, by the clock on the wall: for what people read, never for measuring.
    @Sendable static func now() -> Timestamp {
        Timestamp(secondsSinceEpoch: Int64(exactly: UnixTime.now().rounded(.down)) ?? 0)
    }
}
