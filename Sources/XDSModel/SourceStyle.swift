/// How resources name the source of further resources.
package enum SourceStyle: Sendable, Hashable, CaseIterable {
    /// Further resources come by the same stream: `ads`.
    case aggregated
    /// Each type has a stream of its own, to the cluster that leads to the control plane.
    case separate
}
