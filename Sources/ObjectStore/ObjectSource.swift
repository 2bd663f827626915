/// Where objects come from: a directory of YAML, or the API server of Kubernetes.
package protocol ObjectSource: Sendable {
    /// Delivers all objects and then every change, until the task is cancelled.
    ///
    /// Batches arrive in order. `deliver` returns when the batch has been taken, so a source that is faster than its
    /// reader waits and may fold what it has not delivered yet into one batch.
    /// - Throws: what makes it impossible to go on; trouble that may pass is waited out instead.
    @concurrent
    func run(delivering deliver: @Sendable (ObjectBatch) async -> Void) async throws
}
