import ClusterAccess
import ControlPlane
import Conventions
import FoundationEssentials
import HTTPTypes
import KubernetesAPI
import KubernetesClient
import KubernetesSource
import ObjectStore
import RegexSyntax
import RoutingGraph
import ServeConfiguration
import StatusReport
import TLSMaterial

/// Everything that reads what comes from outside, and what stands behind it.
///
/// What is read is not looked at: it must not end the process, and must come to an end.
package struct Subject: Sendable {
    /// After how many objects the engine begins anew, so that it stays as small as what people have.
    private static let engineLife = 400

    private let corpus: Corpus
    private let file: String
    private var engine = Engine()
    private var age = 0
    /// How many objects were read well enough to be served.
    package private(set) var served = 0

    /// Reads what is bent of `corpus`; `file` is where files are written that must be files.
    package init(_ corpus: Corpus, file: String) {
        self.corpus = corpus
        self.file = file
    }

    /// Reads an input.
    package mutating func read(_ input: [UInt8], as sort: Corpus.Sort, _ mutator: inout Mutator) async {
        switch sort {
        case .object: await readObject(input)
        case .yaml:
            for document in DocumentReader.yaml(input) {
                if case .success(let node) = document { await take(node, mutator.choice(ObjectKind.allCases)) }
            }
        case .watch: readWatch(input, &mutator)
        case .frames: readFrames(input, &mutator)
        case .list: readList(input, &mutator)
        case .configuration: readConfiguration(input)
        case .kubeconfig: readKubeconfig(input)
        case .certificates: readCertificates(input)
        case .text: readText(input)
        }
    }

    private mutating func readObject(_ input: [UInt8]) async {
        if let text = ObjectText(input[...]) {
            for kind in ObjectKind.allCases { _ = ObjectIntake(kind, admission: ObjectAdmission()).content(of: text) }
        }
        if case .success(let node) = DocumentReader.json(input) { await take(node, nil) }
    }

    /// Serves a document, and says what its status should be.
    private mutating func take(_ node: Node, _ kind: ObjectKind?) async {
        _ = FieldOwner.ofAddress(in: node)
        _ = APIStatus(node)
        if let kind { _ = ObjectDecoder.decode(node, as: kind) }
        guard case .object(let object) = ObjectDecoder.decode(node) else { return }
        served += 1
        if age == 0 { await beginEngine() }
        age = (age + 1) % Self.engineLife
        _ = object.hasSameMeaning(as: object)
        _ = ClaimRules().refusal(of: object)
        let outcome = await engine.apply(ObjectBatch(changes: [.set(object)]))
        for case (let key, let status?) in outcome.change.statuses {
            let report = ValidityReport(status, kind: key.kind)
            let addresses = [PublishedAddress(ip: "192.0.2.1")]
            _ = StatusBody.replacement(of: node, kind: key.kind, report: report, addresses: addresses).json
            _ = StatusBody.apply(key, resourceVersion: "1", report: report, addresses: addresses).json
        }
        guard let observed = ObservedObject(object) else { return }
        _ = observed.hasSameStatus(as: observed)
    }

    /// An engine that knows the good objects.
    private mutating func beginEngine() async {
        engine = Engine()
        let good = corpus.objectTexts.compactMap { text -> ObjectChange? in
            guard case .success(let node) = DocumentReader.json(text),
                case .object(let object) = ObjectDecoder.decode(node)
            else { return nil }
            return .set(object)
        }
        _ = await engine.apply(ObjectBatch(changes: good, completesSync: true))
    }

    /// What is wrong with the good objects; behind one that is wrong there is less to find.
    mutating func complaints() async -> [String] {
        await beginEngine()
        return engine.graph.statuses.flatMap { key, status in
            status.verdict.errors.map { "\(key): \($0.type) \($0.reason): \($0.message)" }
        }.sorted()
    }

    /// A reflector of some kind that has begun.
    private static func reflector(_ mutator: inout Mutator) -> Reflector {
        var reflector = Reflector(ReflectorScope(mutator.choice(ObjectKind.allCases) ?? .service))
        _ = reflector.next(at: .now, chance: 0.5)
        return reflector
    }

    private func readWatch(_ input: [UInt8], _ mutator: inout Mutator) {
        var scanner = LineScanner(limit: 1 << 16)
        var reflector = Self.reflector(&mutator)
        for piece in mutator.pieces(input) {
            try? scanner.take(piece) { line in
                guard let event = try? WatchEvent(line: line) else { return }
                _ = reflector.take(event, at: .now, chance: 0.5)
            }
        }
        _ = reflector.takeOutput()
    }

    private func readFrames(_ input: [UInt8], _ mutator: inout Mutator) {
        var scanner = FrameScanner(limit: 1 << 16)
        var reflector = Self.reflector(&mutator)
        for piece in mutator.pieces(input) {
            try? scanner.take(piece) { frame in
                guard let event = try? WatchEvent(frame: frame) else { return }
                if case .added(let text) = event {
                    for kind in ObjectKind.allCases { _ = MessageDecoder.decode(text, as: kind) }
                }
                _ = reflector.take(event, at: .now, chance: 0.5)
            }
        }
        _ = reflector.takeOutput()
        _ = APIFailure(status: .conflict, headerFields: [:], body: input)
    }

    private func readList(_ input: [UInt8], _ mutator: inout Mutator) {
        var scanner = ListScanner(itemLimit: 1 << 16)
        let kind = mutator.choice(ObjectKind.allCases) ?? .service
        var reflector = Reflector(ReflectorScope(kind))
        _ = reflector.next(at: .now, chance: 0.5)
        for piece in mutator.pieces(input) { try? scanner.take(piece) { reflector.take($0) } }
        if let end = try? scanner.end() { reflector.pageEnded(end, at: .now) }
        _ = APIFailure(status: .conflict, headerFields: [:], body: input)
        if case .success(let node) = DocumentReader.json(input) { _ = try? ListEnd(node) }
    }

    private func readConfiguration(_ input: [UInt8]) {
        var settings = ServeSettings(namespace: "projectcontour")
        try? ConfigurationFile.read(input, name: "file", into: &settings)
        for case .success(let node) in DocumentReader.yaml(input) {
            try? ContourConfigurationObject.read(node, name: "object", into: &settings)
        }
    }

    private func readKubeconfig(_ input: [UInt8]) {
        guard (try? Data(input).write(to: URL(filePath: file))) != nil,
            let read = try? Kubeconfig.read([file])
        else { return }
        for name in [nil, "one"] { _ = try? KubeconfigAccess(read, context: name) }
    }

    private func readCertificates(_ input: [UInt8]) {
        let good = corpus.seeds[.certificates] ?? []
        for other in good {
            _ = try? ServerCertificate.check(certificate: input, privateKey: other)
            _ = try? ServerCertificate.check(certificate: other, privateKey: input)
        }
        _ = try? TrustedAuthorities.check(bundle: input)
        _ = try? RevocationList.check(crl: input)
        if let all = try? SignedCertificate.all(of: input), let first = all.first { _ = first.isSigned(by: first) }
    }

    private func readText(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        _ = try? GoDuration(parsing: text)
        _ = RegexChecker.measure(text)
        _ = Timestamp(rfc3339: text)
        _ = Base64.decode(text)
        _ = PublishedAddress(text)
        _ = ObjectName.isSubdomain(text)
        _ = FoundValue.quote(text, limit: 20)
        _ = FieldPath.join(text, FieldPath.field(text))
        _ = try? AddressSource(addresses: text, service: nil)
        JSONSkimmer.walk(input[...]) { key, value in
            _ = JSONSkimmer.string(value)
            return JSONSkimmer.isEqual(key, "a") ? .stop : .next
        }
    }
}
