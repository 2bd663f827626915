import KubernetesAPI
import KubernetesClient
import SeededRandom

/// What an API server does with the objects of one kind: every version is remembered until it is compacted away.
struct ModelServer: Sendable {
    /// One write.
    struct Write: Sendable {
        var version: Int
        var type: String
        var name: String
        var text: String
    }

    let kind: ObjectKind
    private(set) var version = 10
    private(set) var history: [Write] = []
    private(set) var compacted = 10
    /// What is there, as text by name.
    private(set) var objects: [String: String] = [:]
    private var content = 0

    init(_ kind: ObjectKind) {
        self.kind = kind
    }

    /// Creates, changes or deletes an object.
    mutating func write(_ random: inout SeededGenerator) {
        let name = "o\(Int.random(in: 0..<7, using: &random))"
        version += Int.random(in: 1...3, using: &random)
        if objects[name] != nil, Int.random(in: 0..<3, using: &random) == 0 {
            objects[name] = nil
            history.append(Write(version: version, type: "DELETED", name: name, text: text(name, &random)))
        } else {
            put(name, text(name, &random))
        }
    }

    /// Stores an object as it is.
    mutating func put(_ name: String, _ text: String) {
        let type = objects[name] == nil ? "ADDED" : "MODIFIED"
        objects[name] = text
        history.append(Write(version: version, type: type, name: name, text: text))
    }

    /// Time passes for others: the version goes on.
    mutating func tick() { version += 1 }

    /// Forgets everything before some version.
    mutating func compact(_ random: inout SeededGenerator) {
        compacted = Int.random(in: compacted...version, using: &random)
    }

    private mutating func text(_ name: String, _ random: inout SeededGenerator) -> String {
        content += 1
        let metadata = #""metadata":{"name":"\#(name)","namespace":"n","resourceVersion":"\#(version)","uid":"u"}"#
        switch kind {
        case .secret:
            let type = ["Opaque", "kubernetes.io/tls", "other"].randomElement(using: &random) ?? ""
            let key = ["tls.crt", "else"].randomElement(using: &random) ?? ""
            return #"{\#(metadata),"type":"\#(type)","data":{"\#(key)":"YQ=="},"labels":{"c":"\#(content)"}}"#
        case .httpProxy:
            let name = ["", "contour", "other"].randomElement(using: &random) ?? ""
            return #"{\#(metadata),"spec":{"ingressClassName":"\#(name)","virtualhost":{"fqdn":"h\#(content)"}}}"#
        default:
            return #"{\#(metadata),"spec":{"externalName":"c\#(content)"}}"#
        }
    }

    /// The objects as they were at a version.
    func objects(at version: Int) -> [String: String] {
        var state: [String: String] = [:]
        for write in history where write.version <= version {
            state[write.name] = write.type == "DELETED" ? nil : write.text
        }
        return state
    }

    /// The lines after a version.
    func lines(after version: Int) -> [(version: Int, line: String)] {
        history.filter { $0.version > version }.map { write in
            (write.version, Self.line(write.type, write.text))
        }
    }

    /// The newest line of an object of that version, whatever it has become since.
    static func line(_ type: String, _ object: String) -> String { #"{"type":"\#(type)","object":\#(object)}"# }

    /// A bookmark.
    static func bookmark(_ version: Int, endsInitialEvents: Bool = false) -> String {
        let mark = endsInitialEvents ? #","annotations":{"k8s.io/initial-events-end":"true"}"# : ""
        return line("BOOKMARK", #"{"metadata":{"resourceVersion":"\#(version)"\#(mark)}}"#)
    }

    /// The version a list or streaming list may be of: the newest, or one that is not older than asked for.
    func listVersion(asked: String, _ random: inout SeededGenerator) -> Result<Int, APIFailure> {
        guard let asked = Int(asked) else { return .success(version) }
        if asked > version { return .failure(Self.tooLarge) }
        let oldest = max(asked, asked == 0 ? compacted : asked)
        return .success(Int.random(in: oldest...version, using: &random))
    }

    /// What a server that is behind says.
    static let tooLarge = APIFailure(
        .answer, code: 504, reason: "Timeout", message: "Too large resource version",
        causes: [APIStatus.Cause(reason: "ResourceVersionTooLarge", message: "")])
    /// What a server says that has forgotten.
    static let expired = APIFailure(.answer, code: 410, reason: "Expired", message: "too old resource version")
}
