import KubernetesAPI

/// The versions of TLS that a host speaks.
package struct TLSVersionRange: Sendable, Equatable {
    /// The least.
    package var minimum: TLSVersion
    /// The greatest, not below ``minimum``.
    package var maximum: TLSVersion

    /// The operator's range, narrowed by what a host asks for.
    ///
    /// A text that is no version narrows nothing and yields a warning `SpecError`, reason `IgnoredField`. Throws
    /// `TLSError`, reason `TLSConfigNotValid`, if no version is left.
    package static func narrowed(
        minimum: String, at minimumPlace: Place, maximum: String, at maximumPlace: Place, settings: GraphSettings,
        findings: inout Verdict
    ) throws(Finding) -> TLSVersionRange {
        let least = version(minimum, at: minimumPlace, findings: &findings)
        let greatest = version(maximum, at: maximumPlace, findings: &findings)
        let range = TLSVersionRange(
            minimum: max(settings.minimumTLSVersion, least ?? settings.minimumTLSVersion),
            maximum: min(settings.maximumTLSVersion, greatest ?? settings.maximumTLSVersion))
        guard range.minimum <= range.maximum else {
            throw Finding(
                .tls, "TLSConfigNotValid",
                "\(minimumPlace): the least version of TLS, \(range.minimum.rawValue), is above the greatest, "
                    + "\(range.maximum.rawValue); the operator allows \(settings.minimumTLSVersion.rawValue) to "
                    + settings.maximumTLSVersion.rawValue)
        }
        return range
    }

    private static func version(_ text: String, at place: Place, findings: inout Verdict) -> TLSVersion? {
        guard !text.isEmpty else { return nil }
        let version = TLSVersion(rawValue: text)
        if version == nil {
            findings.warnings.append(
                Finding(
                    .spec, "IgnoredField",
                    "\(place): \(FoundValue.quote(text, limit: 100)) is not a version of TLS and is left out; write 1.2 or 1.3"
                ))
        }
        return version
    }
}
