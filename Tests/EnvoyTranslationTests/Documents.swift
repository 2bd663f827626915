import EnvoyAPI
import EnvoyTranslation
import RoutingGraph
import SwiftProtobuf
import TestKit
import XDSModel

/// An encoded message as JSON with the field names of the .proto files.
func json<Decoded: Message>(_ type: Decoded.Type, _ bytes: [UInt8]) throws -> JSONValue {
    Envoy.registerMessageTypes()
    var options = JSONEncodingOptions()
    options.preserveProtoFieldNames = true
    let bytes: [UInt8] = try Decoded(serializedBytes: bytes).jsonUTF8Bytes(options: options)
    return try JSONValue(parsing: bytes)
}

extension TranslatedHost {
    /// Everything Envoy is sent for the host, as one document.
    func document() throws -> JSONValue {
        var members: [String: JSONValue] = [:]
        if let plainHost { members["plain"] = try json(Envoy.VirtualHost.self, plainHost) }
        if let routeConfiguration {
            members["routes"] = try json(Envoy.RouteConfiguration.self, routeConfiguration.body)
        }
        if let filterChain { members["chain"] = try json(Envoy.FilterChain.self, filterChain) }
        members["clusters"] = .array(try clusters.map { try json(Envoy.Cluster.self, $0.body) })
        members["secrets"] = .array(try secrets.map { try json(Envoy.Secret.self, $0.body) })
        members["endpoints"] = .array(endpoints.map { .string($0.name) })
        return .object(members)
    }
}

extension StaticResources {
    /// Everything Envoy is sent whatever hosts there are, as one document.
    func document() throws -> JSONValue {
        .object([
            "listeners": .array(try listeners.map { try json(Envoy.Listener.self, $0.body) }),
            "secrets": .array(try secrets.map { try json(Envoy.Secret.self, $0.body) }),
            "runtime": try json(Envoy.Runtime.self, runtime.body),
        ])
    }
}
