import HTTPTransport
import HTTPTypes
import KubernetesAPI
import KubernetesClient
import Testing

/// Which form answers have, and in which they are read.
@Suite struct ContentNegotiationTests {
    /// A bookmark of version 8, with its length before it.
    private static let frame: [UInt8] = {
        let event = text(1, "BOOKMARK") + field(2, field(1, envelope(field(1, text(6, "8")))))
        return [0, 0, 0, UInt8(event.count)] + event
    }()

    private static let line = #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"8"}}}"# + "\n"

    @Test func `protobuf is asked for where it may be answered, and JSON besides`() async throws {
        let (client, http) = Sample.client([.json(200, ""), .json(200, ""), .json(200, #"{"items":[]}"#)])
        for accepts in [true, false] { _ = try await client.watch(Self.request(acceptsProtobuf: accepts)) }
        _ = try? await client.list(ListRequest(ResourcePath(.service))) { _ in }
        #expect(
            http.requests.map { $0.headerFields[.accept] } == [
                "application/vnd.kubernetes.protobuf, application/json", "application/json", "application/json",
            ])
    }

    @Test(arguments: [
        ("application/vnd.kubernetes.protobuf;stream=watch", true), ("application/vnd.kubernetes.protobuf", true),
        ("Application/vnd.Kubernetes.Protobuf ; stream=watch", true), ("application/json", false),
        ("application/json;stream=watch", false), ("application/vnd.kubernetes.protobufs", false), (nil, false),
    ]) func `the answer says in which form it is`(contentType: String?, isProtobuf: Bool) async throws {
        var fields: HTTPFields = [:]
        fields[.contentType] = contentType
        let bytes = isProtobuf ? Self.frame : Array(Self.line.utf8)
        // What was asked for says nothing.
        for accepts in [true, false] {
            let answer = ScriptedHTTPClient.Answer.answer(200, pieces: [bytes], headerFields: fields)
            let (events, failure) = await Self.read(Sample.client([answer]).0, acceptsProtobuf: accepts)
            #expect(events == [.bookmark(resourceVersion: "8", endsInitialEvents: false)])
            #expect(failure == nil)
        }
    }

    @Test func `events in protobuf are the same wherever they are cut, and one cut off by the end is left out`() async {
        let bytes = Self.frame + Self.frame + Self.frame.dropLast()
        for cut in bytes.indices {
            let (events, failure) = await Self.read(Sample.client([Self.answer(Sample.cut(bytes, at: cut, cut))]).0)
            #expect(events.count == 2)
            #expect(failure == nil)
        }
    }

    @Test(arguments: [[0, 0, 0, 1, 0x0b], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff]] as [[UInt8]])
    func `a frame that cannot be read ends the watch after those before it`(broken: [UInt8]) async {
        let (events, failure) = await Self.read(Sample.client([Self.answer([Self.frame + broken + Self.frame])]).0)
        #expect(events.count == 1)
        #expect(failure?.origin == .unreadable)
    }

    @Test func `a refusal in protobuf is understood`() async {
        let message =
            Self.text(3, "no such form") + Self.text(4, "NotAcceptable") + [6 << 3, 0x96, 0x03]
        for (code, isNotAcceptable) in [(406, true), (403, false)] {
            let answer = ScriptedHTTPClient.Answer.answer(
                code, pieces: [Self.envelope(message)],
                headerFields: [.contentType: "application/vnd.kubernetes.protobuf", .retryAfter: "2"])
            let (_, failure) = await Self.read(Sample.client([answer]).0)
            #expect(failure?.code == code)
            #expect(failure?.reason == "NotAcceptable")
            #expect(failure?.message == "no such form")
            #expect(failure?.retryAfter == .seconds(2))
            #expect(failure?.isNotAcceptable == isNotAcceptable)
        }
    }

    private static func answer(_ pieces: [[UInt8]]) -> ScriptedHTTPClient.Answer {
        .answer(200, pieces: pieces, headerFields: [.contentType: "application/vnd.kubernetes.protobuf;stream=watch"])
    }

    private static func request(acceptsProtobuf: Bool) -> WatchRequest {
        WatchRequest(
            ResourcePath(.service), resourceVersion: "0", timeoutSeconds: 300, acceptsProtobuf: acceptsProtobuf)
    }

    private static func read(
        _ client: APIClient, acceptsProtobuf: Bool = true
    ) async -> ([WatchEvent], APIFailure?) {
        var events: [WatchEvent] = []
        do throws(APIFailure) {
            var watch = try await client.watch(request(acceptsProtobuf: acceptsProtobuf)).makeAsyncIterator()
            while let element = try await watch.next(isolation: nil) { events += element.events }
            return (events, nil)
        } catch {
            return (events, error)
        }
    }

    /// A field of a message that holds bytes, fewer than 128.
    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(content.count)] + content
    }

    private static func text(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

    private static func envelope(_ message: [UInt8]) -> [UInt8] { [0x6b, 0x38, 0x73, 0] + field(2, message) }
}
