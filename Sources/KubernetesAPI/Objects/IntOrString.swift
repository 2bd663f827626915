/// A field that is a number or a name, such as a Service's `targetPort`.
package enum IntOrString: Hashable, Sendable, CustomStringConvertible {
    /// A number.
    case int(Int)
    /// A name.
    case string(String)

    /// The number or the name.
    package var description: String {
        switch self {
        case .int(let value): "\(value)"
        case .string(let text): text
        }
    }
}
