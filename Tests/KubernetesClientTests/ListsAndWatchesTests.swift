import HTTPTransport
import KubernetesAPI
import KubernetesClient
import Testing

@Suite struct ListsAndWatchesTests {
    @Test func `a list is visited item by item however it arrives`() async throws {
        let bytes = Array(Sample.list.utf8)
        for cut in bytes.indices {
            let (client, _) = Sample.client([.answer(200, pieces: Sample.cut(bytes, at: cut, cut))])
            var (items, count): ([String], Int) = ([], 0)
            let end = try await client.list(ListRequest(ResourcePath(.service)), received: { count += $0 }) {
                items.append(Sample.text($0))
            }
            #expect(items == Sample.items)
            #expect(end.continueToken == "to\"ken")
            #expect(count == bytes.count)
        }
    }

    @Test func `a list that breaks off is a failure`() async {
        let half = Array(Sample.list.utf8.prefix(150))
        let (client, _) = Sample.client([
            .answer(200, pieces: [half], error: .timedOut(Sample.endpoint)), .answer(200, pieces: [half]),
            .json(410, #"{"kind":"Status","reason":"Expired","code":410}"#),
        ])
        var failures: [APIFailure] = []
        for _ in 0..<3 {
            let failure = await APIClientTests.failure { () async throws(APIFailure) in
                _ = try await client.list(ListRequest(ResourcePath(.service))) { _ in }
            }
            if let failure { failures.append(failure) }
        }
        #expect(failures.map(\.isUnavailable) == [true, false, false])
        #expect(failures.map(\.isExpired) == [false, false, true])
    }

    @Test(arguments: [
        (
            ListRequest(ResourcePath(.secret), fieldSelector: "type!=a,type!=b", limit: 500, resourceVersion: "0"),
            "/api/v1/secrets?fieldSelector=type%21%3Da%2Ctype%21%3Db&limit=500&resourceVersion=0"
        ),
        (
            ListRequest(ResourcePath(.httpProxy, namespace: "one"), resourceVersion: "7", match: .notOlderThan),
            "/apis/projectcontour.io/v1/namespaces/one/httpproxies?resourceVersion=7&resourceVersionMatch=NotOlderThan"
        ),
        (
            ListRequest(
                ResourcePath(.ingressClass, namespace: "one"), limit: 5, continueToken: "a=/", resourceVersion: "7"),
            "/apis/networking.k8s.io/v1/ingressclasses?limit=5&continue=a%3D%2F"
        ),
        (ListRequest(ResourcePath(.extensionService)), "/apis/projectcontour.io/v1alpha1/extensionservices"),
    ]) func `a list is asked for as the API wants it`(list: ListRequest, target: String) {
        #expect(list.request.target == target)
    }

    @Test func `a watch is asked for as the API wants it`() {
        let plain = WatchRequest(ResourcePath(.service), resourceVersion: "7", timeoutSeconds: 300)
        let streaming = WatchRequest(
            ResourcePath(.service), fieldSelector: "a=b", resourceVersion: "", sendsInitialEvents: true,
            timeoutSeconds: 300)
        let base = "/api/v1/services?watch=true&allowWatchBookmarks=true&timeoutSeconds=300"
        #expect(plain.request.target == "\(base)&resourceVersion=7")
        #expect(
            streaming.request.target
                == "\(base)&fieldSelector=a%3Db&sendInitialEvents=true&resourceVersionMatch=NotOlderThan")
        #expect(plain.request.timeout == .seconds(360))
    }

    private static let lines = """
        {"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"1"}}}
        {"type":"MODIFIED","object":{"metadata":{"name":"a","resourceVersion":"2"},"x":"\\n"}}

        {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"3"}}}
        {"type":"ADD
        """

    @Test func `events are the same wherever they are cut, and a line cut off by the end is left out`() async throws {
        let bytes = Array(Self.lines.utf8)
        for cut in bytes.indices {
            let (client, _) = Sample.client([.answer(200, pieces: Sample.cut(bytes, at: cut, cut))])
            let (events, failure) = await Self.read(client)
            #expect(events.count == 3)
            #expect(events.last == .bookmark(resourceVersion: "3", endsInitialEvents: false))
            #expect(failure == nil)
        }
    }

    @Test func `a line that cannot be read ends the watch after those before it`() async {
        for line in ["garbage", #"{"type":"ADDED"}"#, "{"] {
            let text = #"{"type":"X","object":{}}"# + "\n\(line)\n" + #"{"type":"Y","object":{}}"# + "\n"
            let (client, _) = Sample.client([.json(200, text)])
            let (events, failure) = await Self.read(client)
            #expect(events == [.unknown(type: "X")])
            #expect(failure?.origin == .unreadable)
        }
    }

    @Test func `a line without end is given up`() async {
        let piece = Array(repeating: UInt8(0x61), count: APIClient.lineLimit / 2)
        let (client, _) = Sample.client([.answer(200, pieces: [piece, piece, piece])])
        let (events, failure) = await Self.read(client)
        #expect(events.isEmpty)
        #expect(failure?.origin == .unreadable)
    }

    @Test func `a watch that breaks tells why`() async {
        let error = HTTPTransportError.interrupted(Sample.endpoint, reason: "reset")
        let (client, _) = Sample.client([.answer(200, pieces: [Array(Self.lines.utf8)], error: error)])
        let (events, failure) = await Self.read(client)
        #expect(events.count == 3)
        #expect(failure == APIFailure(error))
    }

    private static func read(_ client: APIClient) async -> ([WatchEvent], APIFailure?) {
        var events: [WatchEvent] = []
        let request = WatchRequest(ResourcePath(.service), resourceVersion: "0", timeoutSeconds: 300)
        do throws(APIFailure) {
            var watch = try await client.watch(request).makeAsyncIterator()
            while let element = try await watch.next(isolation: nil) { events += element.events }
            return (events, nil)
        } catch {
            return (events, error)
        }
    }
}
