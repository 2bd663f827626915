import DirectorySource
import KubernetesAPI
import ObjectStore
import Testing

@Suite("FileSet")
struct FileSetTests {
    private var files = FileSet()
    private var state = DeliveredState()

    /// Takes readings in; answers how the batch changes objects, in its order.
    @discardableResult
    private mutating func take(_ readings: (path: String, reading: FileReading)...) -> [String] {
        let batch = files.take(readings)
        state.take(batch)
        return batch.changes.map { change in
            switch change {
            case .set(let object): "\(object.key.name)=\(Sample.value(object) ?? "")"
            case .removed(let key): "-\(key.name)"
            }
        }
    }

    /// What was told since the last time.
    private mutating func told() -> [String] {
        defer { state.problems = [] }
        return state.problems
    }

    private func text(_ yaml: String) -> FileReading { .contents(FileContents(Array(yaml.utf8), of: "x.yaml")) }

    @Test mutating func `delivers the objects of all documents in the order of their keys`() {
        #expect(
            take(("a", text(Sample.yaml(["y": "1", "x": "2"]))), ("b", text(Sample.yaml("w", "3")))) == [
                "w=3", "x=2", "y=1",
            ])
        #expect(told() == [])
    }

    @Test mutating func `delivers only what has changed in a file`() {
        take(("a", text(Sample.yaml(["x": "1", "y": "1", "z": "1"]))))
        #expect(take(("a", text(Sample.yaml(["x": "1", "y": "2", "w": "1"])))) == ["w=1", "y=2", "-z"])
        #expect(take(("a", text(Sample.yaml(["x": "1", "y": "2", "w": "1"])))) == [])
    }

    @Test mutating func `an object that moves to another file in one batch does not change`() {
        take(("a", text(Sample.yaml("x", "1"))))
        #expect(take(("a", .gone), ("b", text(Sample.yaml("x", "1")))) == [])
        #expect(take(("a", text(Sample.yaml("x", "2"))), ("b", .gone)) == ["x=2"])
        #expect(take(("a", .gone)) == ["-x"])
        #expect(told() == [])
    }

    @Test mutating func `a file with one broken document keeps all of its last objects`() {
        take(("a", text(Sample.yaml(["x": "1", "y": "1"]))), ("b", text(Sample.yaml("z", "1"))))
        let spoiled = text(Sample.yaml("x", "2") + "---\n" + Sample.broken)
        #expect(take(("a", spoiled), ("b", text(Sample.yaml("z", "2")))) == ["z=2"])
        let news = told()
        #expect(news.count == 1)
        #expect(news.first?.hasPrefix("a:") == true)
        #expect(news.first?.hasSuffix("; until that is mended the file's last good state stays in force") == true)
    }

    @Test mutating func `names the line of the broken document`() {
        take(("a", text(Sample.yaml("x", "1") + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {}\n")))
        let news = told()
        #expect(news.count == 1)
        #expect(news.first?.hasPrefix("a:9: metadata.name: the field is required; until") == true, "\(news)")
    }

    @Test mutating func `a file that is broken from the start gives nothing but a problem`() {
        #expect(take(("a", text(Sample.yaml("x", "1") + "---\n" + Sample.broken))) == [])
        #expect(told().first?.hasSuffix("; until that is mended nothing of the file is in force") == true)
    }

    @Test mutating func `a problem is told once, again when it changes, and a mended file is told`() {
        take(("a", .unreadable("first")))
        #expect(told().count == 1)
        take(("a", .unreadable("first")))
        #expect(told() == [])
        take(("a", .unreadable("second")))
        #expect(told() == ["a: second; until that is mended nothing of the file is in force"])
        take(("a", text(Sample.yaml("x", "1"))))
        #expect(told() == ["a: \(FileSet.mendedMessage)"])
        take(("a", text(Sample.yaml("x", "2"))))
        #expect(told() == [])
    }

    @Test mutating func `a broken file that goes takes its objects with it`() {
        take(("a", text(Sample.yaml("x", "1"))))
        take(("a", .unreadable("why")))
        _ = told()
        #expect(take(("a", .gone)) == ["-x"])
        #expect(told() == [])
    }

    @Test mutating func `of an object in two files the first by path counts, and the other takes over`() {
        take(("b", text(Sample.yaml("x", "b"))))
        #expect(take(("a", text("\n" + Sample.yaml("x", "a")))) == ["x=a"])
        #expect(told() == ["b:1: ConfigMap test/x is given in a:2 too, and that one counts; remove one of them"])
        #expect(take(("b", text(Sample.yaml("x", "b2")))) == [])
        #expect(told() == [])
        #expect(take(("a", .gone)) == ["x=b2"])
        #expect(told() == ["b: \(FileSet.mendedMessage)"])
    }

    @Test mutating func `of three files that give an object the second takes over and the third is told anew`() {
        take(("a", text(Sample.yaml("x", "a"))), ("b", text(Sample.yaml("x", "b"))), ("c", text(Sample.yaml("x", "c"))))
        #expect(told().count == 2)
        #expect(take(("a", text(Sample.yaml("y", "a")))) == ["x=b", "y=a"])
        #expect(
            told() == [
                "b: \(FileSet.mendedMessage)",
                "c:1: ConfigMap test/x is given in b:1 too, and that one counts; remove one of them",
            ])
    }

    @Test mutating func `of an object given twice in a file the first counts`() {
        #expect(take(("a", text(Sample.yaml(["x": "1", "x": "2"])))) == ["x=1"])
        #expect(told() == ["a:6: ConfigMap test/x is given in line 1 already, and that one counts; remove one of them"])
    }

    @Test mutating func `an object whose fields have problems is delivered with them`() throws {
        let batch = files.take([("a", text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: [1]\n"))])
        let change = try #require(batch.changes.first)
        guard case .set(let object) = change else {
            Issue.record("not set: \(change)")
            return
        }
        #expect(object.problems.map(\.path) == ["data"])
        #expect(batch.problems == [])
    }

    @Test(
        arguments: [
            ("v1", "Pod", nil), ("serving.knative.dev/v1", "Service", nil), ("example.com/v1", "HTTPProxy", nil),
            ("projectcontour.io/v1beta1", "HTTPProxy", "projectcontour.io/v1"), ("v2", "Secret", "v1"),
            ("networking.k8s.io/v1beta1", "Ingress", "networking.k8s.io/v1"),
            ("extensions/v1beta1", "Ingress", "networking.k8s.io/v1"),
        ] as [(String, String, String?)])
    mutating func `other kinds are counted, other versions of ours are told once`(
        version: String, kind: String, expected: String?
    ) {
        let document = "apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: x}\n---\n"
        #expect(take(("a", text(document + document + Sample.yaml("y", "1")))) == ["y=1"])
        let message = expected.map { "a:1: \(kind) of version \"\(version)\" is not read; write apiVersion: \($0)" }
        #expect(told() == [message].compactMap(\.self))
        #expect(files.ignoredCount == 2)
        take(("a", .gone))
        #expect(files.ignoredCount == 0)
    }

    @Test mutating func `an empty file gives nothing and is no problem`() {
        take(("a", text(Sample.yaml("x", "1"))))
        #expect(take(("a", text("# nothing\n"))) == ["-x"])
        #expect(told() == [])
    }

    @Test mutating func `many problems of a file are cut short`() {
        let document = "apiVersion: v1\nkind: ConfigMap\n---\n"
        take(("a", text(String(repeating: document, count: 100))))
        let news = told()
        #expect(news.count == FileSet.problemLimit + 1)
        #expect(news.last == "a: 80 more problems like these; mend those first")
    }

    @Test mutating func `a path with a line break is told in one line`() {
        take(("a\nb", .unreadable("why")))
        #expect(told().first?.hasPrefix(#""a\nb": why"#) == true)
    }

    @Test func `a JSON file is read as such`() {
        let text = #"{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"value": "1"}}"#
        let contents = FileContents(Array(text.utf8), of: "x.json")
        #expect(contents.objects.map { Sample.value($0.object) } == ["1"])
        #expect(FileContents(Array((text + "\n---\n" + text).utf8), of: "x.json").faults.count == 1)
    }
}
