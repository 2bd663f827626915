import Glibc
import Subprocess
import TestKit

/// Runs a real Envoy as long as `body` takes, and ends it.
///
/// - Parameters:
///   - bootstrap: The configuration file.
///   - log: Where Envoy writes its log.
///   - body: What to do with it.
/// - Throws: What `body` throws, or why there is no Envoy.
func withEnvoy(bootstrap: String, log: String, body: () async throws -> Void) async throws {
    let envoy: Executable = .path(literal(try PackageRoot.envoy()))
    let arguments: Arguments = [
        "--config-path", bootstrap, "--service-node", "test", "--service-cluster", "test", "--concurrency", "1",
        "--disable-hot-restart", "--log-path", log,
    ]
    _ = try await run(envoy, arguments: arguments, input: .none, output: .discarded, error: .discarded) { execution in
        defer { try? execution.send(signal: .kill) }
        try await body()
    }
}

/// A connection to Envoy's admin interface on a unix socket, closed when it goes.
struct AdminConnection: ~Copyable {
    private let descriptor: CInt

    /// Connects, or throws when nobody listens.
    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ConnectionError(code: errno) }
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
            unsafe $0.copyBytes(from: path.utf8.prefix($0.count - 1))
        }
        let descriptor = descriptor
        let result = unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe connect(
                descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        guard result == 0 else { throw ConnectionError(code: errno) }
    }

    deinit {
        _ = close(descriptor)
    }

    /// Sends one GET and answers everything that comes back until Envoy closes; empty when Envoy refuses.
    borrowing func get(_ path: String) -> String {
        let request = Array("GET \(path) HTTP/1.1\r\nHost: envoy\r\nConnection: close\r\n\r\n".utf8)
        let sent = unsafe request.withUnsafeBytes { bytes in
            unsafe send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
        }
        guard sent == request.count else { return "" }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer.append(contentsOf: chunk.prefix(count))
        }
    }
}

/// Nobody listens on the socket.
struct ConnectionError: Error {
    let code: Int32
}

/// Asks for statistics again and again until the answer holds `expected`, for at most 20 seconds.
///
/// - Returns: The last answer, with or without it.
func statistics(_ filter: String, of socket: String, until expected: String) async throws -> String {
    let end = ContinuousClock.now + .seconds(20)
    var answer = ""
    while !answer.contains(expected), ContinuousClock.now < end {
        // Envoy listens some time after it was started.
        answer = (try? AdminConnection(socket).get("/stats?filter=\(filter)")) ?? ""
        try await Task.sleep(for: .milliseconds(50))
    }
    return answer
}
