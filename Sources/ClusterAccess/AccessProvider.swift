/// Knows the way to an API server, and notices when it changes: tokens are renewed and certificates replaced while
/// the program runs.
package protocol AccessProvider: Sendable {
    /// The way as it is now. Cheap: files are read again only when they may have changed.
    func current() async throws(AccessError) -> Access

    /// Tells that the server refused these credentials (401), so that the next ``current()`` reads or asks for new ones.
    func reject(_ access: Access) async
}
