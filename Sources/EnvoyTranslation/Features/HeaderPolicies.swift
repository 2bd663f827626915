import EnvoyAPI
import RoutingGraph

extension HeaderPolicy {
    /// The headers to write: first those that replace, then those that are added.
    ///
    /// See [header manipulation](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers).
    var written: [Envoy.HeaderValueOption] {
        self.set.filter { Self.isWritable($0.name) }.map { Envoy.HeaderValueOption($0, .overwriteIfExistsOrAdd) }
            + add.filter { Self.isWritable($0.name) }.map { Envoy.HeaderValueOption($0, .appendIfExistsOrAdd) }
    }

    /// The headers to take away.
    var removed: [String] { remove.filter(Self.isWritable) }

    /// Whether Envoy lets the header be changed. It refuses the whole route configuration for pseudo-headers and `Host`,
    /// which have means of their own (``HostRewrite``).
    private static func isWritable(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(":") && name.lowercased() != "host"
    }
}

extension Envoy.HeaderValueOption {
    /// A header to write in this way.
    init(_ value: HeaderValue, _ action: Envoy.HeaderValueOption.HeaderAppendAction) {
        self.init()
        header.key = value.name
        header.value = value.value
        appendAction = action
    }
}

extension Envoy.Route {
    /// Sets what is done to headers on this route.
    mutating func applyHeaders(request: HeaderPolicy, response: HeaderPolicy) {
        if !request.isEmpty {
            requestHeadersToAdd = request.written
            requestHeadersToRemove = request.removed
        }
        if !response.isEmpty {
            responseHeadersToAdd = response.written
            responseHeadersToRemove = response.removed
        }
    }
}

extension Envoy.WeightedCluster.ClusterWeight {
    /// Sets what is done to headers for this backend alone.
    mutating func applyHeaders(request: HeaderPolicy, response: HeaderPolicy) {
        if !request.isEmpty {
            requestHeadersToAdd = request.written
            requestHeadersToRemove = request.removed
        }
        if !response.isEmpty {
            responseHeadersToAdd = response.written
            responseHeadersToRemove = response.removed
        }
    }
}
