import EnvoyAPI
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import SwiftProtobuf
import Testing
import XDSModel

/// One stream to a server, driven by hand and in raw bytes.
struct ScriptedPeer {
    private let requests: AsyncStream<[UInt8]>.Continuation
    private var responses: RPCAsyncSequence<[UInt8], any Error>.AsyncIterator

    fileprivate init(_ requests: AsyncStream<[UInt8]>.Continuation, _ responses: RPCAsyncSequence<[UInt8], any Error>) {
        self.requests = requests
        self.responses = responses.makeAsyncIterator()
    }

    func send(_ message: some SwiftProtobuf.Message) throws {
        requests.yield(try message.serializedBytes())
    }

    func send(raw bytes: [UInt8]) {
        requests.yield(bytes)
    }

    /// No more requests.
    func finish() {
        requests.finish()
    }

    /// The next response; `nil` after an end with `OK`, and throws after any other.
    mutating func next() async throws -> [UInt8]? {
        try await responses.next(isolation: nil)
    }

    mutating func nextDelta() async throws -> Envoy.DeltaDiscoveryResponse {
        guard let bytes = try await next() else { throw StreamEnded() }
        return try Envoy.DeltaDiscoveryResponse(serializedBytes: bytes)
    }

    mutating func nextFull() async throws -> Envoy.DiscoveryResponse {
        guard let bytes = try await next() else { throw StreamEnded() }
        return try Envoy.DiscoveryResponse(serializedBytes: bytes)
    }

    /// Accepts a delta response.
    func accept(_ response: Envoy.DeltaDiscoveryResponse) throws {
        try send(
            Envoy.DeltaDiscoveryRequest.with {
                $0.typeURL = response.typeURL
                $0.responseNonce = response.nonce
            })
    }

    /// Accepts a response of state of the world that was asked for by name.
    func accept(_ response: Envoy.DiscoveryResponse, names: [String] = []) throws {
        try send(
            Envoy.DiscoveryRequest.with {
                $0.versionInfo = response.versionInfo
                $0.resourceNames = names
                $0.typeURL = response.typeURL
                $0.responseNonce = response.nonce
            })
    }
}

struct StreamEnded: Error {}

/// A connection to a server, on which streams are opened.
struct PeerConnection: Sendable {
    private let client: GRPCClient<HTTP2ClientTransport.Posix>

    /// Opens a stream for as long as `body` runs.
    func stream<Outcome: Sendable>(
        _ path: String, _ body: @escaping @Sendable (inout ScriptedPeer) async throws -> Outcome
    ) async throws -> Outcome {
        let (requests, sending) = AsyncStream.makeStream(of: [UInt8].self)
        var options = CallOptions.defaults
        options.waitForReady = true
        options.maxRequestMessageBytes = 256 << 20
        let request = StreamingClientRequest(of: [UInt8].self) { writer in
            for await request in requests { try await writer.write(request) }
        }
        return try await client.bidirectionalStreaming(
            request: request, descriptor: try #require(MethodDescriptor(path: path)), serializer: RawBytes(),
            deserializer: RawBytes(), options: options
        ) { response in
            defer { sending.finish() }
            var peer = ScriptedPeer(sending, response.messages)
            return try await body(&peer)
        }
    }

    fileprivate init(_ client: GRPCClient<HTTP2ClientTransport.Posix>) {
        self.client = client
    }
}

/// Connects to a port of loopback for as long as `body` runs.
func withPeer<Outcome: Sendable>(
    port: Int, isIPv6: Bool = false, window: Int = 65_535,
    security: HTTP2ClientTransport.Posix.TransportSecurity = .plaintext,
    _ body: @Sendable (PeerConnection) async throws -> Outcome
) async throws -> Outcome {
    let transport = try HTTP2ClientTransport.Posix(
        target: isIPv6 ? .ipv6(address: "::1", port: port) : .ipv4(address: "127.0.0.1", port: port),
        transportSecurity: security,
        config: .defaults { config in
            config.http2.targetWindowSize = window
            config.http2.authority = "contour"
        })
    return try await withGRPCClient(transport: transport) { try await body(PeerConnection($0)) }
}

private struct RawBytes: MessageSerializer, MessageDeserializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes { Bytes(message) }

    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> [UInt8] {
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
}

extension MethodDescriptor {
    fileprivate init?(path: String) {
        let parts = path.split(separator: "/")
        guard parts.count == 2 else { return nil }
        self.init(fullyQualifiedService: String(parts[0]), method: String(parts[1]))
    }
}
