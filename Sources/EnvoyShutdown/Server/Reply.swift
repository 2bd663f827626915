import HTTPTypes
import HummingbirdCore
import NIOCore

/// A short answer that is whole from the beginning.
struct Reply: Sendable {
    var status: HTTPResponse.Status = .ok
    var type = "text/plain; charset=utf-8"
    var headerFields: HTTPFields = [:]
    var body: String

    /// Sends the answer.
    @concurrent func write(_ writer: consuming ResponseWriter) async throws {
        var fields = headerFields
        fields[.contentType] = type
        fields[.contentLength] = String(body.utf8.count)
        try await writer.write(
            response: HTTPResponse(status: status, headerFields: fields),
            body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }

    static let ok = Reply(body: "OK")

    static let json = "application/json"

    static let lines = "application/x-ndjson"
}
