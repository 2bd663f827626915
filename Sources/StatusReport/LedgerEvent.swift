package import KubernetesAPI
package import RoutingGraph

/// What the ledger is told.
package enum LedgerEvent: Sendable, Equatable {
    /// An object that is ours by name is there, new or changed.
    case observed(ObservedObject)
    /// An object is gone, or not ours any more.
    case gone(ObjectKey)
    /// What an object is to be told; nil for nothing.
    case told(ObjectKey, ObjectStatus?)
    /// The Service whose address is published; nil when it does not exist.
    case service(Core.Service?)
    /// That Service may not be read; with why.
    case serviceForbidden(String)
    /// The addresses a Service has now; none when it is gone.
    case addresses(of: NamespacedName, [AddressBook.Entry])
    /// An IngressClass and its controller; nil when it is gone.
    case ingressClass(String, controller: String?)
    /// This process may write until that moment, or not at all.
    case leads(until: ContinuousClock.Instant?)
    /// What this controller published is to be taken back: it is about to go for good.
    case releaseAll
}
