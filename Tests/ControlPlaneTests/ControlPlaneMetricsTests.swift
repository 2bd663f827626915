import ControlPlane
import KubernetesAPI
import ObjectStore
import Testing
import XDSModel

@Suite struct `Metrics of the control plane` {
    /// A control plane as far as metrics see it.
    private struct World {
        let metrics = ControlPlaneMetrics(version: "1.2.3", now: { 1_700_000_000.5 })
        var engine = Engine()

        mutating func apply(_ batch: ObjectBatch) async {
            let outcome = await engine.apply(batch)
            metrics.observe(batch: batch, outcome: outcome, engine: engine, took: .milliseconds(250))
        }

        /// The lines of metrics whose names begin so, without comments.
        func lines(_ start: String) -> [String] {
            metrics.render().split(separator: "\n").filter { $0.hasPrefix(start) }.map(String.init)
        }
    }

    @Test func `count HTTPProxies by how they fare`() async throws {
        var world = World()
        await world.apply(
            try ObjectBatch(
                Objects.service("web") + Objects.service("web", in: "b")
                    + Objects.proxy("one", host: "one.example.com", to: "web")
                    + Objects.proxy("two", host: "TWO.example.com", to: "web")
                    + Objects.proxy("bad", host: "bad.example.com", to: "missing")
                    + Objects.child("lost", to: "web") + Objects.child("lost", to: "web", in: "b"),
                completesSync: true))
        #expect(
            world.lines("contour_httpproxy") == [
                #"contour_httpproxy{namespace="a"} 4"#,
                #"contour_httpproxy{namespace="b"} 1"#,
                #"contour_httpproxy_invalid{namespace="a",vhost="bad.example.com"} 1"#,
                #"contour_httpproxy_orphaned{namespace="a"} 1"#,
                #"contour_httpproxy_orphaned{namespace="b"} 1"#,
                #"contour_httpproxy_root{namespace="a"} 3"#,
                #"contour_httpproxy_valid{namespace="a",vhost="one.example.com"} 1"#,
                #"contour_httpproxy_valid{namespace="a",vhost="two.example.com"} 1"#,
            ])
    }

    @Test func `follow objects that fare otherwise because of another object`() async throws {
        var world = World()
        await world.apply(
            try ObjectBatch(
                Objects.service("web") + Objects.proxy("one", host: "one.example.com", to: "web"), completesSync: true))
        await world.apply(ObjectBatch(changes: [.removed(ObjectKey(.service, namespace: "a", name: "web"))]))
        #expect(
            world.lines("contour_httpproxy") == [
                #"contour_httpproxy{namespace="a"} 1"#,
                #"contour_httpproxy_invalid{namespace="a",vhost="one.example.com"} 1"#,
                #"contour_httpproxy_root{namespace="a"} 1"#,
            ])
    }

    @Test func `count the objects that a class takes along`() async throws {
        var world = World()
        let proxy = Objects.proxy("one", host: "one.example.com", to: "web")
        await world.apply(
            try ObjectBatch(
                proxy.split(separator: "spec:").joined(separator: "spec:\n  ingressClassName: contour"),
                completesSync: true))
        let objects = #"contour_dag_cache_object{kind="HTTPProxy"}"#
        #expect(world.lines(objects) == ["\(objects) 1"])
        await world.apply(try ObjectBatch(Objects.ingressClass("contour", of: "example.test/other")))
        #expect(world.lines(objects) == ["\(objects) 0"])
        #expect(world.lines("contour_httpproxy") == [])
        await world.apply(try ObjectBatch(Objects.ingressClass("contour", of: "projectcontour.io/ours")))
        #expect(world.lines(objects) == ["\(objects) 1"])
    }

    @Test func `forget hosts and namespaces that are gone`() async throws {
        var world = World()
        await world.apply(
            try ObjectBatch(
                Objects.service("web") + Objects.proxy("one", host: "one.example.com", to: "web")
                    + Objects.child("lost", to: "web", in: "b"), completesSync: true))
        await world.apply(
            try ObjectBatch(
                Objects.proxy("one", host: "other.example.com", to: "web"), removed: [.proxy("lost", in: "b")]))
        #expect(
            world.lines("contour_httpproxy") == [
                #"contour_httpproxy{namespace="a"} 1"#,
                #"contour_httpproxy_root{namespace="a"} 1"#,
                #"contour_httpproxy_valid{namespace="a",vhost="other.example.com"} 1"#,
            ])
        await world.apply(ObjectBatch(changes: [.removed(.proxy("one"))]))
        #expect(world.lines("contour_httpproxy").isEmpty)
        #expect(world.lines("# TYPE contour_httpproxy").isEmpty)
    }

    @Test func `count objects and what happened to them by kind`() async throws {
        var world = World()
        let proxy = Objects.proxy("one", host: "one.example.com", to: "web")
        await world.apply(try ObjectBatch(Objects.service("web") + proxy, completesSync: true))
        await world.apply(try ObjectBatch(proxy, removed: [ObjectKey(.service, namespace: "a", name: "web")]))
        #expect(
            world.lines("contour_dag_cache_object") == [
                #"contour_dag_cache_object{kind="EndpointSlice"} 1"#,
                #"contour_dag_cache_object{kind="HTTPProxy"} 1"#,
                #"contour_dag_cache_object{kind="Service"} 0"#,
            ])
        #expect(
            world.lines("contour_eventhandler_operation_total") == [
                #"contour_eventhandler_operation_total{kind="EndpointSlice",op="add"} 1"#,
                #"contour_eventhandler_operation_total{kind="HTTPProxy",op="add"} 1"#,
                #"contour_eventhandler_operation_total{kind="HTTPProxy",op="update"} 1"#,
                #"contour_eventhandler_operation_total{kind="Service",op="add"} 1"#,
                #"contour_eventhandler_operation_total{kind="Service",op="delete"} 1"#,
            ])
    }

    @Test func `tell of batches, publications and resources`() async throws {
        var world = World()
        #expect(world.lines("attache_ready") == ["attache_ready 0"])
        await world.apply(
            ObjectBatch(problems: [
                SourceProblem(place: "a.yaml:1", message: "no"), SourceProblem(place: "b", message: ""),
            ]))
        #expect(world.lines("contour_dagrebuild") == ["contour_dagrebuild_total 0"])
        await world.apply(
            try ObjectBatch(
                Objects.service("web") + Objects.proxy("one", host: "one.example.com", to: "web"), completesSync: true))
        await world.apply(try ObjectBatch(Objects.service("unused")))
        #expect(
            world.lines("contour_dagrebuild") == [
                "contour_dagrebuild_seconds_sum 0.5", "contour_dagrebuild_seconds_count 2",
                "contour_dagrebuild_timestamp 1700000000.5", "contour_dagrebuild_total 2",
            ])
        #expect(
            world.lines("contour_cachehandler") == [
                "contour_cachehandler_onupdate_duration_seconds_sum 0.25",
                "contour_cachehandler_onupdate_duration_seconds_count 1",
            ])
        #expect(
            world.lines("contour_build_info") == [
                #"contour_build_info{version="1.2.3"} 1"#
            ])
        #expect(world.lines("attache_ready") + world.lines("attache_hosts") == ["attache_ready 1", "attache_hosts 1"])
        #expect(world.lines("attache_source_problems_total") == ["attache_source_problems_total 2"])
        #expect(world.lines(#"attache_resources{type="cds"}"#) == [#"attache_resources{type="cds"} 1"#])
        #expect(
            world.lines("attache_publications_total") == [
                #"attache_publications_total{style="aggregated"} 1"#,
                #"attache_publications_total{style="separate"} 0"#,
            ])
    }

    @Test func `tell of the process, as it is when it is asked`() throws {
        let world = World()
        let names = ["cpu_seconds_total", "max_fds", "open_fds", "resident_memory_bytes", "start_time_seconds"]
        #expect(
            world.lines("process_").map { String($0.prefix { $0 != " " }) }
                == names.map { "process_\($0)" } + ["process_virtual_memory_bytes"])
        #expect(world.lines("# TYPE process_cpu_seconds_total") == ["# TYPE process_cpu_seconds_total counter"])
        #expect(world.lines("# TYPE process_open_fds") == ["# TYPE process_open_fds gauge"])
    }

    @Test func `tell of streams and what goes over them`() {
        let world = World()
        world.metrics.streamOpened(variant: "delta")
        world.metrics.streamOpened(variant: "delta")
        world.metrics.streamClosed(variant: "delta")
        world.metrics.streamClosed(variant: "sotw")
        world.metrics.sent(type: .cluster, bytes: 100, resources: 3, removed: 0)
        world.metrics.sent(type: .cluster, bytes: 20, resources: 0, removed: 2)
        world.metrics.rejected(type: .route)
        #expect(
            world.lines("attache_streams") == [
                #"attache_streams{variant="delta"} 1"#, #"attache_streams{variant="sotw"} 0"#,
            ])
        #expect(
            world.lines("attache_response").filter { $0.contains("cds") } == [
                #"attache_response_bytes_total{type="cds"} 120"#, #"attache_response_removals_total{type="cds"} 2"#,
                #"attache_response_resources_total{type="cds"} 3"#, #"attache_responses_total{type="cds"} 2"#,
            ])
        #expect(world.lines(#"attache_rejections_total{type="rds"}"#) == [#"attache_rejections_total{type="rds"} 1"#])
    }

    @Test func `are all explained`() async throws {
        var world = World()
        await world.apply(
            try ObjectBatch(
                Objects.proxy("bad", host: "bad.example.com", to: "missing") + Objects.child("lost", to: "web"),
                completesSync: true))
        let explained = Set(world.lines("# HELP ").compactMap { $0.split(separator: " ").dropFirst(2).first })
        let typed = Set(world.lines("# TYPE ").compactMap { $0.split(separator: " ").dropFirst(2).first })
        #expect(typed.subtracting(explained).isEmpty)
        #expect(Set(ControlPlaneMetrics.ofLoop.keys).subtracting(typed.map(String.init)) == ["contour_httpproxy_valid"])
    }
}
