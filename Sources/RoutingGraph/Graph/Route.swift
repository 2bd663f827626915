package import KubernetesAPI

/// A match and what becomes of the requests it takes.
package struct Route: Sendable, Equatable {
    /// Which requests.
    package var match: RouteMatch

    /// What becomes of them.
    package var action: RouteAction

    /// The object that asked for it, for access logs and for people who look at Envoy.
    package var origin: ObjectKey

    /// What is done to the headers of requests.
    package var requestHeaders: HeaderPolicy

    /// What is done to the headers of responses.
    package var responseHeaders: HeaderPolicy

    /// Whether plain HTTP is answered too where the host has TLS, instead of being sent there.
    package var permitsInsecure: Bool

    /// A route.
    package init(
        match: RouteMatch, action: RouteAction, origin: ObjectKey, requestHeaders: HeaderPolicy = .none,
        responseHeaders: HeaderPolicy = .none, permitsInsecure: Bool = false
    ) {
        self.match = match
        self.action = action
        self.origin = origin
        self.requestHeaders = requestHeaders
        self.responseHeaders = responseHeaders
        self.permitsInsecure = permitsInsecure
    }
}

/// What becomes of a request.
package enum RouteAction: Sendable, Equatable {
    /// A backend answers it.
    case forward(Forwarding)

    /// The client is sent elsewhere.
    case redirect(Redirection)

    /// Envoy answers it.
    case respond(DirectResponse)
}

/// How requests reach backends.
package struct Forwarding: Sendable, Equatable {
    /// Where requests go, at least one; with one, its weight does not matter.
    package var destinations: [Destination]

    /// Who gets a copy; its answers are thrown away.
    package var mirror: Mirror?

    /// How long a response may take, and how long nothing may happen.
    package var timeouts: RouteTimeouts

    /// Whether and how a request is tried again.
    package var retries: RetryPolicy?

    /// Whether a connection may become a websocket.
    package var allowsWebsockets: Bool

    /// How the path is changed on its way.
    package var pathRewrite: PathRewrite?

    /// How the `Host` header is changed on its way.
    package var hostRewrite: HostRewrite?

    /// What picks the backend when the cluster spreads by hash; the first that yields one wins unless terminal.
    package var hashing: [RequestHash]

    /// What is done with redirects that backends answer.
    package var internalRedirects: InternalRedirectPolicy?

    /// Forwarding to these destinations with Envoy's defaults.
    package init(
        destinations: [Destination], mirror: Mirror? = nil, timeouts: RouteTimeouts = RouteTimeouts(),
        retries: RetryPolicy? = nil, allowsWebsockets: Bool = false, pathRewrite: PathRewrite? = nil,
        hostRewrite: HostRewrite? = nil, hashing: [RequestHash] = [], internalRedirects: InternalRedirectPolicy? = nil
    ) {
        self.destinations = destinations
        self.mirror = mirror
        self.timeouts = timeouts
        self.retries = retries
        self.allowsWebsockets = allowsWebsockets
        self.pathRewrite = pathRewrite
        self.hostRewrite = hostRewrite
        self.hashing = hashing
        self.internalRedirects = internalRedirects
    }
}

/// A cluster with its share of the traffic.
package struct Destination: Sendable, Equatable {
    /// The backend.
    package var cluster: Cluster

    /// Its share, of the sum of all weights.
    package var weight: UInt32

    /// What is done to the headers of requests to this backend alone.
    package var requestHeaders: HeaderPolicy

    /// What is done to the headers of this backend's responses alone.
    package var responseHeaders: HeaderPolicy

    /// The `Host` header this backend gets.
    package var hostRewrite: HostRewrite?

    /// A destination; by default with nothing done to headers.
    package init(
        cluster: Cluster, weight: UInt32 = 1, requestHeaders: HeaderPolicy = .none,
        responseHeaders: HeaderPolicy = .none, hostRewrite: HostRewrite? = nil
    ) {
        self.cluster = cluster
        self.weight = weight
        self.requestHeaders = requestHeaders
        self.responseHeaders = responseHeaders
        self.hostRewrite = hostRewrite
    }
}

/// A cluster that gets copies of requests.
package struct Mirror: Sendable, Equatable {
    /// Where copies go.
    package var cluster: Cluster

    /// How many of a hundred requests are copied, 1 to 100.
    package var percent: UInt32

    /// A mirror.
    package init(cluster: Cluster, percent: UInt32) {
        self.cluster = cluster
        self.percent = percent
    }
}

/// What is done to headers: set replaces what is there, add keeps it.
package struct HeaderPolicy: Sendable, Equatable {
    /// Headers to write, by name, in the order of names; values are in Envoy's format language.
    package var set: [HeaderValue]

    /// Headers to write besides what is there.
    package var add: [HeaderValue]

    /// Headers to take away, in the order of names.
    package var remove: [String]

    /// Nothing is done.
    package static let none = HeaderPolicy()

    /// A policy; by default of doing nothing.
    package init(set: [HeaderValue] = [], add: [HeaderValue] = [], remove: [String] = []) {
        self.set = set
        self.add = add
        self.remove = remove
    }

    /// Whether nothing is done.
    package var isEmpty: Bool { self.set.isEmpty && add.isEmpty && remove.isEmpty }
}

/// A header and its value in [Envoy's format language](https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#command-operators);
/// a literal `%` is written `%%`.
package struct HeaderValue: Sendable, Hashable {
    /// The header's name.
    package var name: String

    /// Its value.
    package var value: String

    /// A header.
    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
