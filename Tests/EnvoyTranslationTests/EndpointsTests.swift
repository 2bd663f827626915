import EnvoyAPI
import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import SwiftProtobuf
import TestKit
import Testing
import XDSModel

/// An endpoint resource of slices.
private func addresses(
    _ slices: [Discovery.EndpointSlice], port: String = "http", healthPort: HealthPort? = nil
) throws -> [String] {
    let service = ServicePort(namespace: "default", name: "web", port: 80, portName: port)
    let key = EndpointsKey(service: service, healthPort: healthPort)
    let resource = EndpointsTranslator.resource(key, slices: slices)
    let message = try Envoy.ClusterLoadAssignment(serializedBytes: resource.body)
    #expect(message.clusterName == key.name && resource.name == key.name && resource.endpoints == nil)
    #expect(message.endpoints.allSatisfy { !$0.lbEndpoints.isEmpty && !$0.hasLoadBalancingWeight })
    return message.endpoints.flatMap(\.lbEndpoints).map { endpoint in
        let socket = endpoint.endpoint.address.socketAddress
        let health = endpoint.endpoint.healthCheckConfig.portValue
        return "\(socket.address) \(socket.portValue)" + (health > 0 ? " health \(health)" : "")
    }
}

private func slice(
    named name: String = "a", ports: [(String, Int?, String)] = [("http", 8080, "TCP")], _ endpoints: [(String, Bool?)]
) -> Discovery.EndpointSlice {
    var slice = Discovery.EndpointSlice()
    slice.metadata = ObjectMeta(name: name, namespace: "default")
    slice.ports = ports.map { name, number, transport in
        var port = Discovery.EndpointPort()
        port.name = name
        port.port = number
        port.protocol = transport
        return port
    }
    slice.endpoints = endpoints.map { address, ready in
        var endpoint = Discovery.Endpoint()
        endpoint.addresses = [address, "10.9.9.9"]
        endpoint.conditions.ready = ready
        return endpoint
    }
    return slice
}

@Suite("Endpoints")
struct EndpointsTests {
    @Test func `those that are ready or do not say are used, by address, each once, with the first address`() throws {
        let one = slice(named: "a", [("10.0.0.2", true), ("10.0.0.1", nil), ("10.0.0.3", false)])
        let other = slice(named: "b", [("10.0.0.2", true), ("10.0.0.0", true)])
        let expected = ["10.0.0.0 8080", "10.0.0.1 8080", "10.0.0.2 8080"]
        #expect(try addresses([one, other]) == expected)
        #expect(try addresses([other, one]) == expected)
    }

    @Test func `none makes an empty assignment`() throws {
        #expect(try addresses([]) == [])
        #expect(try addresses([slice([("10.0.0.1", false)])]) == [])
    }

    @Test(arguments: [
        ("http", "http", true), ("http", "", false), ("", "", true), ("", "http", false), ("http", "https", false),
    ])
    func `a port is used when its name is the Service's`(service: String, port: String, isUsed: Bool) throws {
        let found = try addresses([slice(ports: [(port, 8080, "TCP")], [("10.0.0.1", true)])], port: service)
        #expect(found.isEmpty != isUsed)
    }

    @Test func `only TCP ports with a number are used`() throws {
        let ports: [(String, Int?, String)] = [("http", 1, "UDP"), ("http", nil, "TCP"), ("http", 2, "SCTP")]
        #expect(try addresses([slice(ports: ports, [("10.0.0.1", true)])]) == [])
        #expect(try addresses([slice(ports: [("http", 3, "")], [("10.0.0.1", true)])]) == ["10.0.0.1 3"])
    }

    @Test func `several ports of one name are all used`() throws {
        let ports: [(String, Int?, String)] = [("http", 90, "TCP"), ("http", 80, "TCP")]
        #expect(try addresses([slice(ports: ports, [("10.0.0.1", true)])]) == ["10.0.0.1 80", "10.0.0.1 90"])
    }

    @Test func `health checks ask the port a slice has under the name, else the number itself`() throws {
        let ports: [(String, Int?, String)] = [("http", 8080, "TCP"), ("health", 8081, "TCP")]
        let slices = [slice(ports: ports, [("10.0.0.1", true)])]
        func checked(_ number: Int, _ name: String) throws -> [String] {
            try addresses(slices, healthPort: HealthPort(number: number, name: name))
        }
        #expect(try checked(81, "") == ["10.0.0.1 8080 health 81"])
        #expect(try checked(81, "health") == ["10.0.0.1 8080 health 8081"])
        #expect(try checked(81, "other") == ["10.0.0.1 8080 health 81"])
        #expect(try checked(-5, "other") == ["10.0.0.1 8080"])
        #expect(try checked(70_000, "other") == ["10.0.0.1 8080"])
        #expect(try addresses(slices) == ["10.0.0.1 8080"])
    }

    @Test(arguments: [
        "10.0.0.1", "255.255.255.255", "::", "::1", "1::", "fd00::1", "1:2:3:4:5:6:7:8", "::ffff:10.0.0.1",
        "1:2:3:4:5:6:10.0.0.1", "FD00::AB",
    ])
    func `an IP address is used`(address: String) throws {
        #expect(try addresses([slice([(address, true)])]) == ["\(address) 8080"])
    }

    @Test(arguments: [
        "", "backend.example.org", "10.0.0", "10.0.0.256", "10.0.0.01", "10.0.0.1.1", "10.0.0.+1", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "1::2::3", ":::", "1:2:3:4::5:6:7:8", "12345::", "g::", "fe80::1%eth0", "10.0.0.1::",
        ":1", "1:", "::1 ",
    ])
    func `what is no IP address is left out, because Envoy would refuse them all`(address: String) throws {
        #expect(try addresses([slice([(address, true), ("10.0.0.1", true)])]) == ["10.0.0.1 8080"])
    }
}
