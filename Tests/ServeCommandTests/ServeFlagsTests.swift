import ArgumentParser
import EnvoyTranslation
import KubernetesAPI
import RoutingGraph
import ServeConfiguration
import TestKit
import Testing

@testable import attache

/// What the flags of `attache serve` come to; names and defaults are Contour's.
@Suite struct `serve flags` {
    private func settings(_ arguments: String..., environment: [String: String] = [:]) throws -> ServeSettings {
        let command = try #require(try Attache.parseAsRoot(["serve", "--source=objects"] + arguments) as? ServeCommand)
        return try command.settings(environment: EnvironmentVariables { environment[$0] })
    }

    @Test func `without flags everything is as in Contour`() throws {
        let settings = try settings()
        #expect(settings == ServeSettings(namespace: "projectcontour"))
        #expect(settings.listen.xds == BindAddress(address: "127.0.0.1", port: 8001))
        #expect(settings.listen.metrics.port == 8000 && settings.listen.health.port == 8000)
        #expect(settings.listen.debug == BindAddress(address: "127.0.0.1", port: 6060))
    }

    @Test func `a switch that is turned off wins over the file`() throws {
        let directory = try ScratchDirectory()
        let file = try directory.write("contour.yaml", "debug: true\nincluster: true\n")
        func cluster(_ arguments: String...) throws -> ServeSettings {
            let command = try #require(try Attache.parseAsRoot(["serve", "-c", file] + arguments) as? ServeCommand)
            return try command.settings(environment: EnvironmentVariables { _ in nil })
        }
        #expect(try cluster().isDebugging && cluster().cluster.isInCluster)
        #expect(try cluster("-d", "--incluster").isDebugging)
        let off = try cluster("--no-debug", "--no-incluster", "--no-insecure", "--no-use-proxy-protocol")
        #expect(!off.isDebugging && !off.cluster.isInCluster && !off.listen.isInsecure)
        #expect(!off.translation.listeners.usesProxyProtocol)
        let others = ["serve", "--no-disable-leader-election", "--no-release-status-on-shutdown"]
        let command = try #require(try Attache.parseAsRoot(others) as? ServeCommand)
        #expect(!command.election.disableLeaderElection && !command.address.releaseStatusOnShutdown)
    }

    @Test(arguments: [
        ([], "", nil, false), (["--kubeconfig", ""], "", nil, true), (["--kubeconfig=k"], "", "k", false),
        ([], "kubeconfig: ''", nil, true), (["--kubeconfig=k"], "kubeconfig: ''", "k", false),
        (["--kubeconfig", ""], "kubeconfig: k", nil, true),
    ])
    func `a kubeconfig without a name means the pod's own cluster`(
        arguments: [String], file text: String, kubeconfig: String?, isInCluster: Bool
    ) throws {
        let directory = try ScratchDirectory()
        let file = try directory.write("contour.yaml", text)
        let command = try #require(try Attache.parseAsRoot(["serve", "-c", file] + arguments) as? ServeCommand)
        let cluster = try command.settings(environment: EnvironmentVariables { _ in nil }).cluster
        #expect(cluster.kubeconfig == kubeconfig && cluster.isInCluster == isInCluster)
    }

    @Test func `a name that is left empty is not given`() throws {
        let arguments = [
            "serve", "--contour-config-name", "", "--config-path=f", "--leader-election-resource-namespace", "",
        ]
        let command = try #require(try Attache.parseAsRoot(arguments) as? ServeCommand)
        #expect(command.file.contourConfigName == nil && command.file.configPath == "f")
        #expect(command.election.leaderElectionResourceNamespace == nil)
        let named = ["serve", "--contour-config-name=c", "--leader-election-resource-namespace=n"]
        let other = try #require(try Attache.parseAsRoot(named) as? ServeCommand)
        #expect(other.file.contourConfigName == "c" && other.election.leaderElectionResourceNamespace == "n")
    }

    @Test(arguments: [
        ([], "127.0.0.1"), (["--contour-config-name=c"], "0.0.0.0"), (["--xds-address", ""], "0.0.0.0"),
        (["--contour-config-name=c", "--xds-address=10.0.0.1"], "10.0.0.1"),
    ])
    func `Envoys of other pods reach the port where an object says the rest`(arguments: [String], address: String)
        throws
    {
        let command = try #require(try Attache.parseAsRoot(["serve"] + arguments) as? ServeCommand)
        #expect(try command.settings(environment: EnvironmentVariables { _ in nil }).listen.xds.address == address)
    }

    @Test func `an empty address is every address, but not of what shows the configuration`() throws {
        let directory = try ScratchDirectory()
        let file = try directory.write("contour.yaml", "metrics: {contour: {address: 10.0.0.1}}\n")
        let settings = try settings(
            "-c", file, "--http-address", "", "--health-address", "", "--debug-http-address", "", "--stats-address", "")
        #expect(settings.listen.metrics.address == "0.0.0.0" && settings.listen.health.address == "0.0.0.0")
        #expect(settings.listen.debug.address == "127.0.0.1")
        #expect(settings.translation.inspection.statistics.address == "0.0.0.0")
    }

    @Test(arguments: [
        ([], "omEnforcedHealthListener: {port: 8002}", false), ([], "omEnforcedHealthListener: {port: 8004}", true),
        (["--stats-port=8004"], "omEnforcedHealthListener: {port: 8004}", false),
        (["--stats-port=8005"], "omEnforcedHealthListener: {port: 8002}", true),
    ])
    func `two listeners of Envoy do not share a port`(arguments: [String], file text: String, isSound: Bool) throws {
        let directory = try ScratchDirectory()
        let file = try directory.write("contour.yaml", text)
        let command = try #require(try Attache.parseAsRoot(["serve", "-c", file] + arguments) as? ServeCommand)
        let settings = try command.settings(environment: EnvironmentVariables { _ in nil })
        if isSound {
            try command.checkContradictions(of: settings)
        } else {
            let error = #expect(throws: ValidationError.self) { try command.checkContradictions(of: settings) }
            #expect(error?.message.contains("omEnforcedHealthListener has port 800") == true)
        }
    }

    @Test func `the environment says where this runs`() throws {
        let settings = try settings(environment: ["CONTOUR_NAMESPACE": "edge"])
        #expect(settings.address.service.namespace == "edge")
    }

    @Test func `flags win over the file, and the file over defaults`() throws {
        let directory = try ScratchDirectory()
        let text = "debug: true\ndisableMergeSlashes: true\nmetrics: {contour: {port: 9000}, envoy: {port: 9002}}\n"
        let file = try directory.write("contour.yaml", text)
        let settings = try settings("-c", file, "--http-port=9001")
        #expect(settings.isDebugging && !settings.translation.http.mergesSlashes)
        #expect(settings.listen.metrics.port == 9001 && settings.translation.inspection.statistics.port == 9002)
    }

    @Test(arguments: [
        (["--watch-namespaces=a,b", "--root-namespaces=c"], "c"),
        (["--watch-namespaces=a", "--root-namespaces=a"], nil),
    ])
    func `a namespace that settings name must be watched`(arguments: [String], named: String?) throws {
        let command = try #require(try Attache.parseAsRoot(["serve"] + arguments) as? ServeCommand)
        let settings = try command.settings(environment: EnvironmentVariables { _ in nil })
        do {
            try command.checkNamespaces(of: settings)
            #expect(named == nil)
        } catch {
            #expect(named.map { Attache.message(for: error).contains("namespace \($0)") } == true)
        }
    }

    @Test func `each flag of Envoy reaches the translation`() throws {
        let settings = try settings(
            "--envoy-service-http-address=::", "--envoy-service-http-port=80", "--envoy-service-https-address=10.0.0.1",
            "--envoy-service-https-port=443", "--stats-address=127.0.0.1", "--stats-port=9002",
            "--envoy-http-access-log=/a", "--envoy-https-access-log=/b", "--accesslog-format=json",
            "--use-proxy-protocol"
        ).translation
        #expect(settings.listeners.http == BindAddress(address: "::", port: 80))
        #expect(settings.listeners.https == BindAddress(address: "10.0.0.1", port: 443))
        #expect(settings.inspection.statistics == BindAddress(address: "127.0.0.1", port: 9002))
        #expect(settings.inspection.health == settings.inspection.statistics)
        #expect(settings.accessLog.httpPath == "/a" && settings.accessLog.httpsPath == "/b")
        #expect(settings.accessLog.format == .json(AccessLogField.defaults))
        #expect(settings.listeners.usesProxyProtocol)
    }

    @Test func `lists are divided at commas and only namespaces are trimmed`() throws {
        let settings = try settings("--ingress-class-name=a, b", "--root-namespaces= x , y,,")
        #expect(settings.classNames == ["a", " b"])
        #expect(settings.graph.rootNamespaces == ["x", "y"])
    }

    @Test func `Contour's way is a flag`() throws {
        let settings = try settings("--duplicate-vhost=invalidate-all", "--invalid-route=drop-object").graph
        #expect(settings.duplicateHosts == .invalidateAll && settings.invalidRoutes == .dropObject)
    }

    @Test(arguments: [
        (["--source=x", "--xds-port=0"], "--xds-port"), (["--source=x", "--stats-port=70000"], "--stats-port"),
        (["--source=x", "--invalid-route=maybe"], "--invalid-route"), (["--source=x", "--incluster"], "--source"),
        (["-c", "a", "--contour-config-name=b"], "--contour-config-name"),
        (["--source=x", "--contour-config-name=b"], "--contour-config-name"),
        (["--config-path", ""], "--config-path"), (["--leader-election-resource-name", ""], "resource-name"),
        (["--kubernetes-debug=-1"], "--kubernetes-debug"),
        (["--leader-election-renew-deadline=20s"], "--leader-election-lease-duration"),
        (["--leader-election-retry-period=9s"], "--leader-election-renew-deadline"),
        (["--disable-feature=gateway"], "--disable-feature"),
        (["--kubernetes-client-qps=-1"], "--kubernetes-client-qps"),
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

    @Test(arguments: [
        (["--xds-address=127.8.8.8"], true, true), (["--xds-address=localhost"], true, true),
        (["--xds-address=::1"], true, true),
        (["--xds-address=0.0.0.0"], true, false), (["--xds-address=::"], true, false),
        (["--xds-address=0.0.0.0", "--insecure"], true, true), ([], false, false), (["--insecure"], false, true),
    ])
    func `plain text to Envoys needs consent, but for a directory on loopback`(
        arguments: [String], isLocal: Bool, isAllowed: Bool
    ) throws {
        let command = try #require(try Attache.parseAsRoot(["serve"] + arguments) as? ServeCommand)
        let listen = try command.settings(environment: EnvironmentVariables { _ in nil }).listen
        do {
            #expect(try XDSProtection.choose(listen, isLocal: isLocal, isThere: { _ in false }) == .plaintext)
            #expect(isAllowed)
        } catch {
            #expect(!isAllowed && Attache.message(for: error).contains("--insecure"))
        }
    }
}
