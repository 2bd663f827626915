import DirectorySource
import Glibc
import ObjectStore
import TestKit
import Testing

@Suite("DirectoryObjects, links")
struct LinkTests {
    let scratch: ScratchDirectory
    let elsewhere: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        elsewhere = try ScratchDirectory()
    }

    /// Puts a version of a ConfigMap in place as the kubelet does: a new directory, and a link that is renamed over the old.
    private func mount(_ version: String, over former: String?, _ files: [String: String]) throws {
        for (name, text) in files { try scratch.write("volume/..\(version)/\(name)", text) }
        try scratch.link("volume/..data_tmp", to: "..\(version)")
        try scratch.rename("volume/..data_tmp", "volume/..data")
        for name in files.keys where former == nil { try scratch.link("volume/\(name)", to: "..data/\(name)") }
        guard let former else { return }
        for name in try scratch.names(in: "volume/..\(former)") { try scratch.remove("volume/..\(former)/\(name)") }
        try #require(unsafe rmdir(scratch.file("volume/..\(former)")) == 0)
    }

    @Test(arguments: followings)
    func `a ConfigMap volume changes in one batch and without a gap`(_ following: DirectoryObjects.Following)
        async throws
    {
        try mount("1", over: nil, ["a.yaml": Sample.yaml("a", "1"), "b.yaml": Sample.yaml("b", "1")])
        try await withSource(scratch, following) { running in
            #expect(running.state == DeliveredState(values: ["a": "1", "b": "1"]))
            for version in 2...10 {
                let (a, b) = (Sample.yaml("a", "\(version)"), Sample.yaml("b", "\(version)"))
                try mount("\(version)", over: "\(version - 1)", ["a.yaml": a, "b.yaml": b])
                try await running.has(["a": "\(version)", "b": "\(version)"])
            }
            #expect(running.removals(of: "a") == 0)
            #expect(running.all.allSatisfy { $0.changes.count == 2 })
            #expect(running.state.problems == [])
        }
    }

    @Test(arguments: followings)
    func `a link to a file elsewhere follows that file`(_ following: DirectoryObjects.Following) async throws {
        try elsewhere.write("target.txt", Sample.yaml("x", "1"))
        try await withSource(scratch, following) { running in
            try scratch.link("a.yaml", to: elsewhere.file("target.txt"))
            try await running.has(["x": "1"])
            try elsewhere.write("target.txt", Sample.yaml("x", "2"))
            try await running.has(["x": "2"])
            try scratch.remove("a.yaml")
            try await running.has([:])
            try scratch.link("b.yaml", to: ".hidden/c")
            try await running.tells("b.yaml: the link leads nowhere; mend or remove it")
            try scratch.write(".hidden/c", Sample.yaml("x", "3"))
            try await running.has(["x": "3"])
        }
    }

    @Test(arguments: followings)
    func `a link that leads nowhere any more keeps its state`(_ following: DirectoryObjects.Following) async throws {
        try elsewhere.write("target", Sample.yaml("x", "1"))
        try scratch.link("a.yaml", to: elsewhere.file("target"))
        try await withSource(scratch, following) { running in
            try elsewhere.remove("target")
            try await running.tells("a.yaml: the link leads nowhere")
            #expect(running.state.values == ["x": "1"])
            try elsewhere.write("target", Sample.yaml("x", "2"))
            try await running.has(["x": "2"])
        }
    }

    @Test(arguments: followings)
    func `a chain of links follows each of them`(_ following: DirectoryObjects.Following) async throws {
        try elsewhere.write("v1/x", Sample.yaml("x", "1"))
        try elsewhere.write("v2/x", Sample.yaml("x", "2"))
        try elsewhere.write("v3/x", Sample.yaml("x", "3"))
        try elsewhere.link("current", to: "v1")
        try elsewhere.link("second", to: "./current/../current/x")
        try scratch.link("a.yaml", to: elsewhere.file("second"))
        try await withSource(scratch, following) { running in
            #expect(running.state.values == ["x": "1"])
            try elsewhere.link("tmp", to: "v2")
            try elsewhere.rename("tmp", "current")
            try await running.has(["x": "2"])
            try elsewhere.link("tmp", to: elsewhere.file("v3/x"))
            try elsewhere.rename("tmp", "second")
            try await running.has(["x": "3"])
            try elsewhere.write("v3/x", Sample.yaml("x", "4"))
            try await running.has(["x": "4"])
        }
    }

    @Test(arguments: followings)
    func `a link to a directory shows what is in there`(_ following: DirectoryObjects.Following) async throws {
        try elsewhere.write("v1/sub/x.yaml", Sample.yaml("x", "1"))
        try elsewhere.write("v2/x.yaml", Sample.yaml("x", "3"))
        try await withSource(scratch, following) { running in
            try scratch.link("in", to: elsewhere.file("v1"))
            try await running.has(["x": "1"])
            try elsewhere.write("v1/sub/x.yaml", Sample.yaml("x", "2"))
            try await running.has(["x": "2"])
            try scratch.link("tmp", to: elsewhere.file("v2"))
            try scratch.rename("tmp", "in")
            try await running.has(["x": "3"])
            try scratch.remove("in")
            try await running.has([:])
        }
    }

    @Test(arguments: followings)
    func `the directory itself may be a link that is exchanged`(_ following: DirectoryObjects.Following) async throws {
        try scratch.write("v1/x.yaml", Sample.yaml("x", "1"))
        try scratch.write("v2/x.yaml", Sample.yaml("x", "2"))
        try scratch.link("current", to: "v1")
        try await withSource(scratch, following, path: scratch.file("current")) { running in
            try scratch.link("tmp", to: "v2")
            try scratch.rename("tmp", "current")
            try await running.has(["x": "2"])
            try scratch.write("v2/x.yaml", Sample.yaml("x", "3"))
            try await running.has(["x": "3"])
            #expect(running.removals(of: "x") == 0)
        }
    }

    @Test(arguments: followings)
    func `links in circles are told and end nothing`(_ following: DirectoryObjects.Following) async throws {
        try scratch.write("sub/x.yaml", Sample.yaml("x", "1"))
        try scratch.link("sub/up", to: "..")
        try scratch.link("self.yaml", to: "self.yaml")
        try await withSource(scratch, following) { running in
            try await running.tells("sub/up: the link leads back to a directory above it; remove the link")
            try await running.tells("self.yaml: the links go in circles; mend or remove them")
            try scratch.write("sub/x.yaml", Sample.yaml("x", "2"))
            try await running.has(["x": "2"])
            try scratch.remove("sub/up")
            try scratch.remove("self.yaml")
            try scratch.write("sub/x.yaml", Sample.yaml("x", "3"))
            try await running.has(["x": "3"])
            #expect(running.state.problems.count == 2)
        }
    }

    @Test func `a trail names every link and the end`() throws {
        try scratch.link("a", to: "b/../c/./d")
        try scratch.makeDirectory("b")
        try scratch.link("c", to: scratch.file("e"))
        try scratch.write("e/d", "")
        let steps = LinkTrail.steps(from: scratch.file("a"))
        #expect(steps.map(\.name) == ["a", "c", "d"])
        #expect(steps.first?.directory == scratch.path && steps.last?.directory == scratch.file("e"))
        try scratch.link("loop", to: "loop")
        #expect(LinkTrail.steps(from: scratch.file("loop")).count <= LinkTrail.stepLimit)
        #expect(LinkTrail.steps(from: scratch.file("none")).map(\.name) == ["none"])
    }
}
