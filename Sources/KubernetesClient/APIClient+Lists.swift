import HTTPTransport
import HTTPTypes
package import KubernetesAPI

extension APIClient {
    /// Asks for a page; each item is visited as soon as it has arrived.
    ///
    /// Items may have been visited when it fails.
    /// - Parameter received: Told how many bytes have arrived with each piece.
    package func list(
        _ list: ListRequest, received: (Int) -> Void = { _ in }, visiting visit: (ListScanner.Item) -> Void
    ) async throws(APIFailure) -> ListEnd {
        let answer = try await send(list.request)
        var scanner = ListScanner(itemLimit: Self.objectLimit)
        while true {
            let piece: [UInt8]?
            do {
                piece = try await answer.body.next()
            } catch {
                throw APIFailure(error)
            }
            do {
                guard let piece else { return try scanner.end() }
                received(piece.count)
                try scanner.take(piece, visit)
            } catch {
                throw APIFailure(unreadable: error)
            }
        }
    }

    /// Opens a watch; returns when the server has begun to answer.
    package func watch(_ watch: WatchRequest) async throws(APIFailure) -> WatchEvents {
        let answer = try await send(watch.request)
        return WatchEvents(answer.body, isProtobuf: Self.isProtobuf(answer.headerFields[.contentType]))
    }

    /// Whether a content type is that of protobuf, whatever its parameters: servers put `;stream=watch` behind it.
    private static func isProtobuf(_ contentType: String?) -> Bool {
        let type = contentType?.prefix { $0 != ";" && $0 != " " }
        return type?.lowercased() == "application/vnd.kubernetes.protobuf"
    }
}
