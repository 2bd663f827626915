/// A moment, to the second, as Kubernetes writes it.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package var secondsSinceEpoch: Int64

    /// The moment that many seconds after the epoch.
    package init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// Orders the earlier before the later.
    package static func < (left: Self, right: Self) -> Bool { left.secondsSinceEpoch < right.secondsSinceEpoch }
}
