import Conventions

extension BootstrapOptions {
    /// The settings these options mean, and what is accepted but probably not meant.
    ///
    /// The order is Contour's (version, admin address, connection limit, TLS files), then what Contour lets Envoy find.
    /// No file is looked at.
    package func validated() throws(BootstrapError) -> (settings: BootstrapSettings, warnings: [BootstrapWarning]) {
        guard xdsResourceVersion == "v3" else { throw .unsupportedResourceVersion(xdsResourceVersion) }
        guard adminAddress != "localhost", !XDSAddress.isIPAddress(adminAddress) else {
            throw .adminAddressIsNetworkAddress(adminAddress)
        }
        guard maximumDownstreamConnections >= 0 else {
            throw .negativeConnectionLimit(maximumDownstreamConnections)
        }
        let security = try security()
        try checkAdminSocket()
        let settings = BootstrapSettings(
            adminSocket: adminAddress,
            adminPort: adminPort == 0 ? DefaultPort.envoyAdmin : adminPort,
            dnsLookupFamily: DNSLookupFamily(rawValue: dnsLookupFamily) ?? .auto,
            namespace: namespace,
            connectionLimit: maximumDownstreamConnections == 0 ? nil : maximumDownstreamConnections,
            heapLimit: maximumHeap == 0 ? nil : maximumHeap,
            xds: try controlPlane(),
            transport: xdsTransport,
            security: security)
        return (settings, warnings())
    }

    private func security() throws(BootstrapError) -> BootstrapSettings.Security {
        let missing = TLSFiles.Role.allCases.filter { tlsFiles[$0].isEmpty }
        if missing.count == TLSFiles.Role.allCases.count { return .none }
        guard missing.isEmpty else { throw .incompleteTLSFiles(missing: missing) }
        guard !resourcesDirectory.isEmpty else { return .files(tlsFiles) }
        return .rotatedFiles(tlsFiles, directory: resourcesDirectory)
    }

    private func checkAdminSocket() throws(BootstrapError) {
        guard !adminAddress.isEmpty else { throw .adminAddressIsEmpty }
        // sockaddr_un holds 108 bytes, the last of them a NUL; Envoy would refuse to start.
        let length = adminAddress.utf8.count
        guard length <= 107 else { throw .adminAddressIsTooLong(adminAddress, length: length) }
    }

    private func controlPlane() throws(BootstrapError) -> XDSAddress {
        let number = xdsPort == 0 ? DefaultPort.xds : xdsPort
        guard let port = UInt16(exactly: number), port > 0 else { throw .xdsPortOutOfRange(number) }
        let host = xdsAddress.isEmpty ? "127.0.0.1" : xdsAddress
        guard XDSAddress.isHost(host) else { throw .xdsAddressIsNotAHost(host) }
        return XDSAddress(host: host, port: port)
    }

    private func warnings() -> [BootstrapWarning] {
        guard !dnsLookupFamily.isEmpty, DNSLookupFamily(rawValue: dnsLookupFamily) == nil else { return [] }
        return [.unknownDNSLookupFamily(dnsLookupFamily)]
    }
}
