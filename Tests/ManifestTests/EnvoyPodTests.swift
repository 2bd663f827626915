import Conventions
import Testing

@testable import attache

/// The manifests of Envoy agree with the binary, with each other and with Contour's.
@Suite struct `Envoy manifests` {
    @Test(arguments: EnvoyForm.allCases)
    func `every container of ours parses`(form: EnvoyForm) throws {
        let pod = try EnvoyPod(form)
        let names = pod.containers.filter { $0.image.hasPrefix("attache:") }.map(\.name)
        expectSame(names, ["envoy-initconfig", "shutdown-manager"])
        #expect(try pod.bootstrap().path == "/config/envoy.json")
        #expect(try pod.shutdownManager().drain.gracePeriod?.duration == .seconds(300))
        #expect(try pod.hook().drain.gracePeriod?.duration == .seconds(300))
    }

    @Test(arguments: EnvoyForm.allCases)
    func `no rule finds a fault`(form: EnvoyForm) throws {
        expectSame(try EnvoyPod(form).faults, [])
    }

    @Test(arguments: EnvoyForm.allCases)
    func `a drain is over before the kubelet kills`(form: EnvoyForm) throws {
        let pod = try EnvoyPod(form)
        let grace = try pod.spec.terminationGracePeriodSeconds.orMissing("terminationGracePeriodSeconds")
        #expect(try pod.deadline() == .seconds(295))
        #expect(try pod.deadline() < .seconds(grace))
    }

    @Test func `the forms differ only where they have to`() throws {
        let daemonSet = try EnvoyPod(.daemonSet)
        for form in [EnvoyForm.deployment, .nativeSidecar] {
            let pod = try EnvoyPod(form)
            expectSame(try pod.initconfig, try daemonSet.initconfig)
            var envoy = try daemonSet.envoy
            envoy.ports = envoy.ports?.map { port in
                var port = port
                port.hostPort = nil
                return port
            }
            expectSame(try pod.envoy, envoy)
            var manager = try pod.manager
            manager.restartPolicy = nil
            manager.startupProbe = nil
            manager.args?.removeAll { $0 == "--mode=native-sidecar" }
            expectSame(manager, try daemonSet.manager)
            expectSame(pod.spec.volumes, daemonSet.spec.volumes)
            expectSame(pod.spec.securityContext, daemonSet.spec.securityContext)
        }
    }
}
