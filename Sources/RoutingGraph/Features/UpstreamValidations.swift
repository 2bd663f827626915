package import KubernetesAPI

/// How the certificate of a backend is checked, from `validation`.
package enum UpstreamValidations {
    /// The most names, as in the CRD.
    package static let mostSubjectNames = 8

    /// The check of a Service's certificate; nil for none.
    ///
    /// Where no TLS is spoken nothing can be checked: a warning `SpecError`, reason `IgnoredField`. Throws `ServiceError`,
    /// reason `TLSUpstreamValidation`, or `TLSError`, reason `CACertificateNotDelegated`: a check that is asked for is
    /// never left out. `place` is the service.
    package static func validation(
        _ validation: Contour.UpstreamValidation?, over spoken: UpstreamProtocol, namespace: String, at place: Place,
        context: BuildContext, reader: inout Reader, findings: inout Verdict
    ) throws(Finding) -> UpstreamValidation? {
        guard let validation else { return nil }
        let place = place.field("validation")
        guard spoken.hasTLS else {
            findings.warnings.append(
                Finding(
                    .spec, "IgnoredField",
                    "\(place): no TLS is spoken to the Service, so no certificate is checked; set protocol to tls or h2"
                ))
            return nil
        }
        let names = try subjectNames(of: validation, at: place)
        do throws(SecretReferenceError) {
            let authorities = try Certificates.authorities(
                validation.caSecret, from: namespace, context: context, reader: &reader)
            return UpstreamValidation(
                authoritiesNamespace: authorities.name.namespace, authoritiesName: authorities.name.name,
                authorities: authorities.bundle, subjectNames: names)
        } catch {
            throw error.authoritiesFinding(at: place.field("caSecret"))
        }
    }

    private static func subjectNames(
        of validation: Contour.UpstreamValidation, at place: Place
    ) throws(Finding) -> [String] {
        func refusal(_ fault: String) -> Finding { Finding(.service, "TLSUpstreamValidation", "\(place).\(fault)") }
        guard !validation.subjectName.isEmpty else {
            throw refusal("subjectName: name the certificate's DNS name; any name would be taken without")
        }
        guard let first = validation.subjectNames.first else { return [validation.subjectName] }
        guard first == validation.subjectName else {
            throw refusal(
                "subjectNames[0]: it must be subjectName, \(FoundValue.quote(validation.subjectName, limit: 100))")
        }
        guard validation.subjectNames.count <= mostSubjectNames else {
            throw refusal(
                "subjectNames: there are \(validation.subjectNames.count); at most \(mostSubjectNames) may be")
        }
        guard !validation.subjectNames.contains("") else { throw refusal("subjectNames: a name is empty") }
        return validation.subjectNames
    }
}
