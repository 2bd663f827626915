/// How a child process ended.
package enum ExitStatus: Sendable, Hashable {
    /// It called exit with this code.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)
}
