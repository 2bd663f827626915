import ArgumentParser
import EnvoyTranslation
import ObjectStore
import RoutingGraph
import Testing
import XDSServer

@testable import attache

/// What the flags of `attache serve` come to; names and defaults are Contour's.
@Suite struct `serve flags` {
    private func parse(_ arguments: String...) throws -> ServeCommand {
        try #require(try Attache.parseAsRoot(["serve", "--source=objects"] + arguments) as? ServeCommand)
    }

    @Test func `without flags everything is as in Contour`() throws {
        let command = try parse()
        #expect(command.listen.xdsAddress == "127.0.0.1" && command.listen.xdsPort == 8001)
        #expect(command.listen.httpPort == 8000 && command.listen.healthPort == 8000)
        #expect(command.listen.debugHTTPAddress == "127.0.0.1" && command.listen.debugHTTPPort == 6060)
        #expect(command.envoy.settings == TranslationSettings())
        #expect(command.objects.admission == ObjectAdmission())
        #expect(command.objects.settings == GraphSettings())
    }

    @Test func `each flag of Envoy reaches the translation`() throws {
        let settings = try parse(
            "--envoy-service-http-address=::", "--envoy-service-http-port=80", "--envoy-service-https-address=10.0.0.1",
            "--envoy-service-https-port=443", "--stats-address=127.0.0.1", "--stats-port=9002",
            "--envoy-http-access-log=/a", "--envoy-https-access-log=/b", "--accesslog-format=json",
            "--use-proxy-protocol"
        ).envoy.settings
        #expect(settings.listeners.http == BindAddress(address: "::", port: 80))
        #expect(settings.listeners.https == BindAddress(address: "10.0.0.1", port: 443))
        #expect(settings.inspection.statistics == BindAddress(address: "127.0.0.1", port: 9002))
        #expect(settings.inspection.health == settings.inspection.statistics)
        #expect(settings.accessLog.httpPath == "/a" && settings.accessLog.httpsPath == "/b")
        #expect(settings.accessLog.format == .json(AccessLogField.defaults))
        #expect(settings.listeners.usesProxyProtocol)
    }

    @Test func `lists are divided at commas and only namespaces are trimmed`() throws {
        let command = try parse("--ingress-class-name=a, b", "--root-namespaces= x , y,,")
        #expect(command.objects.admission.classNames == ["a", " b"])
        #expect(command.objects.settings.rootNamespaces == ["x", "y"])
    }

    @Test func `Contour's way is a flag`() throws {
        let settings = try parse("--duplicate-vhost=invalidate-all", "--invalid-route=drop-object").objects.settings
        #expect(settings.duplicateHosts == .invalidateAll && settings.invalidRoutes == .dropObject)
    }

    @Test(arguments: [
        (["--source=x", "--xds-port=0"], "--xds-port"), (["--source=x", "--stats-port=70000"], "--stats-port"),
        (["--source=x", "--xds-address=0.0.0.0"], "--insecure"), (["--source=x", "--xds-address=::"], "--insecure"),
        ([], "--source"), (["--source=x", "--invalid-route=maybe"], "--invalid-route"),
        (["--source=x", "--no-such-flag"], "--no-such-flag"),
    ])
    func `a wrong flag is refused by name`(arguments: [String], named flag: String) {
        do {
            _ = try Attache.parseAsRoot(["serve"] + arguments)
            Issue.record("\(arguments) were taken")
        } catch {
            #expect(Attache.message(for: error).contains(flag))
        }
    }

    @Test(arguments: ["127.0.0.1", "127.8.8.8", "localhost", "::1"])
    func `loopback needs no consent`(address: String) throws {
        #expect(try parse("--xds-address=\(address)").listen.xds.host == address)
    }

    @Test func `other addresses need consent`() throws {
        #expect(try parse("--xds-address=0.0.0.0", "--insecure").listen.xds.host == "0.0.0.0")
    }
}
