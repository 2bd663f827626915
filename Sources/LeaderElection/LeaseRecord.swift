package import KubernetesAPI

/// What a Lease says of who leads.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/
package struct LeaseRecord: Sendable, Equatable {
    /// Who leads; empty when the last one gave it up.
    package var holder: String

    /// How long others wait for a renewal before they take over, in seconds.
    package var durationSeconds: Int

    /// When the holder became it, by its own clock; for people only.
    package var acquired: Timestamp?

    /// When the holder renewed it last, by its own clock; for people only.
    package var renewed: Timestamp?

    /// How often the holder has changed.
    package var transitions: Int

    /// The version of the stored Lease; empty for one that is not stored yet.
    package var resourceVersion: String

    /// What a Lease says.
    package init(
        holder: String, durationSeconds: Int, acquired: Timestamp? = nil, renewed: Timestamp? = nil,
        transitions: Int = 0, resourceVersion: String = ""
    ) {
        self.holder = holder
        self.durationSeconds = durationSeconds
        self.acquired = acquired
        self.renewed = renewed
        self.transitions = transitions
        self.resourceVersion = resourceVersion
    }
}
