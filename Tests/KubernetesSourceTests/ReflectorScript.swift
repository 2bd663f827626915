import KubernetesAPI
import KubernetesClient
import ObjectStore

@testable import KubernetesSource

/// A reflector that is told what to meet, step by step.
final class ReflectorScript {
    var reflector: Reflector
    var now = ContinuousClock.now
    /// What it has said since the script began.
    var changes: [String] = []
    var problems: [String] = []
    var incidents: [SourceIncident] = []

    init(_ kind: ObjectKind = .service) {
        reflector = Reflector(ReflectorScope(kind))
    }

    /// One that lists, has listed these and watches from that version.
    static func watching(
        _ objects: [String], version: String, kind: ObjectKind = .service
    ) -> ReflectorScript {
        let script = ReflectorScript(kind)
        _ = script.next()
        script.fail(422)
        _ = script.next()
        script.list(objects, ListEnd(resourceVersion: version))
        _ = script.next()
        script.reflector.watchOpened()
        script.collect()
        script.changes = []
        script.incidents = []
        return script
    }

    /// What is to be done, in words.
    func next() -> String {
        switch reflector.next(at: now, chance: 0) {
        case .list(let request): "list \(request.request.target.replacing(/^[^?]*\??/, with: ""))".trimmed
        case .watch(let request):
            request.request.target.replacing(/^.*timeoutSeconds=300/, with: "watch ")
                .replacing("&resourceVersionMatch=NotOlderThan", with: "").replacing("&fieldSelector", with: " ")
                .trimmed
        case .wait(let pause): "wait \(Self.milliseconds(pause))"
        case .waitForServer(let pause, let atLeast):
            "server \(Self.milliseconds(pause))"
                + (atLeast > .zero ? ", at least \(Self.milliseconds(atLeast))" : "")
        }
    }

    /// Whether the watch that is to be opened may come as protobuf; nil where none is.
    func acceptsProtobuf() -> Bool? {
        guard case .watch(let request) = reflector.next(at: now, chance: 0) else { return nil }
        return request.acceptsProtobuf
    }

    private static func milliseconds(_ pause: Duration) -> Int { Int((pause / .milliseconds(1)).rounded()) }

    func fail(_ code: Int, retryAfter: Int? = nil) {
        fail(APIFailure(.answer, code: code, message: "no", retryAfter: retryAfter.map { .seconds($0) }))
    }

    /// What was to be done fails, and so does nothing else until it is tried again.
    func failOnce(_ code: Int) {
        fail(code)
        _ = (next(), next())
    }

    func fail(_ failure: APIFailure) {
        reflector.failed(failure, at: now, chance: 0)
        collect()
    }

    /// Items as `name@version`, the end of the page.
    func list(_ objects: [String], _ end: ListEnd) {
        for object in objects {
            if let text = ObjectText(Self.text(object)) { reflector.take(.object(text)) }
        }
        reflector.pageEnded(end, at: now)
        collect()
    }

    /// An event of an object as `name@version`; false when the watch is ended by it.
    @discardableResult
    func event(_ type: String, _ object: String) -> Bool {
        line(ModelServer.line(type, String(decoding: Self.text(object), as: UTF8.self)))
    }

    @discardableResult
    func line(_ line: String) -> Bool {
        guard let event = try? WatchEvent(line: Array(line.utf8)[...]) else { return false }
        defer { collect() }
        return reflector.take(event, at: now, chance: 0)
    }

    /// The watch has gone on for that long and ends.
    func end(after pause: Duration) {
        now += pause
        reflector.watchEnded(at: now, chance: 0)
        collect()
    }

    private static func text(_ object: String) -> ArraySlice<UInt8> {
        if object.hasPrefix("{") { return Array(object.utf8)[...] }
        let parts = object.split(separator: "@")
        let version = parts.dropFirst().first ?? ""
        return Array(
            #"{"metadata":{"name":"\#(parts.first ?? "")","namespace":"n","resourceVersion":"\#(version)"}}"#.utf8)[...]
    }

    func collect() {
        let output = reflector.takeOutput()
        incidents += output.incidents
        problems += output.problems.map { $0.isOver ? "over: \($0.place)" : "\($0)" }
        let words = output.changes.map { change in
            switch change {
            case .set(let object): "+\(object.metadata.name)@\(object.metadata.resourceVersion)"
            case .removed(let key): "-\(key.name)"
            }
        }
        changes += words.sorted()
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
