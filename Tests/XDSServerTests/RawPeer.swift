import Certificates
import NIOCore
import NIOPosix
import NIOSSL

/// A client that speaks just enough HTTP/2 to ask for a method, with whatever TLS it is told.
enum RawPeer {
    /// Asks for a method and gathers the types of the frames that come back, until there is an answer or the connection ends.
    static func ask(_ path: String, port: Int, _ tls: TLSConfiguration?) async throws -> [UInt8] {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        let handler = try NIOSSLClientHandler(context: context, serverHostname: "contour")
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        var received: [UInt8] = []
        do {
            received = try await channel.executeThenClose { inbound, outbound in
                var received: [UInt8] = []
                do {
                    try await outbound.write(ByteBuffer(bytes: request(path)))
                    for try await bytes in inbound {
                        received += Array(bytes.readableBytesView)
                        if frames(received).contains(headers) { break }
                    }
                } catch {}
                return received
            }
        } catch {}
        return frames(received)
    }

    /// TLS of a client that trusts an authority and may have a certificate.
    static func configuration(
        trusting authorities: [UInt8], as client: IssuedCertificate?
    ) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(authorities))
        configuration.applicationProtocols = ["h2"]
        guard let client else { return configuration }
        configuration.certificateChain = try NIOSSLCertificate.fromPEMBytes(client.certificate).map {
            .certificate($0)
        }
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: client.privateKey, format: .pem))
        return configuration
    }

    /// The type of a frame that answers a request.
    static let headers: UInt8 = 1

    /// Preface, settings, and a POST without a body, its headers as literals. https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2
    private static func request(_ path: String) -> [UInt8] {
        let fields = [
            (":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "contour"), ("te", "trailers"),
            ("content-type", "application/grpc"),
        ]
        var block: [UInt8] = []
        for (name, value) in fields {
            block += [0, UInt8(name.utf8.count)]
            block += name.utf8
            block.append(UInt8(value.utf8.count))
            block += value.utf8
        }
        return Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(type: 4, flags: 0, stream: 0, [])
            + frame(type: headers, flags: 5, stream: 1, block)
    }

    private static func frame(type: UInt8, flags: UInt8, stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0, UInt8(payload.count >> 8), UInt8(payload.count & 0xff), type, flags, 0, 0, 0, stream] + payload
    }

    private static func frames(_ bytes: [UInt8]) -> [UInt8] {
        var types: [UInt8] = []
        var rest = bytes[...]
        while rest.count >= 9 {
            let head = Array(rest.prefix(9))
            types.append(head[3])
            rest = rest.dropFirst(9 + Int(head[0]) << 16 + Int(head[1]) << 8 + Int(head[2]))
        }
        return types
    }
}
