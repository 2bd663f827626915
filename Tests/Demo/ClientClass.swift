import TestKit

/// A class of clients in the demo.
struct ClientClass: Sendable {
    /// Its name in the table.
    let name: String
    /// What it does.
    let client: any LoadClient

    /// Everybody who comes through the balancers of `stage`.
    static func all(on stage: DrainStage) -> [ClientClass] {
        let (port, tlsPort) = (stage.balancer.port, stage.tlsBalancer.port)
        let conversation = Duration.seconds(10)
        return [
            ClientClass(name: "the requests of 1.", client: SampleClients(port: port, tlsPort: tlsPort)),
            ClientClass(
                name: "HTTP/1.1 keep-alive", client: HTTP1LoadClient(port: port, connections: 32, rate: 200)),
            ClientClass(name: "HTTP/1.1 one request", client: HTTP1OneShotClient(port: port, rate: 50)),
            ClientClass(
                name: "HTTP/2 streams 3-8 s",
                client: HTTP2LoadClient(
                    port: port, connections: 4, streams: 5, streamDuration: .seconds(3) ... .seconds(8))),
            ClientClass(
                name: "websocket 10 s", client: WebSocketClient(port: port, connections: 4, lifetime: conversation)),
            ClientClass(
                name: "TCP in TLS 10 s",
                client: TCPClient(
                    port: tlsPort, tls: ClientTLS(serverName: ExampleFiles.tcpHost), connections: 4,
                    lifetime: conversation)),
        ]
    }
}
