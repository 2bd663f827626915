import EnvoyAPI
import SwiftProtobuf
package import XDSModel

/// What a client asks a control plane for, and how it answers.
package struct ClientSubscription: Sendable, Equatable {
    /// The type of the resources.
    package var type: ResourceType
    /// Their names; none asks for all where the type allows it.
    package var names: [String]
    /// Whether the incremental protocol is spoken.
    package var isDelta: Bool
    /// Who the client says it is.
    package var nodeID: String
    /// Whether every response is rejected, as a test of the control plane.
    package var rejects: Bool

    /// A subscription as Contour's `cli` makes it.
    package init(
        type: ResourceType, names: [String] = [], isDelta: Bool = false, nodeID: String = "ContourCLI",
        rejects: Bool = false
    ) {
        self.type = type
        self.names = names
        self.isDelta = isDelta
        self.nodeID = nodeID
        self.rejects = rejects
    }

    /// The first request.
    var firstRequest: SentRequest {
        isDelta
            ? .delta(
                .with {
                    $0.node.id = nodeID
                    $0.typeURL = type.typeURL
                    $0.resourceNamesSubscribe = names
                })
            : .stateOfTheWorld(
                .with {
                    $0.versionInfo = "0"
                    $0.node.id = nodeID
                    $0.typeURL = type.typeURL
                    $0.resourceNames = names
                })
    }

    /// The request that answers a response.
    func answer(to response: ReceivedResponse) -> SentRequest {
        switch response {
        case .delta(let response):
            .delta(
                .with {
                    $0.node.id = nodeID
                    $0.typeURL = type.typeURL
                    $0.responseNonce = response.nonce
                    if rejects { $0.errorDetail = Self.rejection }
                })
        case .stateOfTheWorld(let response):
            .stateOfTheWorld(
                .with {
                    $0.versionInfo = response.versionInfo
                    $0.node.id = nodeID
                    $0.typeURL = type.typeURL
                    $0.resourceNames = names
                    $0.responseNonce = response.nonce
                    if rejects { $0.errorDetail = Self.rejection }
                })
        }
    }

    /// The code is gRPC's `INTERNAL`. https://grpc.io/docs/guides/status-codes/
    private static let rejection = Envoy.RPCStatus.with {
        $0.code = 13
        $0.message = "rejected on request: this client tests how rejections are taken"
    }
}
