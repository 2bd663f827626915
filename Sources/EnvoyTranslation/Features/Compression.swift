import EnvoyAPI
import SwiftProtobuf

extension Envoy.HTTPFilter {
    /// The filter that compresses responses, as the client asks for it.
    ///
    /// See [the compressor](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/compressor_filter).
    static func compressor(_ compression: HTTPSettings.Compression) -> Envoy.HTTPFilter {
        var compressor = Envoy.Compressor()
        compressor.compressorLibrary =
            switch compression {
            case .gzip: Envoy.TypedExtensionConfig(name: compression.rawValue, Envoy.GzipCompressor())
            case .brotli: Envoy.TypedExtensionConfig(name: compression.rawValue, Envoy.BrotliCompressor())
            case .zstd: Envoy.TypedExtensionConfig(name: compression.rawValue, Envoy.ZstdCompressor())
            }
        compressor.responseDirectionConfig.commonConfig.contentType = compressibleTypes
        return Envoy.HTTPFilter(name: ExtensionName.compressor, compressor)
    }

    /// What is compressed: Envoy's default, and gRPC of browsers.
    private static let compressibleTypes = [
        "text/html", "text/plain", "text/css", "application/javascript", "application/x-javascript",
        "text/javascript", "text/x-javascript", "text/ecmascript", "text/js", "text/jscript", "text/x-js",
        "application/ecmascript", "application/x-json", "application/xml", "application/json", "image/svg+xml",
        "text/xml", "application/xhtml+xml",
        "application/grpc-web", "application/grpc-web+proto", "application/grpc-web+json",
        "application/grpc-web+thrift", "application/grpc-web-text", "application/grpc-web-text+proto",
        "application/grpc-web-text+thrift",
    ]
}
