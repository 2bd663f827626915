/// What one Ingress gives to one host.
package struct IngressContribution: Sendable, Equatable {
    /// Routes for plain HTTP, each match once.
    package var plain: [Route]

    /// Routes for TLS, each match once; none unless ``termination`` is there.
    package var secure: [Route]

    /// How TLS of the host is ended; nil if this Ingress has no certificate for it.
    package var termination: TLSTermination?

    /// What is wrong. An Ingress has no place for this in its status, so it goes to logs and Events.
    package var verdict: Verdict

    /// A contribution; by default none.
    package init(
        plain: [Route] = [], secure: [Route] = [], termination: TLSTermination? = nil, verdict: Verdict = Verdict()
    ) {
        self.plain = plain
        self.secure = secure
        self.termination = termination
        self.verdict = verdict
    }
}
