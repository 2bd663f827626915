import ControlPlane
import Logging
import XDSMethods
import XDSModel
import XDSServer

/// Tells log, metrics and controller what becomes of the streams of Envoys.
struct StreamReporting: Sendable {
    /// Names the objects behind what an Envoy refused.
    let controller: Controller

    /// Counts.
    let metrics: ControlPlaneMetrics

    /// Counts what gRPC does.
    let streams: StreamMetrics

    /// Where people read.
    let logger: Logger

    /// What the server calls.
    var observer: StreamObserver { StreamObserver { identity, notice in report(notice, of: identity) } }

    private func report(_ notice: StreamNotice, of stream: StreamIdentity) {
        let variant = stream.method.isDelta ? "delta" : "sotw"
        streams.count(notice, on: stream)
        switch notice {
        case .opened:
            metrics.streamOpened(variant: variant)
            logger.debug("stream opened", metadata: metadata(stream))
        case .identified:
            logger.info("envoy connected", metadata: metadata(stream))
        case .closed(let end):
            metrics.streamClosed(variant: variant)
            logger.debug("stream closed", metadata: metadata(stream, ["reason": "\(end)"]))
        case .received: break
        case .sent(let type, let bytes, let resources, let removed):
            metrics.sent(type: type, bytes: bytes, resources: resources, removed: removed)
        case .ignoredType(let type):
            logger.debug("type is not served", metadata: metadata(stream, ["type": "\(type)"]))
        case .model(.rejection(let rejection)):
            metrics.rejected(type: rejection.type)
            controller.note(RejectedResponse(node: stream.node?.id ?? "unknown", rejection: rejection))
        case .model(.limitExceeded(let limit)):
            logger.error(
                "stream asked for too much and was ended", metadata: metadata(stream, ["limit": "\(limit)"]))
        case .model(let event):
            logger.trace("stream event", metadata: metadata(stream, ["event": "\(event)"]))
        }
    }

    private func metadata(_ stream: StreamIdentity, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "stream.id": "\(stream.number)", "peer": "\(stream.peer)", "method": "\(stream.method.name)",
        ]
        if let node = stream.node { metadata["node"] = "\(node.id)" }
        return metadata.merging(more) { _, new in new }
    }
}
