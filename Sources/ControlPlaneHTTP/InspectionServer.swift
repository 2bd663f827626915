import HTTPTypes
import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
package import PlainHTTP
import ServiceLifecycle

/// A small HTTP server that shows and changes nothing.
package struct InspectionServer: Service {
    /// How long an answer may take to be read. Probes share the connections with those who read.
    private static let answerLimit = TimeAmount.seconds(30)

    /// What strangers may hold: heads as small as Contour's, and few connections.
    private static let limits = PlainServerLimits(connections: 64, headerBytes: 8 * 1024, headerFields: 100)

    /// Where it listens.
    package let address: InspectionAddress

    private let pages: PageSet
    private let group: any EventLoopGroup
    private let logger: Logger
    private let onListening: @Sendable (Int) -> Void

    /// A server of these pages.
    ///
    /// - Parameter onListening: Is told the port once connections are taken.
    package init(
        at address: InspectionAddress, pages: PageSet,
        group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
        logger: Logger, onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.address = address
        self.pages = pages
        self.group = group
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until graceful shutdown; throws ``InspectionServerError``.
    package func run() async throws {
        let server = PlainServer(
            at: .port(address.listening), limits: Self.limits, group: group, logger: logger)
        let (address, pages, onListening) = (address, pages, onListening)
        do {
            try await server.run(
                onListening: { channel in onListening(channel.localAddress?.port ?? address.port) },
                responder: { request, writer, channel in try await Self.answer(request, writer, channel, pages) })
        } catch {
            throw InspectionServerError(address: address, cause: error)
        }
    }

    @concurrent private static func answer(
        _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel, _ pages: PageSet
    ) async throws {
        guard request.headers[.transferEncoding] == nil, request.headers[.contentLength] ?? "0" == "0" else {
            // why: what is still sent would be read to its end, which may never come.
            channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
            return try await Reply(
                status: .contentTooLarge, headerFields: [.connection: "close"], body: "send no body\n"
            ).write(writer)
        }
        let reply = await pages.reply(to: request.method, request.head.path ?? "/")
        let limit = channel.eventLoop.scheduleTask(in: answerLimit) { channel.close(promise: nil) }
        defer { limit.cancel() }
        try await reply.write(writer, omitsBody: request.method == .head)
    }
}

/// Why an inspection server does not serve.
package struct InspectionServerError: Error, CustomStringConvertible {
    /// Where it was to listen.
    package let address: InspectionAddress
    /// Why not.
    package let cause: PlainServerError

    /// What failed and what to change, in one line.
    package var description: String {
        switch cause {
        case .taken:
            "\(address.text) is taken, by another process or another address of this one; give another port with "
                + address.flag
        case .cannotListen(let reason): "cannot listen on \(address.text), see \(address.flag): \(reason)"
        case .stopped: "the server on \(address.text): \(cause)"
        }
    }
}
