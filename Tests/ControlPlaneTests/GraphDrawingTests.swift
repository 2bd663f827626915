import ControlPlaneHTTP
import KubernetesAPI
import RoutingGraph
import Testing

@Suite struct `The drawing of the graph` {
    private let web = Cluster(
        service: ServicePort(namespace: "a", name: "web", port: 80, portName: "http"),
        discovery: .endpoints(healthPort: nil))
    private let api = Cluster(
        service: ServicePort(namespace: "a", name: "api", port: 443, portName: "https"),
        discovery: .endpoints(healthPort: nil), upstreamProtocol: .tls,
        tls: UpstreamTLS(
            validation: UpstreamValidation(
                authoritiesNamespace: "a", authoritiesName: "ca", authorities: [], subjectNames: ["api"])))

    private func host(_ name: String, _ routes: [Route], secure: SecureHost? = nil) -> Host {
        Host(name: name, plain: VirtualHost(name: name, routes: routes), secure: secure)
    }

    private func route(_ match: RouteMatch, _ action: RouteAction) -> Route {
        Route(match: match, action: action, origin: .proxy("shop"))
    }

    @Test func `shows listeners, hosts, routes, clusters, services and secrets`() {
        let split = Forwarding(
            destinations: [Destination(cluster: web, weight: 90), Destination(cluster: api, weight: 10)],
            mirror: Mirror(cluster: web, percent: 5))
        let headers = [
            HeaderMatch(name: "x-canary", value: .exact("yes", ignoringCase: true)),
            HeaderMatch(name: "x-old", value: .present, isInverted: true),
        ]
        let shop = host(
            "shop.example.com", [route(RouteMatch(path: .prefix("/")), .redirect(.https))],
            secure: SecureHost(
                name: "shop.example.com",
                termination: TLSTermination(
                    certificate: TLSCertificate(namespace: "a", name: "shop", chain: [1], privateKey: [2])),
                traffic: .http(
                    VirtualHost(
                        name: "shop.example.com",
                        routes: [
                            route(RouteMatch(path: .segments("/pay"), headers: headers), .forward(split)),
                            route(RouteMatch(path: .exact("/x")), .respond(DirectResponse(statusCode: 503))),
                        ]))))
        let database = Host(
            name: "db.example.com",
            secure: SecureHost(
                name: "db.example.com", termination: nil,
                traffic: .tcp(TCPProxy(destinations: [Destination(cluster: web)]))))
        #expect(GraphDrawing.dot([shop, database]) == Self.golden(web: web.name, api: api.name))
    }

    private static func golden(web: String, api: String) -> String {
        #"""
        digraph DAG {
        rankdir="LR"
        node [shape=record]
        "ingress_https" [label="listener|ingress_https"]
        "https://db.example.com" [label="https://db.example.com"]
        "ingress_https" -> "https://db.example.com"
        "https://db.example.com#tcp" [label="tcpproxy"]
        "https://db.example.com" -> "https://db.example.com#tcp"
        "cluster/\#(web)" [label="cluster|\#(web)"]
        "https://db.example.com#tcp" -> "cluster/\#(web)" [label="weight 1"]
        "service/a/web:80" [label="service|a/web:80"]
        "cluster/\#(web)" -> "service/a/web:80"
        "ingress_http" [label="listener|ingress_http"]
        "http://shop.example.com" [label="http://shop.example.com"]
        "ingress_http" -> "http://shop.example.com"
        "http://shop.example.com#0" [label="route|prefix\ /|redirect\ 301|HTTPProxy\ a/shop"]
        "http://shop.example.com" -> "http://shop.example.com#0"
        "https://shop.example.com" [label="https://shop.example.com"]
        "ingress_https" -> "https://shop.example.com"
        "secret/a/shop" [label="secret|a/shop"]
        "https://shop.example.com" -> "secret/a/shop"
        "https://shop.example.com#0" [label="route|segments\ /pay|header\ x-canary\ =\ yes\ in\ any\ case|header\ x-old\ not\ present|HTTPProxy\ a/shop"]
        "https://shop.example.com" -> "https://shop.example.com#0"
        "https://shop.example.com#0" -> "cluster/\#(web)" [label="weight 90"]
        "cluster/\#(api)" [label="cluster|\#(api)"]
        "https://shop.example.com#0" -> "cluster/\#(api)" [label="weight 10"]
        "service/a/api:443" [label="service|a/api:443"]
        "cluster/\#(api)" -> "service/a/api:443"
        "secret/a/ca" [label="secret|a/ca"]
        "cluster/\#(api)" -> "secret/a/ca"
        "https://shop.example.com#0" -> "cluster/\#(web)" [label="mirror 5%"]
        "https://shop.example.com#1" [label="route|exact\ /x|respond\ 503|HTTPProxy\ a/shop"]
        "https://shop.example.com" -> "https://shop.example.com#1"
        }

        """#
    }

    @Test func `escapes what means something to Graphviz`() {
        let odd = route(
            RouteMatch(path: .regex(#"/a|b{2}<c>\d"#), headers: [HeaderMatch(name: "q", value: .regex("\"\n\u{1}"))]),
            .respond(DirectResponse(statusCode: 200)))
        let text = GraphDrawing.dot([host("odd.example.com", [odd])])
        let label = #"route|regex\ /a\|b\{2\}\<c\>\\d|header\ q\ matches\ \"\n?|respond\ 200|HTTPProxy\ a/shop"#
        #expect(text.contains("[label=\"\(label)\"]\n"))
    }

    @Test func `of nothing is an empty graph`() {
        #expect(GraphDrawing.dot([]) == "digraph DAG {\nrankdir=\"LR\"\nnode [shape=record]\n}\n")
    }
}
