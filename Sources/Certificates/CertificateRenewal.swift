/// What `certgen` does about certificates that may exist already.
///
/// An authority's key is forgotten once it has signed, so every renewal has a new authority, and control plane and Envoy do
/// not get to know of it in the same moment. Two things keep them together. The new set trusts the former authority too, so
/// whoever has it accepts peers that do not. And where time can be given to those who read the certificates, the former
/// certificates are first written with both authorities, so that by the time the new ones appear everybody trusts them.
package enum CertificateRenewal: Sendable, Equatable {
    /// The certificates are good for long enough.
    case unneeded
    /// New certificates are written.
    ///
    /// - Parameters:
    ///   - announcement: What to write first, some time before the rest: the former certificates, with which peers that have
    ///     either authority get along. Nil when nothing usable is there.
    ///   - final: The new certificates.
    ///   - reason: What is wrong with the former ones, if there were any.
    case needed(announcement: CertificateSet?, final: CertificateSet, reason: String?)

    /// Decides about a set that was found, or that nothing was found.
    ///
    /// - Parameters:
    ///   - margin: For how many more seconds a set has to hold to be left alone.
    ///   - now: Seconds since 1970-01-01T00:00:00Z.
    package static func decide(
        former: CertificateSet?, namespace: String, lifetime: CertificateLifetime, margin: Int64, now: Int64
    ) throws(CertificatesError) -> CertificateRenewal {
        let reason = former?.fault(at: now, margin: margin)
        guard former == nil || reason != nil else { return .unneeded }
        let fresh = try CertificateSet(namespace: namespace, validity: .days(lifetime, from: now))
        guard let former, former.fault(at: now, margin: 0) == nil else {
            return .needed(announcement: nil, final: fresh, reason: reason)
        }
        return .needed(announcement: former.trusting(fresh), final: fresh.trusting(former), reason: reason)
    }
}
