package import KubernetesAPI
package import KubernetesClient
package import ObjectStore

/// Keeps in step with one kind of objects: decides what to ask the API server for, and makes changes of what it says.
///
/// It is a value without clock, chance or connection: whoever runs it does what ``next(at:chance:)`` says and tells what came
/// of it. It reproduces what client-go's reflector does, which API servers are tested with; where it differs, outages end
/// sooner: while nobody answers, one probe for all kinds is sent instead of one request for each, and more often; and when
/// the server says that it was unwell and is well again, pauses end.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
package struct Reflector: Sendable {
    /// What to do next.
    package enum Action: Sendable, Equatable {
        /// Ask for a list or a page of it.
        case list(ListRequest)
        /// Open a watch.
        case watch(WatchRequest)
        /// Let time pass.
        case wait(Duration)
        /// Let that time pass, or less where the server was in trouble and recovers, but at least what is said; and then wait
        /// until the server answers somebody.
        case waitForServer(pause: Duration, atLeast: Duration)
    }

    /// What came of it.
    package struct Output: Sendable, Equatable {
        /// What has become of objects.
        package var changes: [ObjectChange] = []
        /// What is wrong, and what no longer is.
        package var problems: [SourceProblem] = []
        /// What is to be counted.
        package var incidents: [SourceIncident] = []
    }

    /// The most items of a page.
    package static let pageLimit = 500
    /// The longest by which chance keeps kinds apart that go on because the server has recovered.
    static let spread = Duration.milliseconds(500)
    /// A watch that ends sooner and without event has failed.
    static let shortestWatch = Duration.seconds(1)

    /// What is followed.
    package let scope: ReflectorScope
    /// Whether everything that existed when it began has been delivered.
    package internal(set) var isSynced = false
    /// What has happened since it was taken last.
    var output = Output()

    private let intake: ObjectIntake
    /// What has been delivered and is there still, and in which version.
    var known: [NamespacedName: String] = [:]
    /// Objects that could not be read, as they were told.
    var broken: [NamespacedName: String] = [:]
    /// The version everything up to which is known; empty before the first list.
    var version = ""
    /// Whether the server no longer has that version, or not yet.
    var isVersionLost = false
    /// Whether a list is needed before a watch makes sense.
    var needsList = true
    /// Whether lists are asked for as watches.
    var prefersStreaming = true
    /// Whether watches may be answered in protobuf.
    var prefersProtobuf: Bool
    /// The list that is arriving.
    var collection: Collection?
    /// What to do before anything else.
    var pause: Action?
    var failures = FailureMemory()
    /// The watch that is open.
    var watch: OpenWatch?

    /// An open watch.
    struct OpenWatch: Sendable, Equatable {
        var since: ContinuousClock.Instant
        /// Whether it has brought anything forward.
        var hasProgressed = false
    }

    /// A reflector that knows nothing yet.
    package init(_ scope: ReflectorScope, admission: ObjectAdmission = ObjectAdmission()) {
        self.scope = scope
        prefersProtobuf = MessageDecoder.kinds.contains(scope.kind)
        intake = ObjectIntake(scope.kind, admission: admission)
    }

    /// What to do now. `chance` is from 0 to 1, anew each time.
    package mutating func next(at now: ContinuousClock.Instant, chance: Double) -> Action {
        if let pause {
            self.pause = nil
            return pause
        }
        if needsList, !prefersStreaming { return .list(listRequest()) }
        output.incidents.append(needsList ? .listed : .watched)
        collection = needsList ? Collection() : nil
        watch = OpenWatch(since: now)
        return .watch(
            WatchRequest(
                scope.path, fieldSelector: scope.fieldSelector, resourceVersion: isVersionLost ? "" : version,
                sendsInitialEvents: needsList, timeoutSeconds: 300 + Int(300 * min(max(chance, 0), 1)),
                acceptsProtobuf: prefersProtobuf))
    }

    /// Any version will do for the first list; later ones must not go back. After the loss of the version the newest is asked
    /// for. Pages only where the server does not answer from its cache.
    private mutating func listRequest() -> ListRequest {
        if let collection, !collection.continueToken.isEmpty {
            return ListRequest(
                scope.path, fieldSelector: scope.fieldSelector, limit: Self.pageLimit,
                continueToken: collection.continueToken)
        }
        output.incidents.append(.listed)
        let isWhole = collection?.isWhole ?? false
        collection = Collection(isWhole: isWhole)
        let from = isVersionLost ? "" : version.isEmpty ? "0" : version
        let isPaged = (from.isEmpty || from == "0") && !isWhole
        return ListRequest(
            scope.path, fieldSelector: scope.fieldSelector, limit: isPaged ? Self.pageLimit : nil,
            resourceVersion: from)
    }

    /// What has happened since this was called last.
    package mutating func takeOutput() -> Output {
        defer { output = Output() }
        return output
    }

    /// Whether a list is arriving.
    package var isCollecting: Bool { collection != nil }

    /// How many objects have been delivered and are there still.
    package var knownCount: Int { known.count }

    /// Takes an item of the list that was asked for.
    package mutating func take(_ item: ListScanner.Item) {
        switch item {
        case .object(let object): collect(object)
        case .unreadable: output.incidents.append(.undecodable)
        }
    }

    /// The page has arrived as a whole.
    package mutating func pageEnded(_ end: ListEnd, at now: ContinuousClock.Instant) {
        guard end.continueToken.isEmpty else {
            collection?.continueToken = end.continueToken
            return
        }
        version = end.resourceVersion
        finishCollection()
        failures.mended()
        tellMended()
    }

    /// The server has begun to answer the watch.
    package mutating func watchOpened() {
        // What is wrong with lists is mended when the list is complete.
        if collection == nil, failures.told != Self.shortWatches { tellMended() }
    }

    /// Takes an event of the watch; false when it ends the watch.
    package mutating func take(
        _ event: WatchEvent, at now: ContinuousClock.Instant, chance: @autoclosure () -> Double
    ) -> Bool {
        switch event {
        case .added(let object), .modified(let object): set(object)
        case .deleted(let object): delete(object)
        case .bookmark(let version, let endsInitialEvents): take(bookmark: version, endsInitialEvents)
        case .failed(let status):
            failed(APIFailure(status), at: now, chance: chance())
            return false
        case .unknown: output.incidents.append(.unknownEvent)
        case .nameless: output.incidents.append(.undecodable)
        }
        return true
    }

    private mutating func take(bookmark: String, _ endsInitialEvents: Bool) {
        if collection == nil {
            if !bookmark.isEmpty { progress(to: bookmark) }
        } else if endsInitialEvents, !bookmark.isEmpty {
            progress(to: bookmark)
            finishCollection()
            failures.mended()
            tellMended()
        }
    }

    private mutating func set(_ object: ObjectText) {
        guard collection == nil else { return collect(object) }
        output.incidents.append(.changed)
        progress(to: object.resourceVersion)
        let name = keyed(object.name)
        guard !isKnown(name, object.resourceVersion) else { return }
        switch intake.content(of: object) {
        case .object(let decoded):
            known[name] = object.resourceVersion
            output.changes.append(.set(decoded))
            tellReadable(name)
        case .foreign: forget(name)
        case .undecodable(let reason): tellBroken(name, reason)
        }
    }

    private mutating func delete(_ object: ObjectText) {
        let name = keyed(object.name)
        guard collection == nil else {
            collection?.entries[name] = nil
            return
        }
        output.incidents.append(.changed)
        progress(to: object.resourceVersion)
        forget(name)
    }

    /// An object of the list that is arriving.
    private mutating func collect(_ object: ObjectText) {
        let name = keyed(object.name)
        guard !isKnown(name, object.resourceVersion) else {
            collection?.entries[name] = .same
            return
        }
        switch intake.content(of: object) {
        case .object(let decoded):
            collection?.entries[name] = .changed(decoded, version: object.resourceVersion)
            tellReadable(name)
        case .foreign: collection?.entries[name] = nil
        case .undecodable(let reason):
            collection?.entries[name] = .same
            tellBroken(name, reason)
        }
    }

    /// The name under which objects are delivered.
    private func keyed(_ name: NamespacedName) -> NamespacedName {
        guard scope.kind.isNamespaced else { return NamespacedName(namespace: "", name: name.name) }
        guard name.namespace.isEmpty else { return name }
        return NamespacedName(namespace: ObjectDecoder.defaultNamespace, name: name.name)
    }

    private func isKnown(_ name: NamespacedName, _ version: String) -> Bool {
        !version.isEmpty && known[name] == version && broken[name] == nil
    }

    /// The object is gone or none of ours.
    mutating func forget(_ name: NamespacedName) {
        tellReadable(name)
        if known.removeValue(forKey: name) != nil { output.changes.append(.removed(ObjectKey(scope.kind, name))) }
    }

    private mutating func progress(to version: String) {
        if !version.isEmpty { self.version = version }
        watch?.hasProgressed = true
        if failures.told == Self.shortWatches { tellMended() }
    }
}
