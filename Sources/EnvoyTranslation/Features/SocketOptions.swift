import EnvoyAPI

/// Options of the sockets of clients, by the numbers Linux has for them; Envoy passes them on as they are.
///
/// See [socket options](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/socket_option.proto).
extension Envoy.SocketOption {
    /// A client that vanished without closing is noticed after 45 + 9 × 5 seconds.
    static let keepalive = [
        Envoy.SocketOption("ask idle peers whether they live (SO_KEEPALIVE)", level: 1, name: 9, value: 1),
        Envoy.SocketOption("seconds until the first question (TCP_KEEPIDLE)", level: 6, name: 4, value: 45),
        Envoy.SocketOption("seconds between questions (TCP_KEEPINTVL)", level: 6, name: 5, value: 5),
        Envoy.SocketOption("questions before giving up (TCP_KEEPCNT)", level: 6, name: 6, value: 9),
    ]

    /// What packets are marked with.
    static func marks(_ settings: ListenerSettings) -> [Envoy.SocketOption] {
        var options: [Envoy.SocketOption] = []
        if settings.typeOfService > 0 {
            let value = Int64(settings.typeOfService)
            options.append(Envoy.SocketOption("mark of IPv4 packets (IP_TOS)", level: 0, name: 1, value: value))
        }
        if settings.trafficClass > 0 {
            let value = Int64(settings.trafficClass)
            options.append(
                Envoy.SocketOption("mark of IPv6 packets (IPV6_TCLASS)", level: 41, name: 67, value: value))
        }
        return options
    }

    private init(_ description: String, level: Int64, name: Int64, value: Int64) {
        self.init()
        self.description_p = description
        self.level = level
        self.name = name
        intValue = value
        state = .stateListening
    }
}
