import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Listening
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension XDSServerConfiguration {
    /// What listens and speaks HTTP/2; it notes what it opens in `channels`.
    func transport(_ channels: OpenChannels) throws(XDSServerError) -> XDSTransport {
        let listener = XDSListener(
            eventLoopGroup: .singletonMultiThreadedEventLoopGroup, address: try address(), security: security)
        return XDSTransport(listenerFactory: listener, config: transportConfiguration(channels))
    }

    /// The reason why the transport ended, in words for people.
    func explain(_ error: any Error) -> XDSServerError {
        let cause = (error as? RuntimeError)?.cause ?? error
        switch cause {
        case let error as IOError: return .cannotListen(host: host, port: port, reason: Self.words(for: error))
        default: return .stopped(reason: "\(cause)")
        }
    }

    private static func words(for error: IOError) -> String {
        switch error.errnoCode {
        case EADDRINUSE: "another process listens there already; stop it or choose another port"
        case EADDRNOTAVAIL, EAFNOSUPPORT: "this machine has no such address; choose one it has"
        case EACCES, EPERM: "this user may not listen there; choose a port above 1023"
        default: "\(error)"
        }
    }

    private func address() throws(XDSServerError) -> NIOCore.SocketAddress {
        do throws(ListeningAddressError) {
            return try ListeningAddress(host: host, port: port).resolved()
        } catch {
            throw .cannotListen(host: host, port: port, reason: "\(error)")
        }
    }

    private func transportConfiguration(_ channels: OpenChannels) -> XDSTransport.Config {
        var config = XDSTransport.Config.defaults
        config.connection.keepalive.time = keepaliveTime
        config.connection.keepalive.timeout = keepaliveTimeout
        config.connection.keepalive.clientBehavior.allowWithoutCalls = true
        config.connection.keepalive.clientBehavior.minPingIntervalWithoutCalls = .seconds(1)
        // why: a change should be on its way at once, and a response is one write.
        config.connection.flushCoalescing = nil
        config.http2.maxConcurrentStreams = streamsPerConnection
        config.rpc.maxRequestPayloadSize = requestLimit
        config.channelDebuggingCallbacks.onBindTCPListener = { channel in
            channel.eventLoop.makeCompletedFuture { channels.listen(on: channel) }
        }
        config.channelDebuggingCallbacks.onAcceptTCPConnection = { channel in
            channels.add(channel)
            return channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(watch(), position: .first)
            }
        }
        return config
    }

    /// The watch of one connection; each has an age of its own.
    private func watch() -> ConnectionWatch {
        ConnectionWatch(
            silence: TimeAmount(keepaliveTime + keepaliveTimeout),
            age: connectionAge.map { TimeAmount($0 * Double.random(in: 0.9...1.1)) })
    }
}

extension GRPCNIOTransportCore.SocketAddress {
    /// The IP address.
    var host: String { ipv4?.host ?? ipv6?.host ?? "" }
    /// The TCP port.
    var port: Int { ipv4?.port ?? ipv6?.port ?? 0 }
}
