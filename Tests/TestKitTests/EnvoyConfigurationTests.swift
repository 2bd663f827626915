import TestKit
import Testing

@Suite(.serialized, .timeLimit(.minutes(1)))
struct EnvoyConfigurationTests {
    /// A bootstrap of the product's shape, in the lower camel case of protobuf's JSON.
    private func bootstrap(_ directory: TemporaryDirectory) -> String {
        """
        {
          "dynamicResources": {
            "cdsConfig": {"ads": {}, "resourceApiVersion": "V3"},
            "ldsConfig": {"ads": {}, "resourceApiVersion": "V3"},
            "adsConfig": {
              "apiType": "DELTA_GRPC", "transportApiVersion": "V3",
              "grpcServices": [{"envoyGrpc": {"clusterName": "contour"}}]
            }
          },
          "layeredRuntime": {"layers": [
            {"name": "dynamic", "rtdsLayer": {"name": "dynamic", "rtdsConfig": {"ads": {}}}},
            {"name": "admin", "adminLayer": {}}
          ]},
          "staticResources": {"clusters": [
            {"name": "contour", "type": "STATIC", "connectTimeout": "5s", "typedExtensionProtocolOptions": {
                "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                  "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                  "explicitHttpConfig": {"http2ProtocolOptions": {}}
                }},
             "loadAssignment": {"clusterName": "contour", "endpoints": [{"lbEndpoints": [
               {"endpoint": {"address": {"socketAddress": {"address": "127.0.0.1", "portValue": 8001}}}}]}]}}
          ]},
          "admin": {"address": {"pipe": {"path": "\(directory.file("admin.sock"))", "mode": 420}}}
        }
        """
    }

    @Test func `a bootstrap of the product starts with discovery by file`() async throws {
        try await withTemporaryDirectory { directory in
            try await withEchoBackend { backend in
                let configuration = try await EnvoyConfiguration(
                    name: "envoy", in: directory, httpBackend: backend.port, tcpBackend: backend.port,
                    bootstrap: bootstrap(directory))
                #expect(configuration.adminSocket == directory.file("admin.sock"))
                #expect(configuration.idleNudge == directory.file("idle-nudge"))
                try await withEnvoy(configuration) { envoy in
                    let answer = try await SingleRequest(.GET, "/").answer(from: .loopback(envoy.ports.http))
                    #expect(answer.status == 200)
                    let ready = try await SingleRequest(.GET, "/ready").answer(from: .loopback(envoy.ports.statistics))
                    #expect(ready.status == 200)
                }
            }
        }
    }

    @Test func `a configuration Envoy refuses fails with Envoy's own words`() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = try await EnvoyConfiguration(
                name: "envoy", in: directory, httpBackend: 1, tcpBackend: 1, bootstrap: #"{"nonsense": true}"#)
            let error = await #expect(throws: RigError.self) {
                try await withEnvoy(configuration) { _ in }
            }
            #expect(error?.description.contains("nonsense") == true)
        }
    }

    @Test func `both spellings of a field are one`() throws {
        var value = try JSONValue(parsing: #"{"idleTimeout": "1s", "list": [1, 2.5, null, true]}"#)
        #expect(value["idle_timeout"] == "1s")
        value["idle_timeout"] = "2s"
        #expect(try value == JSONValue(parsing: #"{"idle_timeout": "2s", "list": [1, 2.5, null, true]}"#))
        #expect(try JSONValue(parsing: value.text()) == value)
        #expect(value["list"]?.elements.count == 4)
    }

    @Test func `a missing backend is counted as answers of 503`() async throws {
        try await withTemporaryDirectory { directory in
            let nobody = try await FreePorts.one()
            let configuration = try await EnvoyConfiguration(
                name: "envoy", in: directory, httpBackend: nobody, tcpBackend: nobody)
            try await withEnvoy(configuration) { envoy in
                let report = await HTTP1LoadClient(port: envoy.ports.http, connections: 2, rate: 20)
                    .run(for: .seconds(1))
                #expect(report.requestsSucceeded == 0)
                #expect(report.failures[.status(503), default: 0] == report.requestsSent)
                let streams = await HTTP2LoadClient(port: envoy.ports.http, connections: 1, streams: 1)
                    .run(for: .milliseconds(200))
                #expect(streams.failures[.status(503), default: 0] > 0)
                let raw = await TCPClient(port: envoy.ports.tcp).run(for: .milliseconds(200))
                #expect(raw.requestsFailed == 2)
                let sockets = await WebSocketClient(port: envoy.ports.http).run(for: .milliseconds(200))
                #expect(sockets.requestsFailed == 2)
            }
        }
    }
}
