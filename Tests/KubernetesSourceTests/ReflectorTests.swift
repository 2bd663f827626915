import ClusterAccess
import HTTPTransport
import KubernetesAPI
import KubernetesClient
import Testing

@testable import KubernetesSource

/// What client-go's reflector does, and where ours differs.
@Suite struct ReflectorTests {
    private static let refused = APIFailure(.nobodyListens(.unixSocket(path: "/s"), reason: "refused"))
    private static let broken = APIFailure(.unreadable, message: "expected a value")

    @Test func `the first list is streamed, and takes effect with its end mark`() {
        let script = ReflectorScript()
        #expect(script.next() == "watch &sendInitialEvents=true")
        script.reflector.watchOpened()
        script.event("ADDED", "b@9")
        script.event("ADDED", "a@4")
        script.line(ModelServer.bookmark(20))
        #expect(script.changes.isEmpty && !script.reflector.isSynced)
        script.event("DELETED", "b@21")
        script.line(ModelServer.bookmark(22, endsInitialEvents: true))
        #expect(script.changes == ["+a@4"] && script.reflector.isSynced)
        script.end(after: .seconds(300))
        #expect(script.next() == "watch &resourceVersion=22")
    }

    @Test(arguments: [400, 422]) func `a server that does not stream is asked for pages of what it has at hand`(
        code: Int
    ) {
        let script = ReflectorScript()
        _ = script.next()
        script.fail(code)
        #expect(script.next() == "list limit=500&resourceVersion=0")
        script.list(["a@1"], ListEnd(resourceVersion: "7", continueToken: "more"))
        #expect(script.changes.isEmpty)
        #expect(script.next() == "list limit=500&continue=more")
        script.list(["b@2"], ListEnd(resourceVersion: "7"))
        #expect(script.changes == ["+a@1", "+b@2"] && script.reflector.isSynced)
        #expect(script.next() == "watch &resourceVersion=7")
        #expect(script.incidents.count { $0 == .listed } == 2)
    }

    @Test func `a streaming list that breaks leaves no version behind`() {
        let script = ReflectorScript()
        _ = script.next()
        script.reflector.watchOpened()
        script.event("ADDED", "a@9")
        script.fail(Self.refused)
        #expect(script.changes.isEmpty)
        #expect(script.next() == "server 0")
        #expect(script.next() == "watch &sendInitialEvents=true")
    }

    @Test func `events and bookmarks move the version`() {
        let script = ReflectorScript.watching(["a@1"], version: "7")
        script.event("MODIFIED", "a@8")
        script.event("ADDED", "b@9")
        script.event("DELETED", "a@10")
        script.event("DELETED", "c@11")
        #expect(script.changes == ["+a@8", "+b@9", "-a"])
        script.line(ModelServer.bookmark(15))
        script.end(after: .zero)
        #expect(script.next() == "watch &resourceVersion=15")
    }

    @Test func `what is known is not told again`() {
        let script = ReflectorScript.watching(["a@1"], version: "7")
        script.event("ADDED", "a@1")
        script.event("MODIFIED", "a@8")
        script.event("MODIFIED", "a@8")
        #expect(script.changes == ["+a@8"])
    }

    @Test(arguments: ["status", "event", "too large", "invalid"])
    func `when the version is lost, what has vanished is told`(
        how: String
    ) {
        let script = ReflectorScript.watching(["a@1", "b@2", "c@3"], version: "7")
        switch how {
        case "status": script.fail(410)
        case "event":
            let goesOn = script.line(ModelServer.line("ERROR", #"{"code":410,"reason":"Expired"}"#))
            #expect(!goesOn)
        case "too large": script.fail(ModelServer.tooLarge)
        default: script.fail(400)
        }
        #expect(script.next() == "list limit=500")
        script.list(["b@2", "c@9", "d@8"], ListEnd(resourceVersion: "10"))
        #expect(script.changes == ["+c@9", "+d@8", "-a"])
        #expect(script.next() == "watch &resourceVersion=10")
    }

    @Test func `a version that is lost again and again does not make a hot loop`() {
        let script = ReflectorScript.watching([], version: "7")
        script.fail(410)
        _ = script.next()
        script.list([], ListEnd(resourceVersion: "8"))
        _ = script.next()
        script.fail(410)
        #expect(script.next() == "wait 800")
        #expect(script.next() == "list limit=500")
    }

    @Test func `pages that expire are asked for as a whole`() {
        let script = ReflectorScript()
        _ = script.next()
        script.fail(422)
        _ = script.next()
        script.list(["gone@1"], ListEnd(resourceVersion: "7", continueToken: "more"))
        _ = script.next()
        script.fail(410)
        #expect(script.next() == "list")
        script.list(["a@9"], ListEnd(resourceVersion: "9"))
        #expect(script.changes == ["+a@9"])
    }

    @Test func `without connection the version is kept and one probe asks for all`() {
        let script = ReflectorScript.watching(["a@1"], version: "7")
        script.now += .seconds(60)
        script.fail(Self.refused)
        #expect(script.next() == "server 0")
        #expect(script.next() == "watch &resourceVersion=7")
        script.fail(503)
        #expect(script.next() == "server 800")
        _ = script.next()
        script.fail(Self.refused)
        #expect(script.next() == "server 1600")
        #expect(script.next() == "watch &resourceVersion=7")
        #expect(script.changes.isEmpty)
    }

    @Test func `a watch that has brought an event makes failures count anew`() {
        let script = ReflectorScript.watching([], version: "7")
        for version in 8..<11 {
            script.event("ADDED", "a@\(version)")
            script.fail(Self.refused)
            #expect(script.next() == "server 0")
            #expect(script.next() == "watch &resourceVersion=\(version)")
        }
    }

    @Test func `a server that is busy is not asked before it wants to be`() {
        let script = ReflectorScript.watching(["a@1"], version: "7")
        script.fail(429, retryAfter: 5)
        #expect(script.next() == "server 5000, at least 5000")
        #expect(script.next() == "watch &resourceVersion=7")
        script.fail(429)
        #expect(script.next() == "server 1600")
        _ = script.next()
        script.fail(503, retryAfter: 3)
        #expect(script.next() == "server 3000, at least 3000")
        _ = script.next()
        script.fail(429, retryAfter: 1)
        #expect(script.next() == "server 3200, at least 1000")
    }

    @Test func `a server that fails inside five times is asked for a list`() {
        let script = ReflectorScript.watching(["a@1"], version: "7")
        var actions: [String] = []
        for _ in 0..<6 {
            script.fail(500)
            actions += [script.next(), script.next()]
        }
        let pauses = actions.filter { $0.hasPrefix("server") }
        #expect(pauses == [800, 1600, 3200, 6400, 12_800, 25_600].map { "server \($0)" })
        #expect(actions.filter { !$0.hasPrefix("server") }.prefix(5).allSatisfy { $0 == "watch &resourceVersion=7" })
        #expect(actions.last == "list resourceVersion=7")
    }

    @Test func `the storage of a definition that begins is waited for as long as it wants`() {
        let script = ReflectorScript.watching([], version: "7", kind: .httpProxy)
        let storage = APIFailure(
            .answer, code: 429, message: "storage is (re)initializing", retryAfter: .milliseconds(500))
        script.fail(storage)
        #expect(script.next() == "server 500, at least 500")
        _ = script.next()
        script.fail(storage)
        #expect(script.next() == "server 1600, at least 500")
    }

    @Test(arguments: [500, 503, 429, 403]) func `after the server's own trouble pauses are short again`(code: Int) {
        let script = ReflectorScript.watching(["a@1"], version: "7")
        if code == 503 { script.failOnce(code) }
        for _ in 0..<4 { script.failOnce(code) }
        script.fail(code)
        #expect(script.next() == "server 12800")
        script.reflector.serverRecovered()
        #expect(script.next() == "watch &resourceVersion=7")
        script.fail(code)
        #expect(script.next() == "server 800")
        script.reflector.serverRecovered()
        #expect(script.next().hasSuffix("resourceVersion=7"))
    }

    @Test func `what is not the server's trouble does not end with it`() {
        let script = ReflectorScript.watching(["a@1"], version: "7")
        script.fail(Self.broken)
        #expect(script.next() == "wait 800")
        _ = script.next()
        script.fail(
            APIFailure(.access(AccessError(place: "token", message: "is missing")), message: "token: is missing"))
        #expect(script.next() == "wait 1600")
    }

    @Test func `a watch that ends at once without event has failed`() {
        let script = ReflectorScript.watching([], version: "7")
        script.end(after: .milliseconds(900))
        #expect(script.next() == "wait 800")
        _ = script.next()
        script.end(after: .milliseconds(1000))
        #expect(script.next() == "watch &resourceVersion=7")
        script.event("ADDED", "a@8")
        script.end(after: .zero)
        #expect(script.next() == "watch &resourceVersion=8")
    }

    @Test func `a watch lasts five to ten minutes`() {
        func seconds(_ chance: Double) -> Int? {
            var reflector = Reflector(ReflectorScope(.service))
            guard case .watch(let request) = reflector.next(at: .now, chance: chance) else { return nil }
            return request.timeoutSeconds
        }
        #expect([0, 0.5, 1, 9].map(seconds) == [300, 450, 600, 600])
    }

    @Test func `what must not be read is told when it is not over at once, and again when it is`() {
        let script = ReflectorScript.watching([], version: "7")
        script.fail(403)
        #expect(script.problems.isEmpty)
        #expect(script.next() == "server 800")
        _ = script.next()
        script.fail(403)
        script.fail(403)
        #expect(script.problems == ["services: 403: no; grant get, list and watch of services"])
        _ = script.next()
        script.reflector.watchOpened()
        script.collect()
        #expect(script.problems.last == "over: services")
        #expect(script.next() == "watch &resourceVersion=7")
    }

    @Test func `credentials that cannot be had are told at once`() {
        let script = ReflectorScript.watching([], version: "7")
        script.fail(
            APIFailure(.access(AccessError(place: "token", message: "is missing")), message: "token: is missing"))
        #expect(script.problems == ["services: token: is missing"])
    }

    @Test func `a kind that does not exist holds nothing up and is looked for`() {
        let script = ReflectorScript(.httpProxy)
        _ = script.next()
        script.fail(404)
        #expect(script.reflector.isSynced && script.problems.count == 1)
        #expect(script.next() == "wait 10000")
        #expect(script.next() == "watch &sendInitialEvents=true")
        script.line(ModelServer.bookmark(9, endsInitialEvents: true))
        #expect(script.problems.last == "over: httpproxies")
    }

    @Test func `a kind that stops to exist loses its objects when it stays away`() {
        let script = ReflectorScript.watching(["a@1"], version: "7", kind: .httpProxy)
        script.fail(404)
        #expect(script.next() == "list resourceVersion=7")
        for _ in 0..<6 {
            script.fail(404)
            #expect(script.changes.isEmpty)
            _ = script.next()
            script.now += .seconds(10)
            _ = script.next()
        }
        script.fail(404)
        #expect(script.changes == ["-a"])
    }

    @Test func `a kind that always exists and is not found holds everything up`() {
        let script = ReflectorScript(.service)
        for _ in 0..<3 {
            _ = script.next()
            script.fail(404)
        }
        #expect(!script.reflector.isSynced && script.problems == ["services: 404: no"])
    }

    @Test func `classes that must not be read hold nothing up`() {
        let script = ReflectorScript(.ingressClass)
        _ = script.next()
        script.fail(403)
        #expect(script.reflector.isSynced)
    }

    @Test func `an object that cannot be read is named and stays as it was`() {
        let script = ReflectorScript.watching(["a@1", "b@1"], version: "7")
        let bad = #"{"metadata":{"name":"a","namespace":"n","resourceVersion":"8"},"spec":}"#
        script.line(ModelServer.line("MODIFIED", bad))
        #expect(script.changes.isEmpty)
        #expect(script.problems.count == 1 && script.problems.first?.hasPrefix("Service n/a: cannot be read") == true)
        #expect(script.incidents.contains(.undecodable))
        script.fail(410)
        _ = script.next()
        script.list([bad], ListEnd(resourceVersion: "9"))
        #expect(script.changes == ["-b"] && script.problems.count == 1)
        _ = script.next()
        script.event("MODIFIED", "a@10")
        #expect(script.changes == ["-b", "+a@10"] && script.problems.last == "over: Service n/a")
    }

    @Test func `an object that could not be read and is gone is no problem any more`() {
        let script = ReflectorScript.watching([], version: "7")
        let bad = #"{"metadata":{"name":"a","namespace":"n","resourceVersion":"8"},"spec":}"#
        script.line(ModelServer.line("ADDED", bad))
        script.fail(410)
        _ = script.next()
        script.list([], ListEnd(resourceVersion: "9"))
        #expect(script.problems.last == "over: Service n/a")
        #expect(script.changes.isEmpty)
    }

    @Test func `events of types and objects that are not known are passed over`() {
        let script = ReflectorScript.watching([], version: "7")
        let goOn = [script.line(#"{"type":"NEW","object":{}}"#), script.line(#"{"type":"ADDED","object":{}}"#)]
        #expect(goOn == [true, true])
        #expect(script.incidents == [.unknownEvent, .undecodable])
    }

    @Test func `a watch that cannot be read twice is given up for a list`() {
        let script = ReflectorScript.watching([], version: "7")
        script.fail(Self.broken)
        #expect(script.next() == "wait 800")
        #expect(script.next() == "watch &resourceVersion=7")
        script.fail(Self.broken)
        _ = script.next()
        #expect(script.next() == "list resourceVersion=7")
    }

    @Test func `protobuf is asked for of the kinds that are read, and not where the server has none`() {
        for kind in ObjectKind.allCases {
            let isRead = [.service, .endpointSlice, .secret].contains(kind)
            let script = ReflectorScript(kind)
            #expect(script.acceptsProtobuf() == isRead, "\(kind)")
            guard isRead else { continue }
            script.fail(406)
            #expect(script.acceptsProtobuf() == false, "\(kind)")
            script.line(ModelServer.bookmark(9, endsInitialEvents: true))
            script.end(after: .seconds(300))
            #expect(script.acceptsProtobuf() == false, "\(kind)")
            #expect(script.problems.isEmpty)
        }
    }

    @Test func `a server that refuses JSON as well is left alone for a while`() {
        let script = ReflectorScript()
        _ = script.next()
        script.fail(406)
        #expect(script.next() == "watch &sendInitialEvents=true")
        script.fail(406)
        #expect(script.next().hasPrefix("server"))
    }

    @Test func `protobuf that cannot be read twice is given up`() {
        let script = ReflectorScript.watching([], version: "7")
        script.fail(Self.broken)
        _ = script.next()
        #expect(script.acceptsProtobuf() == true)
        script.fail(Self.broken)
        _ = (script.next(), script.next())
        script.list([], ListEnd(resourceVersion: "8"))
        #expect(script.acceptsProtobuf() == false)
    }

    @Test func `a stream that cannot be read, ends early or stalls is given up for a list`() {
        for trouble in ["unreadable", "early", "stall"] {
            let script = ReflectorScript()
            for _ in 0..<(trouble == "stall" ? 1 : 2) {
                #expect(script.next() == "watch &sendInitialEvents=true")
                switch trouble {
                case "unreadable": script.fail(Self.broken)
                case "early": script.end(after: .seconds(5))
                default: script.reflector.watchStalled(at: script.now, chance: 0)
                }
                if trouble != "stall" { _ = script.next() }
            }
            #expect(script.next() == "list limit=500&resourceVersion=0", "\(trouble)")
        }
    }

    @Test func `a watch that is silent because the server is keeps the version and waits for the server`() {
        let script = ReflectorScript()
        _ = script.next()
        script.line(ModelServer.bookmark(9, endsInitialEvents: true))
        script.now += .seconds(50)
        script.reflector.watchStalled(at: script.now, chance: 0)
        #expect(script.next() == "server 0")
        #expect(script.next() == "watch &resourceVersion=9")
    }

    @Test func `a page that was lost is asked for again`() {
        let script = ReflectorScript()
        _ = script.next()
        script.fail(422)
        _ = script.next()
        script.list(["a@1"], ListEnd(resourceVersion: "7", continueToken: "more"))
        _ = script.next()
        script.fail(Self.refused)
        _ = script.next()
        #expect(script.next() == "list limit=500&continue=more")
        script.list(["b@2"], ListEnd(resourceVersion: "7"))
        #expect(script.changes == ["+a@1", "+b@2"])
    }

    @Test func `an object that changes hands, and a Secret that is of no use any more, are gone`() {
        let metadata = #""metadata":{"name":"a","namespace":"n","resourceVersion":"8"}"#
        let proxies = ReflectorScript.watching(["a@1"], version: "7", kind: .httpProxy)
        proxies.event("MODIFIED", #"{\#(metadata),"spec":{"ingressClassName":"theirs"}}"#)
        #expect(proxies.changes == ["-a"])
        let secrets = ReflectorScript.watching([], version: "7", kind: .secret)
        secrets.event("ADDED", #"{\#(metadata),"type":"Opaque","data":{"tls.crt":"YQ=="}}"#)
        for version in 9..<12 {
            let metadata = #""metadata":{"name":"a","namespace":"n","resourceVersion":"\#(version)"}"#
            secrets.event("MODIFIED", #"{\#(metadata),"type":"Opaque","data":{"x":"YQ=="}}"#)
        }
        #expect(secrets.changes == ["+a@8", "-a"])
        #expect(secrets.reflector.knownCount == 0)
    }

    @Test func `a problem with lists is over when the list is there, not when it begins`() {
        let script = ReflectorScript()
        for _ in 0..<2 {
            _ = script.next()
            script.fail(500)
            _ = script.next()
        }
        #expect(script.problems.count == 1)
        _ = script.next()
        script.reflector.watchOpened()
        script.event("ADDED", "a@1")
        #expect(script.problems.count == 1)
        script.line(ModelServer.bookmark(9, endsInitialEvents: true))
        #expect(script.problems.last == "over: services")
    }

    @Test func `an object that is what it was before it could not be read is no problem any more`() {
        let script = ReflectorScript.watching(["a@1"], version: "7")
        let bad = #"{"metadata":{"name":"a","namespace":"n","resourceVersion":"8"},"spec":}"#
        script.line(ModelServer.line("MODIFIED", bad))
        script.fail(410)
        _ = script.next()
        script.list(["a@1"], ListEnd(resourceVersion: "9"))
        #expect(script.problems.last == "over: Service n/a")
    }
}
