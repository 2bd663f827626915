import GRPCCore
import XDSMethods

extension DiscoveryMethod {
    /// The method as gRPC names it.
    var descriptor: MethodDescriptor {
        MethodDescriptor(fullyQualifiedService: service.name, method: name, type: .bidirectionalStreaming)
    }
}
