/// Returns as soon as `condition` holds, and throws an error that names `expectation` if it does not within `limit`.
///
/// The condition is asked at once and then every `pause`. An error it throws means "not yet"; the last one is reported
/// when the time is over.
package func eventually(
    _ expectation: String, within limit: Duration = .seconds(5), every pause: Duration = .milliseconds(20),
    _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    var lastError: (any Error)?
    while true {
        do {
            if try await condition() { return }
            lastError = nil
        } catch let cancellation as CancellationError {
            throw cancellation
        } catch {
            lastError = error
        }
        if clock.now >= deadline {
            let cause = lastError.map { "; last error: \($0)" } ?? ""
            throw RigError("waited \(limit) in vain for: \(expectation)\(cause)")
        }
        try await Task.sleep(for: pause, clock: clock)
    }
}
