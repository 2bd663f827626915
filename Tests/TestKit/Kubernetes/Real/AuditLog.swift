internal import FoundationEssentials
internal import Synchronization

/// What a kube-apiserver has written down of the requests it got. Their times are those of the reading.
///
/// <https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/>
final class AuditLog: Sendable {
    /// What is to be written down: who asked for what, of writes what was written as well, each once.
    static let policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: None
          userGroups: ["system:serviceaccounts"]
        - level: None
          users: ["system:apiserver", "system:anonymous"]
        - level: RequestResponse
          verbs: [create, update, patch, delete]
        - level: Metadata

        """

    private struct State: Sendable {
        var offset = 0
        var requests: [APIRequest] = []
        var writes: [APIWrite] = []
        /// The place of a request, by its identity.
        var places: [String: Int] = [:]
        /// The versions an object has had.
        var versions: [String: Set<String>] = [:]
        var highest = 0
    }

    private let path: String
    private let administrator: String
    private let state = Mutex(State())

    /// The file at `path`; the administrator's own requests are no requests of clients.
    init(at path: String, administrator: String) {
        self.path = path
        self.administrator = administrator
    }

    /// The requests of clients, in the order of their arrival in the file.
    var requests: [APIRequest] { read { $0.requests } }

    /// The accepted writes of clients and of the administrator.
    var writes: [APIWrite] { read { $0.writes } }

    private func read<Result>(_ question: (State) -> Result) -> Result {
        state.withLock { state in
            if let file = FileManager.default.contents(atPath: path), file.count > state.offset,
                let end = file.lastIndex(of: UInt8(ascii: "\n")), end >= state.offset
            {
                for line in file[state.offset...end].split(separator: UInt8(ascii: "\n")) {
                    if let entry = try? JSONText.read(Array(line)) { take(entry, &state) }
                }
                state.offset = end + 1
            }
            return question(state)
        }
    }

    private func take(_ entry: JSONValue, _ state: inout State) {
        guard let identity = entry.at("auditID")?.string, let call = Self.call(entry),
            let user = entry.at("user", "username")?.string
        else { return }
        let code = entry.at("responseStatus", "code")?.wholeNumber
        if let place = state.places[identity] {
            state.requests[place].code = code
            return
        }
        let target = APITarget(path: call.path)
        let verb = target.flatMap { $0.plural == nil ? nil : APIVerb(call, $0) }
        if user != administrator {
            state.places[identity] = state.requests.count
            state.requests.append(
                APIRequest(
                    index: state.requests.count, connection: 0, time: .now, version: "HTTP/2", call: call, user: user,
                    target: target, verb: verb, code: code))
        }
        guard let verb, let target, let code, (200..<300).contains(code), Self.changing.contains(verb) else { return }
        take(entry, call, by: user, verb, target, &state)
    }

    private static let changing: Set<APIVerb> = [.create, .update, .patch, .delete]

    private func take(
        _ entry: JSONValue, _ call: APICall, by user: String, _ verb: APIVerb, _ target: APITarget,
        _ state: inout State
    ) {
        var target = target
        target.name = target.name ?? entry.at("responseObject", "metadata", "name")?.string
        let version = entry.at("responseObject", "metadata", "resourceVersion")?.string
        let place = "\(target.group)/\(target.plural ?? "")/\(target.namespace ?? "")/\(target.name ?? "")"
        // A write that changes nothing is answered with a version that an earlier one made.
        let isChange = version.map { state.versions[place, default: []].insert($0).inserted } ?? true
        state.highest = max(state.highest, version.flatMap { Int($0) } ?? 0)
        state.writes.append(
            APIWrite(
                time: .now, user: user, manager: call.manager, userAgent: call.userAgent, verb: verb, target: target,
                isForced: call.isSet("force"), isChange: isChange,
                version: version.flatMap { Int($0) } ?? state.highest))
    }

    /// The request of an entry.
    private static func call(_ entry: JSONValue) -> APICall? {
        guard let target = entry.at("requestURI")?.string, let verb = entry.at("verb")?.string else { return nil }
        let methods = ["create": "POST", "update": "PUT", "patch": "PATCH", "delete": "DELETE"]
        return APICall(
            methods[verb] ?? "GET", target, userAgent: entry.at("userAgent")?.string ?? "",
            body: entry.member("requestObject").map(JSONText.bytes) ?? [])
    }
}
