import EnvoyAPI
import EnvoyBootstrap
import SwiftProtobuf
import Testing

/// The documents are written without the generated messages, and are what those would be.
@Suite("Documents and Envoy's API")
struct EnvoyAPITests {
    /// Decodes the document, which knows every field and its type, and encodes it again.
    private func encodedAgain<Body: Message>(_ type: Body.Type, _ json: [UInt8]) throws -> String {
        Envoy.registerMessageTypes()
        var options = JSONEncodingOptions()
        options.preserveProtoFieldNames = true
        options.useDeterministicOrdering = true
        return try Body(jsonUTF8Bytes: json).jsonString(options: options)
    }

    @Test(arguments: AcceptanceCase.all)
    func `a bootstrap is the encoded message, byte for byte`(wanted: AcceptanceCase) throws {
        for namespace in ["projectcontour", "", "\"a\\b\u{8}\t\n\u{C}\r\u{1}\u{1F}\u{7F}\u{85}é€😀/"] {
            let settings = try wanted.settings(namespace: namespace)
            let json = BootstrapDocument(settings: settings, pressureFile: wanted.isNudged ? "/admin/nudge" : nil)
                .json()
            #expect(try encodedAgain(Envoy.Bootstrap.self, json) == String(decoding: json, as: UTF8.self))
        }
    }

    @Test(arguments: SecretDocument.Kind.allCases)
    func `a secret is the encoded message, byte for byte`(kind: SecretDocument.Kind) throws {
        let files = TLSFiles(authority: "/certs/ca\".crt", certificate: "/certs/tls.crt", privateKey: "/certs/tls.key")
        let json = SecretDocument(kind, files: files).json()
        #expect(try encodedAgain(Envoy.DiscoveryResponse.self, json) == String(decoding: json, as: UTF8.self))
    }
}

extension AcceptanceCase {
    /// The case without files.
    fileprivate func settings(namespace: String) throws -> BootstrapSettings {
        var options = BootstrapOptions()
        if security != .none {
            options.tlsFiles = TLSFiles(authority: "/ca", certificate: "/cert", privateKey: "/key")
        }
        if security == .rotated { options.resourcesDirectory = "/resources/" }
        if limits == .heap || limits == .both { options.maximumHeap = .max }
        if limits == .connections || limits == .both { options.maximumDownstreamConnections = .max }
        options.dnsLookupFamily = family
        options.xdsAddress = address
        options.xdsTransport = transport
        options.namespace = namespace
        return try options.validated().settings
    }
}
