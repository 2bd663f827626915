package import RoutingGraph

/// How HTTP of clients is read and answered.
///
/// See [the connection manager](https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto).
package struct HTTPSettings: Sendable, Equatable {
    /// The limit of receiving a whole request.
    package var requestTimeout: TimeoutSetting = .unset
    /// How long a connection without requests is kept.
    package var connectionIdleTimeout: TimeoutSetting = .after(.seconds(60))
    /// How long a request may go without any byte; Envoy's default is 5 min.
    package var streamIdleTimeout: TimeoutSetting = .unset
    /// How long a connection is used at most.
    package var maximumConnectionDuration: TimeoutSetting = .unset
    /// How long a closed connection waits for the peer's last bytes; Envoy's default is 1 s.
    package var delayedCloseTimeout: TimeoutSetting = .unset
    /// How long requests are still taken between the two GOAWAY of HTTP/2; Envoy's default is 5 s.
    package var drainTimeout: TimeoutSetting = .unset
    /// How many proxies before Envoy are trusted to write `x-forwarded-for`.
    package var trustedHops: UInt32 = 0
    /// Whether a dot at the end of the `Host` header is dropped.
    package var stripsTrailingDot = false
    /// Whether `//` in paths becomes `/`.
    package var mergesSlashes = true
    /// Whether a request may have both `content-length` and chunks (it is the chunks that count).
    package var allowsChunkedLength = true
    /// What becomes of the `server` header of responses.
    package var serverHeader: ServerHeader = .overwrite
    /// The versions of HTTP that clients may speak; empty means both.
    package var versions: Set<HTTPVersion> = []
    /// How responses are compressed; nil for not at all.
    package var compression: Compression? = .gzip
    /// After how many requests a connection is closed.
    package var requestsPerConnection: UInt32?
    /// How many requests at once a connection of HTTP/2 may carry.
    package var concurrentStreams: UInt32?

    /// The defaults.
    package init() {}

    /// A version of HTTP.
    package enum HTTPVersion: String, Sendable, Hashable {
        /// HTTP/1.1, and 1.0 with a `Host` header.
        case http1 = "http/1.1"
        /// HTTP/2.
        case http2 = "h2"
    }

    /// What becomes of the `server` header of responses.
    package enum ServerHeader: Sendable, Hashable {
        /// It says `envoy`.
        case overwrite
        /// It says `envoy` when the backend says nothing.
        case appendIfAbsent
        /// It stays what the backend says.
        case passThrough
    }

    /// A way to compress.
    package enum Compression: String, Sendable, Hashable {
        /// Deflate in gzip's frame.
        case gzip
        /// Brotli.
        case brotli
        /// Zstandard.
        case zstd
    }

    /// The one version clients may speak; nil for both.
    var onlyVersion: HTTPVersion? { versions.count == 1 ? versions.first : nil }
}
