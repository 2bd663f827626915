import Conventions
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import XDSMethods
import XDSModel

/// Asks a control plane for resources as an Envoy would, to look at what it serves.
package struct DiscoveryClient: Sendable {
    /// The largest response that is read, in bytes: more than any control plane should send.
    private static let responseLimit = 256 << 20
    /// How many answers may wait to be written; a control plane sends one response of a type at a time.
    private static let answerLimit = 64

    private let host: String
    private let port: Int
    private let security: ClientSecurity

    /// A client of the control plane at an address.
    package init(host: String, port: Int, security: ClientSecurity = .plaintext) {
        self.host = host
        self.port = port
        self.security = security
    }

    /// Subscribes, and answers every response, until the control plane ends the stream with `OK` or the task is cancelled.
    ///
    /// - Parameters:
    ///   - onRequest: is given each request when it is about to be sent.
    ///   - onResponse: is given each response before it is answered; what it throws ends the stream.
    package func stream(
        _ subscription: ClientSubscription,
        onRequest: @escaping @Sendable (SentRequest) -> Void,
        onResponse: @escaping @Sendable (ReceivedResponse) async throws -> Void
    ) async throws {
        let transport = try transport()
        do {
            try await withGRPCClient(transport: transport) { client in
                try await exchange(client, subscription, onRequest, onResponse)
            }
        } catch let error as RPCError {
            throw explain(error)
        }
    }

    private func exchange(
        _ client: GRPCClient<HTTP2ClientTransport.Posix>, _ subscription: ClientSubscription,
        _ onRequest: @escaping @Sendable (SentRequest) -> Void,
        _ onResponse: @escaping @Sendable (ReceivedResponse) async throws -> Void
    ) async throws {
        let (answers, answering) = AsyncStream.makeStream(
            of: SentRequest.self, bufferingPolicy: .bufferingOldest(Self.answerLimit))
        answering.yield(subscription.firstRequest)
        let request = StreamingClientRequest(of: SentRequest.self) { writer in
            for await answer in answers {
                onRequest(answer)
                try await writer.write(answer)
            }
        }
        var options = CallOptions.defaults
        options.waitForReady = false
        // why: the transport measures responses by the limit for requests.
        options.maxRequestMessageBytes = Self.responseLimit
        options.maxResponseMessageBytes = Self.responseLimit
        try await client.bidirectionalStreaming(
            request: request, descriptor: descriptor(of: subscription), serializer: ClientRequestSerializer(),
            deserializer: ClientResponseDeserializer(isDelta: subscription.isDelta), options: options
        ) { response in
            defer { answering.finish() }
            for try await message in response.messages {
                try await onResponse(message)
                guard case .enqueued = answering.yield(subscription.answer(to: message)) else {
                    throw XDSClientError.flooded
                }
            }
        }
    }

    private func descriptor(of subscription: ClientSubscription) -> MethodDescriptor {
        let service = DiscoveryService.allCases.first { $0.resourceType == subscription.type } ?? .aggregated
        let method = DiscoveryMethod(service: service, isDelta: subscription.isDelta)
        return MethodDescriptor(
            fullyQualifiedService: service.name, method: method.name, type: .bidirectionalStreaming)
    }

    private func transport() throws(XDSClientError) -> HTTP2ClientTransport.Posix {
        do {
            return try HTTP2ClientTransport.Posix(
                target: .dns(host: host, port: port), transportSecurity: security.transport,
                config: .defaults { $0.http2.authority = XDSName.controlPlaneIdentity })
        } catch let error as RuntimeError {
            throw .unusableSecurity(reason: "\(error.cause.map { "\($0)" } ?? error.message)")
        } catch {
            throw .unusableSecurity(reason: "\(error)")
        }
    }

    private func explain(_ error: RPCError) -> XDSClientError {
        guard error.code == .unavailable, let cause = error.cause else {
            return .ended(status: "\(error.code)", message: error.message)
        }
        return .unreachable(target: "\(host):\(port)", reason: "\(cause)")
    }
}

extension ClientSecurity {
    /// What the transport makes of it; it accepts no TLS before 1.2.
    fileprivate var transport: HTTP2ClientTransport.Posix.TransportSecurity {
        switch self {
        case .plaintext: .plaintext
        case .mutualTLS(let authority, let certificate, let privateKey):
            .mTLS(
                certificateChain: [.file(path: certificate, format: .pem)],
                privateKey: .file(path: privateKey, format: .pem)
            ) { $0.trustRoots = .certificates([.file(path: authority, format: .pem)]) }
        }
    }
}
