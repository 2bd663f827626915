import HTTPTransport
import KubernetesAPI
package import KubernetesClient
import ObjectStore

extension Reflector {
    /// How often a kind that does not exist is asked for.
    package static let absencePause = Duration.seconds(10)
    /// How long a kind must not exist until its objects are believed to be gone. They are told to be gone one by one when a
    /// definition is deleted; a server that is starting may not know a kind for a moment.
    package static let absenceLimit = Duration.seconds(60)
    /// How often in a row a watch may fail inside the server until a list is tried.
    private static let insideLimit = 5
    /// How long ago the version must have been lost before for a list to be asked for at once.
    private static let quickLossPause = Duration.seconds(10)
    /// How often in a row something may be unreadable until it is asked for in another way.
    private static let unreadableLimit = 2
    /// How often in a row anything may fail until it is told.
    private static let silenceLimit = 3
    /// The sort of the problem that watches end too soon, which a watch that begins does not mend.
    static let shortWatches = "short watches"
    /// The most objects that are told to be unreadable.
    private static let brokenLimit = 1000

    /// The list or watch failed, or the watch told of a failure.
    package mutating func failed(_ failure: APIFailure, at now: ContinuousClock.Instant, chance: Double) {
        output.incidents.append(.failed)
        let watch = self.watch
        self.watch = nil
        if let watch, watch.hasProgressed || collection == nil && now - watch.since >= Self.shortestWatch {
            failures.mended()
        }
        failures.any += 1
        if failure.code != 404 { failures.absentSince = nil }
        if failure.isExpired || failure.isTooLargeVersion {
            versionLost(at: now, chance: chance)
        } else if failure.isNotAcceptable, watch != nil, prefersProtobuf {
            prefersProtobuf = false
        } else if failure.isInvalid, watch != nil {
            // A server that does not stream lists, or one that has forgotten more than it knows.
            if collection != nil { prefersStreaming = false } else { versionLost(at: now, chance: chance) }
        } else if failure.isNotFound {
            notFound(failure, wasWatching: watch != nil && collection == nil, at: now, chance: chance)
        } else if failure.isUnavailable {
            failures.unavailable += 1
            let isFirst = failures.unavailable == 1
            let pause = isFirst ? .zero : failures.backoff.pause(at: now, chance: chance)
            waitForServer(pause, failure, chance: chance)
        } else {
            refused(failure, wasWatching: watch != nil, at: now, chance: chance)
        }
        if watch != nil { collection = nil }
    }

    /// The first time a server that says when it wants to be asked again is believed; the storage of a definition begins with
    /// such an answer.
    private mutating func waitForServer(_ pause: Duration, _ failure: APIFailure, chance: Double) {
        let atLeast = failure.retryAfter ?? .zero
        let wanted = atLeast + atLeast * (min(max(chance, 0), 1) / 5)
        let isBelieved = failures.any == 1 && atLeast > .zero
        self.pause = .waitForServer(pause: isBelieved ? wanted : max(pause, wanted), atLeast: atLeast)
    }

    /// The pause has ended because the server was in trouble and has recovered: what failed says nothing about the kind.
    package mutating func serverRecovered() { failures.backoff.reset() }

    /// The server has ended the watch, as it should after some minutes.
    package mutating func watchEnded(at now: ContinuousClock.Instant, chance: Double) {
        guard let watch else { return }
        self.watch = nil
        let isInitial = collection != nil
        collection = nil
        if !isInitial, watch.hasProgressed || now - watch.since >= Self.shortestWatch {
            failures.mended()
            tellMended()
            return
        }
        output.incidents.append(.failed)
        failures.any += 1
        if failures.any >= Self.silenceLimit {
            tell("the API server ends watches as soon as they begin, or within a line", as: Self.shortWatches)
        }
        if isInitial, failures.any >= Self.unreadableLimit { prefersStreaming = false }
        pause = .wait(failures.backoff.pause(at: now, chance: chance))
    }

    /// The watch has been silent for too long, or the whole server. A streaming list that goes silent is asked for as a list
    /// from now on.
    package mutating func watchStalled(at now: ContinuousClock.Instant, chance: Double) {
        guard watch != nil else { return }
        if collection != nil, prefersStreaming {
            output.incidents.append(.failed)
            watch = nil
            collection = nil
            prefersStreaming = false
        } else {
            let message = "the watch is silent, and so is the server"
            failed(APIFailure(.transport(.cancelled), message: message), at: now, chance: chance)
        }
    }

    /// The server does not have the version: a new list, at once the first time.
    private mutating func versionLost(at now: ContinuousClock.Instant, chance: Double) {
        if let collection, !collection.continueToken.isEmpty {
            // Pages took too long; the list as a whole cannot expire.
            self.collection = Collection(isWhole: true)
        } else {
            let isFirst = failures.versionLost.map { now - $0 > Self.quickLossPause } ?? true
            failures.versionLost = now
            if !isFirst { pause = .wait(failures.backoff.pause(at: now, chance: chance)) }
            collection = collection.map { Collection(isWhole: $0.isWhole) }
        }
        isVersionLost = true
        needsList = true
    }

    private mutating func notFound(
        _ failure: APIFailure, wasWatching: Bool, at now: ContinuousClock.Instant, chance: Double
    ) {
        needsList = true
        if wasWatching { return }
        guard scope.isDefinedByCustomResource else {
            return refused(failure, wasWatching: false, at: now, chance: chance)
        }
        tell(
            "the API server does not know the kind; apply its CustomResourceDefinition, which is looked for every 10 s")
        isSynced = true
        let since = failures.absentSince ?? now
        failures.absentSince = since
        if now - since >= Self.absenceLimit {
            for name in Array(known.keys) { forget(name) }
            for name in Array(broken.keys) { tellReadable(name) }
        }
        pause = .wait(Self.absencePause)
    }

    /// The server answers, but not what it should.
    private mutating func refused(
        _ failure: APIFailure, wasWatching: Bool, at now: ContinuousClock.Instant, chance: Double
    ) {
        let isStreaming = wasWatching && collection != nil
        let pause = failures.backoff.pause(at: now, chance: chance)
        // What the server says may be the server's trouble; what we cannot read or send is not.
        if failure.origin == .answer {
            waitForServer(pause, failure, chance: chance)
        } else {
            self.pause = .wait(pause)
        }
        switch failure.origin {
        case .unreadable:
            failures.unreadable += 1
            // In a list, one object that cannot be read does not hide the others.
            if wasWatching, failures.unreadable >= Self.unreadableLimit {
                needsList = true
                prefersProtobuf = false
            }
            if isStreaming, failures.unreadable >= Self.unreadableLimit { prefersStreaming = false }
        case .answer where failure.code == 500 && wasWatching && !isStreaming:
            failures.inside += 1
            if failures.inside > Self.insideLimit { needsList = true }
        default: break
        }
        if failure.isForbidden, scope.isOptional { isSynced = true }
        let isLasting = failures.any >= Self.silenceLimit || !isSynced && failures.any >= 2
        switch failure.origin {
        case .access: tell("\(failure)")
        case _ where failure.isForbidden:
            // A server that has just started may not know its roles for a moment.
            let remedy =
                failure.code == 401
                ? "the credentials are not accepted" : "grant get, list and watch of \(scope.kind.plural)"
            if failures.any >= 2 || scope.isOptional { tell("\(failure); \(remedy)", isRefusal: true) }
        default:
            // Nonsense reads differently each time, and is still the same problem.
            if isLasting { tell("\(failure)", as: failure.origin == .unreadable ? "unreadable" : nil) }
        }
    }

    /// Tells what is wrong, unless the same was told last; messages of one `sort` are the same.
    private mutating func tell(_ message: String, as sort: String? = nil, isRefusal: Bool = false) {
        guard failures.told != sort ?? message else { return }
        failures.told = sort ?? message
        output.problems.append(SourceProblem(place: "\(scope)", message: message, isRefusal: isRefusal))
    }

    /// Tells that what was told of the kind is over.
    mutating func tellMended() {
        guard failures.told != nil else { return }
        failures.told = nil
        output.problems.append(SourceProblem(place: "\(scope)", message: "can be read again", isOver: true))
    }

    /// Tells that an object cannot be read.
    mutating func tellBroken(_ name: NamespacedName, _ reason: String) {
        output.incidents.append(.undecodable)
        guard broken[name] != reason, broken.count < Self.brokenLimit || broken[name] != nil else { return }
        broken[name] = reason
        output.problems.append(SourceProblem(place: place(of: name), message: "cannot be read: \(reason)"))
    }

    /// Tells that an object can be read again, or is gone.
    mutating func tellReadable(_ name: NamespacedName) {
        guard broken.removeValue(forKey: name) != nil else { return }
        output.problems.append(SourceProblem(place: place(of: name), message: "no longer a problem", isOver: true))
    }

    private func place(of name: NamespacedName) -> String { "\(ObjectKey(scope.kind, name))" }
}
