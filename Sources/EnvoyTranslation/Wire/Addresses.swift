import EnvoyAPI

extension Envoy.Address {
    /// An IP address, or a name to resolve, with a TCP port.
    init(_ address: String, port: Int) {
        self.init()
        socketAddress.address = address
        socketAddress.portValue = UInt32(clamping: port)
    }

    /// What a listener binds; the IPv6 address of every interface takes IPv4 too.
    init(binding bind: BindAddress) {
        self.init(bind.address, port: bind.port)
        socketAddress.ipv4Compat = bind.address == "::"
    }
}
