/// What is to become of the address in the status of every object.
package enum AddressDemand: Sendable, Equatable {
    /// It is to be this; never empty.
    case publish([PublishedAddress])
    /// It stays as it is, because it is not known what it should be.
    case keep
    /// What this controller wrote is to go; what others wrote stays.
    case release
}
