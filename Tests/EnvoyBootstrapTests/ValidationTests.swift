import EnvoyBootstrap
import Testing

/// One change of valid options, and the error it leads to.
struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let error: BootstrapError
    let make: @Sendable (inout BootstrapOptions) -> Void

    init(_ name: String, _ error: BootstrapError, _ make: @escaping @Sendable (inout BootstrapOptions) -> Void) {
        testDescription = name
        self.error = error
        self.make = make
    }
}

@Suite("Checking options")
struct ValidationTests {
    /// In the order in which they are found: any of these hides all that follow.
    static let inOrder = [
        Mistake("version", .unsupportedResourceVersion("v2")) { $0.xdsResourceVersion = "v2" },
        Mistake("admin address", .adminAddressIsNetworkAddress("127.0.0.1")) { $0.adminAddress = "127.0.0.1" },
        Mistake("connection limit", .negativeConnectionLimit(-1)) { $0.maximumDownstreamConnections = -1 },
        Mistake("TLS files", .incompleteTLSFiles(missing: [.certificate, .privateKey])) {
            $0.tlsFiles = TLSFiles(authority: "/gone/ca")
        },
        Mistake("port", .xdsPortOutOfRange(70_000)) { $0.xdsPort = 70_000 },
    ]

    static let others = [
        Mistake("no version", .unsupportedResourceVersion("")) { $0.xdsResourceVersion = "" },
        Mistake("localhost", .adminAddressIsNetworkAddress("localhost")) { $0.adminAddress = "localhost" },
        Mistake("IPv6", .adminAddressIsNetworkAddress("::1")) { $0.adminAddress = "::1" },
        Mistake("mapped IPv4", .adminAddressIsNetworkAddress("::ffff:1.2.3.4")) { $0.adminAddress = "::ffff:1.2.3.4" },
        Mistake("no admin address", .adminAddressIsEmpty) { $0.adminAddress = "" },
        Mistake("long admin address", .adminAddressIsTooLong("/" + String(repeating: "a", count: 107), length: 108)) {
            $0.adminAddress = "/" + String(repeating: "a", count: 107)
        },
        Mistake("lowest limit", .negativeConnectionLimit(.min)) { $0.maximumDownstreamConnections = .min },
        Mistake("only the key", .incompleteTLSFiles(missing: [.authority, .certificate])) {
            $0.tlsFiles.privateKey = "k"
        },
        Mistake("all but the authority", .incompleteTLSFiles(missing: [.authority])) {
            $0.tlsFiles = TLSFiles(certificate: "c", privateKey: "k")
        },
        Mistake("negative port", .xdsPortOutOfRange(-1)) { $0.xdsPort = -1 },
        Mistake("port after the last", .xdsPortOutOfRange(65_536)) { $0.xdsPort = 65_536 },
        Mistake("largest port", .xdsPortOutOfRange(.max)) { $0.xdsPort = .max },
        Mistake("host with port", .xdsAddressIsNotAHost("contour:8001")) { $0.xdsAddress = "contour:8001" },
        Mistake("brackets", .xdsAddressIsNotAHost("[::1]")) { $0.xdsAddress = "[::1]" },
        Mistake("scheme", .xdsAddressIsNotAHost("https://contour")) { $0.xdsAddress = "https://contour" },
        Mistake("blank", .xdsAddressIsNotAHost("con tour")) { $0.xdsAddress = "con tour" },
        Mistake("hidden NUL", .xdsAddressIsNotAHost("10.0.0.1\0")) { $0.xdsAddress = "10.0.0.1\0" },
    ]

    @Test func `defaults are valid`() throws {
        let (settings, warnings) = try BootstrapOptions().validated()
        #expect(warnings == [])
        #expect(settings.xds == XDSAddress(host: "127.0.0.1", port: 8001))
        #expect(settings.adminSocket == "/admin/admin.sock")
        #expect(settings.adminPort == 9001)
        #expect(settings.security == .none)
        #expect(settings.connectionLimit == nil && settings.heapLimit == nil)
        #expect(settings.transport == .aggregatedDelta)
    }

    @Test(arguments: inOrder + others)
    func `a mistake is found`(mistake: Mistake) {
        var options = BootstrapOptions()
        mistake.make(&options)
        #expect(throws: mistake.error) { try options.validated() }
    }

    @Test(arguments: inOrder.indices)
    func `the first of several mistakes is reported, in Contour's order`(first: Int) {
        var options = BootstrapOptions()
        for mistake in Self.inOrder[first...] { mistake.make(&options) }
        #expect(throws: Self.inOrder[first].error) { try options.validated() }
    }

    @Test(arguments: inOrder + others)
    func `an error is one line that names its flag`(mistake: Mistake) {
        let text = mistake.error.description
        #expect(text.contains("--"))
        #expect(!text.contains("\n") && !text.hasSuffix("."))
    }

    @Test(arguments: ["localhost.", "/localhost", "admin.sock", "1.2.3.4.sock", "01.2.3.4", "@envoy", "256.1.1.1"])
    func `what is no network address may be a socket`(address: String) throws {
        var options = BootstrapOptions()
        options.adminAddress = address
        #expect(try options.validated().settings.adminSocket == address)
    }

    @Test(arguments: [
        ("10.1.2.3", true), ("::", true), ("fd00::1", true), ("contour", false), ("contour.example.com.", false),
        ("1.2.3", false), ("01.2.3.4", false), ("fe80::1%eth0", false), ("münchen.example", false),
    ])
    func `an address is resolved unless it is an IP address`(address: String, isIPAddress: Bool) throws {
        var options = BootstrapOptions()
        options.xdsAddress = address
        #expect(try options.validated().settings.xds.isIPAddress == isIPAddress)
    }

    @Test(arguments: [
        ("", false), ("auto", false), ("v4", false), ("v6", false), ("all", false), ("V4", true), ("x", true),
    ])
    func `an unknown DNS family is used as auto and warned about`(family: String, isUnknown: Bool) throws {
        var options = BootstrapOptions()
        options.dnsLookupFamily = family
        let (settings, warnings) = try options.validated()
        #expect(settings.dnsLookupFamily == (DNSLookupFamily(rawValue: family) ?? .auto))
        #expect(warnings == (isUnknown ? [.unknownDNSLookupFamily(family)] : []))
    }
}
