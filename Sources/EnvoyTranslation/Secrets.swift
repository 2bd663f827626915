import EnvoyAPI
import RoutingGraph

extension Envoy.Secret {
    /// A certificate with its key, under the name by which chains and clusters ask for it.
    ///
    /// See [secrets](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/transport_sockets/tls/v3/secret.proto).
    init(_ certificate: TLSCertificate) {
        self.init()
        name = certificate.resourceName
        tlsCertificate.certificateChain = Envoy.DataSource(bytes: certificate.chain)
        tlsCertificate.privateKey = Envoy.DataSource(bytes: certificate.privateKey)
    }
}
