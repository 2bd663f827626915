package import KubernetesAPI

/// What ExtensionServices are told.
///
/// Nothing is served by one so far: authorization and global rate limits, which would use it, are not there yet, so no
/// cluster is made of it. Whether one could be made is told all the same, as
/// [Contour does](https://projectcontour.io/docs/main/config/api/#projectcontour.io/v1alpha1.ExtensionService).
package enum ExtensionServices {
    /// What keeps an ExtensionService from being used, and what of it would be left out.
    ///
    /// Errors are `SpecError` with the reason `FieldNotValid`, `TimeoutPolicyNotValid`, `TLSUpstreamValidation` or
    /// `InconsistentProtocol`, `TLSError` with `SecretNotValid` or `CACertificateNotDelegated`, and `ServiceError` with
    /// `ServiceUnresolvedReference` or `UnsupportedServiceType`; warnings are `SpecError`, reason `IgnoredField`.
    package static func verdict(
        on service: Contour.ExtensionService, context: BuildContext, reader: inout Reader
    ) -> Verdict {
        let problems = service.problems.filter { !$0.concerns("status") }
        var findings = Verdict(errors: problems.map(FieldProblems.finding))
        // why: what a field of the wrong type was meant to be is unknown, and so is what depends on it.
        if problems.isEmpty {
            checkPolicies(of: service.spec, &findings)
            checkTLS(of: service, context: context, reader: &reader, &findings)
            checkServices(of: service, reader: &reader, &findings)
        }
        var verdict = Verdict()
        verdict.formUnion(findings)
        return verdict
    }

    private static func checkPolicies(of spec: Contour.ExtensionServiceSpec, _ findings: inout Verdict) {
        do throws(Finding) {
            _ = try Timeouts.timeouts(spec.timeoutPolicy)
        } catch {
            findings.errors.append(Finding(.spec, error.reason, error.message))
        }
        if let idle = spec.timeoutPolicy?.idle, !idle.isEmpty {
            ignore("timeoutPolicy.idle: requests to an ExtensionService have no such limit; use response", &findings)
        }
        if let text = spec.loadBalancerPolicy?.strategy, LoadBalancing(rawValue: text)?.isByHash == true {
            ignore(
                "loadBalancerPolicy: \(text) needs requests of clients, and these are Envoy's own; RoundRobin is used",
                &findings)
        }
    }

    private static func checkTLS(
        of service: Contour.ExtensionService, context: BuildContext, reader: inout Reader, _ findings: inout Verdict
    ) {
        let spoken = service.spec.protocol ?? "h2"
        if !["h2", "h2c", "http/1.1"].contains(spoken) {
            let shown = FoundValue.quote(spoken, limit: 100)
            findings.errors.append(
                Finding(
                    .spec, "FieldNotValid",
                    "protocol: \(shown) is unknown; write h2, h2c or http/1.1, or leave it out for h2"))
        }
        do throws(Finding) {
            _ = try UpstreamValidations.validation(
                service.spec.validation, over: .h2, namespace: service.metadata.namespace, at: "", context: context,
                reader: &reader, findings: &findings)
        } catch {
            let isOfService = error.type == FindingType.service.rawValue
            findings.errors.append(isOfService ? Finding(.spec, error.reason, error.message) : error)
        }
        if spoken != "h2", service.spec.validation != nil {
            findings.errors.append(
                Finding(
                    .spec, "InconsistentProtocol",
                    "validation: only h2 is spoken over TLS, so no certificate is checked with this protocol; set protocol to h2"
                ))
        }
        guard spoken == "h2" else { return }
        do throws(Finding) {
            _ = try Services.clientCertificate(over: .h2, at: "protocol", context: context, reader: &reader)
        } catch {
            findings.errors.append(error)
        }
    }

    private static func checkServices(
        of service: Contour.ExtensionService, reader: inout Reader, _ findings: inout Verdict
    ) {
        if service.spec.services.isEmpty {
            findings.errors.append(Finding(.spec, "FieldNotValid", "services: name at least one Service"))
        }
        for (index, target) in service.spec.services.enumerated() {
            let place: Place = "services[\(index)]"
            let name = NamespacedName(namespace: service.metadata.namespace, name: target.name)
            // why: such a Service mostly has no ports, which would be the lesser trouble.
            guard reader.service(name)?.spec.type != "ExternalName" else {
                findings.errors.append(
                    Finding(
                        .service, "UnsupportedServiceType",
                        "\(place): Service \(name) is of type ExternalName; name one with endpoints"))
                continue
            }
            do throws(Finding) {
                _ = try ServicePorts.find(name, port: .number(target.port), at: place, reader: &reader)
            } catch {
                findings.errors.append(error)
            }
        }
    }

    private static func ignore(_ message: String, _ findings: inout Verdict) {
        findings.warnings.append(Finding(.spec, "IgnoredField", message))
    }
}
