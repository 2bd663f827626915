import DirectorySource
import DurableFiles
import Glibc
import KubernetesAPI
import ObjectStore
import TestKit
import Testing

@Suite("DirectoryObjects")
struct DirectoryObjectsTests {
    let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
    }

    @Test(arguments: followings)
    func `the first batch holds everything that is there, and nothing else`(_ following: DirectoryObjects.Following)
        async throws
    {
        try scratch.write("a.yaml", Sample.yaml(["a1": "1", "a2": "1"]))
        try scratch.write("sub/deep/b.yml", Sample.yaml("b", "1"))
        try scratch.write(
            "c.json", #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"value":"1"}}"#)
        for hidden in [".x.yaml", ".git/x.yaml", "x.yaml~", "x.txt", "x.yaml.tmp"] {
            try scratch.write(hidden, Sample.yaml("hidden", "1"))
        }
        try await withSource(scratch, following) { running in
            #expect(running.state == DeliveredState(values: ["a1": "1", "a2": "1", "b": "1", "c": "1"]))
            #expect(running.all.count == 1)
        }
    }

    @Test(arguments: followings)
    func `an empty directory is in sync at once`(_ following: DirectoryObjects.Following) async throws {
        try await withSource(scratch, following) { running in
            #expect(running.all == [ObjectBatch(completesSync: true)])
        }
    }

    @Test(arguments: followings)
    func `files are added, changed in place and removed`(_ following: DirectoryObjects.Following) async throws {
        try await withSource(scratch, following) { running in
            try scratch.write("a.yaml", Sample.yaml("x", "1"))
            try await running.has(["x": "1"])
            let file = try SlowFile(scratch.file("a.yaml"))
            try file.write(Sample.yaml("x", "22"))
            file.close()
            try await running.has(["x": "22"])
            try scratch.remove("a.yaml")
            try await running.has([:])
            #expect(running.state.problems == [])
        }
    }

    @Test(arguments: followings)
    func `an editor's new file takes the place of the old without a gap`(_ following: DirectoryObjects.Following)
        async throws
    {
        try scratch.write("a.yaml", Sample.yaml("x", "0"))
        try await withSource(scratch, following) { running in
            for value in 1...20 {
                try AtomicFile.replace(
                    scratch.file("a.yaml"), contents: Array(Sample.yaml("x", "\(value)").utf8), mode: 0o644)
            }
            try await running.has(["x": "20"])
            #expect(running.removals(of: "x") == 0)
        }
    }

    @Test(arguments: followings)
    func `a renamed file changes nothing`(_ following: DirectoryObjects.Following) async throws {
        try scratch.write("a.yaml", Sample.yaml("x", "1"))
        try scratch.write("sub/marker.yaml", Sample.yaml("marker", "0"))
        try await withSource(scratch, following) { running in
            var name = "a.yaml"
            for round in 1...20 {
                let next = round.isMultiple(of: 2) ? "n\(round).yaml" : "sub/n\(round).yaml"
                try scratch.rename(name, next)
                name = next
                try scratch.write("sub/marker.yaml", Sample.yaml("marker", "\(round)"))
                try await running.has(["x": "1", "marker": "\(round)"])
            }
            #expect(running.removals(of: "x") == 0)
            #expect(running.settings(of: "x") == 1)
            #expect(running.state.problems == [])
        }
    }

    @Test(arguments: followings)
    func `a file that is removed and written anew at once leaves no gap`(_ following: DirectoryObjects.Following)
        async throws
    {
        try scratch.write("a.yaml", Sample.yaml("x", "0"))
        try await withSource(scratch, following) { running in
            for value in 1...5 {
                try scratch.remove("a.yaml")
                try scratch.write("a.yaml", Sample.yaml("x", "\(value)"))
                try await running.has(["x": "\(value)"])
            }
            #expect(running.removals(of: "x") == 0)
        }
    }

    @Test(arguments: followings)
    func `a broken file keeps its last state, is told with its line, and is told when mended`(
        _ following: DirectoryObjects.Following
    ) async throws {
        try scratch.write("a.yaml", Sample.yaml("x", "1"))
        try await withSource(scratch, following) { running in
            try scratch.write("a.yaml", Sample.yaml("x", "2") + "---\napiVersion: v1\nkind: ConfigMap\n")
            try await running.tells("a.yaml:6: ")
            try scratch.write("b.yaml", Sample.yaml("other", "1"))
            try await running.has(["x": "1", "other": "1"])
            #expect(running.state.problems.count == 1)
            try scratch.write("a.yaml", Sample.yaml("x", "3"))
            try await running.has(["x": "3", "other": "1"])
            #expect(running.state.problems.dropFirst() == ["\(scratch.file("a.yaml")): \(FileSet.mendedMessage)"])
        }
    }

    @Test(arguments: followings)
    func `directories are moved in, renamed, moved out and made`(_ following: DirectoryObjects.Following) async throws {
        let elsewhere = try ScratchDirectory()
        try elsewhere.write("set/a.yaml", Sample.yaml("a", "1"))
        try elsewhere.write("set/deep/b.yaml", Sample.yaml("b", "1"))
        try await withSource(scratch, following) { running in
            try #require(unsafe Glibc.rename(elsewhere.file("set"), scratch.file("in")) == 0)
            try await running.has(["a": "1", "b": "1"])
            try scratch.write("in/deep/b.yaml", Sample.yaml("b", "2"))
            try await running.has(["a": "1", "b": "2"])
            try scratch.rename("in", "renamed")
            try scratch.write("renamed/deep/b.yaml", Sample.yaml("b", "3"))
            try await running.has(["a": "1", "b": "3"])
            #expect(running.removals(of: "a") == 0)
            try #require(unsafe Glibc.rename(scratch.file("renamed"), elsewhere.file("out")) == 0)
            try await running.has([:])
            try elsewhere.write("out/a.yaml", Sample.yaml("a", "no longer"))
            try scratch.write("new/deep/c.yaml", Sample.yaml("c", "1"))
            try await running.has(["c": "1"])
            try scratch.write("new/deep/c.yaml", Sample.yaml("c", "2"))
            try await running.has(["c": "2"])
        }
    }

    @Test(arguments: followings)
    func `an object given twice is told, and the second file takes over`(_ following: DirectoryObjects.Following)
        async throws
    {
        try scratch.write("a.yaml", Sample.yaml("x", "a"))
        try await withSource(scratch, following) { running in
            try scratch.write("b.yaml", Sample.yaml("x", "b"))
            try await running.tells("b.yaml:1: ConfigMap test/x is given in \(scratch.file("a.yaml")):1 too")
            #expect(running.state.values == ["x": "a"])
            try scratch.remove("a.yaml")
            try await running.has(["x": "b"])
            #expect(running.removals(of: "x") == 0)
        }
    }

    @Test(arguments: followings)
    func `a hard link is read although nobody writes it`(_ following: DirectoryObjects.Following) async throws {
        let elsewhere = try ScratchDirectory()
        let original = try elsewhere.write("original", Sample.yaml("x", "1"))
        try await withSource(scratch, following) { running in
            try #require(unsafe Glibc.link(original, scratch.file("a.yaml")) == 0)
            try await running.has(["x": "1"])
            // With its other name gone the file looks as if somebody were writing it.
            try elsewhere.write("second", Sample.yaml("z", "1"))
            try #require(unsafe Glibc.link(elsewhere.file("second"), scratch.file("z.yaml")) == 0)
            try elsewhere.remove("second")
            try await running.has(["x": "1", "z": "1"])
        }
    }

    @Test func `a file is taken when its writer closes it, not before`() async throws {
        try scratch.write("a.yaml", Sample.yaml("x", "1"))
        try await withSource(scratch, .watching) { running in
            try scratch.remove("a.yaml")
            let file = try SlowFile(scratch.file("a.yaml"))
            try file.write(Sample.yaml("x", "2"))
            try scratch.write("marker.yaml", Sample.yaml("marker", "1"))
            try await running.has(["x": "1", "marker": "1"])
            try file.write("---\n" + Sample.yaml("z", "2"))
            file.close()
            try await running.has(["x": "2", "z": "2", "marker": "1"])
            #expect(running.all.filter { $0.changes.contains(where: { $0.key.name == "x" }) }.count == 2)
        }
    }

    @Test(arguments: followings)
    func `a pipe is not opened, and what was a file keeps its state`(_ following: DirectoryObjects.Following)
        async throws
    {
        try scratch.write("a.yaml", Sample.yaml("x", "1"))
        try await withSource(scratch, following) { running in
            try #require(unsafe mkfifo(scratch.file("pipe"), 0o644) == 0)
            try scratch.rename("pipe", "a.yaml")
            try await running.tells("a.yaml: no regular file")
            #expect(running.state.values == ["x": "1"])
            try AtomicFile.replace(scratch.file("b.yaml"), contents: Array(Sample.yaml("x", "2").utf8), mode: 0o644)
            try scratch.rename("b.yaml", "a.yaml")
            try await running.has(["x": "2"])
        }
    }

    @Test func `a directory that is not there is refused in one line`() async throws {
        let missing = DirectoryObjects(path: scratch.file("none"))
        await #expect(throws: DirectoryError.missing(scratch.file("none"))) { try await missing.run { _ in } }
        let file = try scratch.write("file", "")
        await #expect(throws: DirectoryError.notDirectory(file)) { try await DirectoryObjects(path: file).run { _ in } }
        let message = "\(DirectoryError.missing("none"))"
        #expect(message == "cannot read objects from none: there is no such directory; create it or name another")
    }

    @Test(arguments: followings)
    func `a directory that vanishes keeps its state until it is back`(_ following: DirectoryObjects.Following)
        async throws
    {
        try scratch.write("root/a.yaml", Sample.yaml("a", "1"))
        try scratch.write("root/b.yaml", Sample.yaml("b", "1"))
        try await withSource(scratch, following, path: scratch.file("root/")) { running in
            try scratch.rename("root", "away")
            try await running.tells("\(scratch.file("root")): the directory is gone; put it back")
            #expect(running.state.values == ["a": "1", "b": "1"])
            try scratch.write("next/a.yaml", Sample.yaml("a", "2"))
            try scratch.rename("next", "root")
            try await running.has(["a": "2"])
            #expect(running.state.problems.last == "\(scratch.file("root")): \(FileSet.mendedMessage)")
            try scratch.write("root/b.yaml", Sample.yaml("b", "2"))
            try await running.has(["a": "2", "b": "2"])
            try scratch.remove("root/a.yaml")
            try scratch.remove("root/b.yaml")
            try #require(unsafe rmdir(scratch.file("root")) == 0)
            try await eventually("told again") {
                running.state.problems.count { $0.contains("the directory is gone") } == 2
            }
        }
    }

    @Test(arguments: followings)
    func `thousands of files are read, moved at once and changed singly`(_ following: DirectoryObjects.Following)
        async throws
    {
        var expected: [String: String] = [:]
        for number in 0..<2000 {
            try scratch.write("set/\(number % 10)/f\(number).yaml", Sample.yaml("o\(number)", "1"))
            expected["o\(number)"] = "1"
        }
        try await withSource(scratch, following) { running in
            #expect(running.state.values == expected)
            try scratch.rename("set", "moved")
            try scratch.write("moved/7/f7.yaml", Sample.yaml("o7", "2"))
            expected["o7"] = "2"
            try await running.has(expected)
            #expect(running.all.reduce(0) { $0 + $1.changes.count } == 2001)
        }
    }
}
