package import HTTPTypes
package import HummingbirdCore
import NIOCore

/// A short answer that is whole from the beginning.
package struct Reply: Sendable {
    /// The status.
    package var status: HTTPResponse.Status

    /// The media type of the body.
    package var type: String

    /// Further header fields; type and length are added.
    package var headerFields: HTTPFields

    /// The body.
    package var body: String

    /// An answer; by default 200 with plain text.
    package init(
        status: HTTPResponse.Status = .ok, type: String = Reply.text, headerFields: HTTPFields = [:], body: String
    ) {
        self.status = status
        self.type = type
        self.headerFields = headerFields
        self.body = body
    }

    /// Sends the answer; to a HEAD, all but the body.
    @concurrent package func write(_ writer: consuming ResponseWriter, omitsBody: Bool = false) async throws {
        var fields = headerFields
        fields[.contentType] = type
        fields[.contentLength] = String(body.utf8.count)
        let head = HTTPResponse(status: status, headerFields: fields)
        guard !omitsBody else { return try await writer.writeResponse(head) }
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    /// 200 and two letters.
    package static let ok = Reply(body: "OK")

    /// The request asks for something that only other methods do.
    package static func notAllowed(_ methods: String) -> Reply {
        Reply(status: .methodNotAllowed, headerFields: [.allow: methods], body: "use \(methods)\n")
    }

    /// Plain text.
    package static let text = "text/plain; charset=utf-8"

    /// [Metrics](https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
    package static let metrics = "text/plain; version=0.0.4"

    /// JSON.
    package static let json = "application/json"

    /// JSON line by line.
    package static let lines = "application/x-ndjson"
}
