import ControlPlane
import CoreMetrics
import KubernetesAPI
import KubernetesSource
import StatusReport

// What a cluster adds to what is counted.
extension ControlPlaneMetrics {
    /// The certificate Envoys are shown is another one; the moment is in seconds since 1970.
    func certificate(validUntil moment: Int64) {
        gauge("attache_xds_certificate_expiry_timestamp_seconds").record(moment)
    }

    /// This replica leads by a Lease, or does not.
    func leads(_ leads: Bool, by lease: String) {
        gauge("attache_leader").record(leads ? 1 : 0)
        gauge("leader_election_master_status", [("name", lease)]).record(leads ? 1 : 0)
    }

    /// The source did or met something.
    func noticed(_ incident: SourceIncident, of kind: ObjectKind) {
        let labels = [("kind", kind.name)]
        switch incident {
        case .listed: count("attache_api_lists_total", labels)
        case .watched: count("attache_api_watches_total", labels)
        case .failed: count("attache_api_failures_total", labels)
        case .changed: count("attache_api_events_total", labels)
        case .undecodable, .unknownEvent: count("attache_api_undecodable_total", labels)
        case .received(let bytes): count("attache_api_bytes_total", labels, by: bytes)
        }
    }

    /// The writer of statuses did or met something.
    func observe(_ signal: StatusSignal) {
        switch signal {
        case .unchanged(let kind):
            count("contour_status_update_total", [("kind", kind.name)])
            count("contour_status_update_noop_total", [("kind", kind.name)])
        case .written(let kind, let outcome):
            count("contour_status_update_total", [("kind", kind.name)])
            count("contour_status_update_\(outcome.rawValue)_total", [("kind", kind.name)])
        case .addressWritten(let kind, let outcome):
            count("status_address_writes_total", [("kind", kind.name), ("result", outcome.rawValue)])
        case .addressConflict(let kind, let rival):
            count("status_address_conflicts_total", [("kind", kind.name), ("rival", rival)])
        case .contested(let kind, let number):
            gauge("status_address_contested", [("kind", kind.name)]).record(number)
        case .longestWait(let wait):
            gauge("status_address_backoff_seconds_max").record(wait / .seconds(1))
        case .unclaimed(let refusal):
            count("status_address_unclaimed_total", [("reason", refusal.rawValue)])
        case .addressSource(let source, let state): show(source, state)
        case .announced: break
        }
    }

    /// A write of a status ended.
    func wrote(_ kind: ObjectKind, in duration: Duration, failed: Bool) {
        time("contour_status_update_duration_seconds", [("kind", kind.name), ("error", "\(failed)")], duration)
    }

    /// One series is left: that of the present state.
    private func show(_ source: AddressSource, _ state: AddressState) {
        for word in AddressState.words where word != state.word {
            gauge("status_address_source_ready", [("reason", word), ("source", source.label)]).destroy()
        }
        let isReady = state.word == "Resolved"
        gauge("status_address_source_ready", [("reason", state.word), ("source", source.label)])
            .record(isReady ? 1 : 0)
    }
}

extension AddressState {
    /// Every word a state has.
    fileprivate static let words = [
        "Unknown", "NotConfigured", "Resolved", "WaitingForLoadBalancer", "ServiceNotFound", "ServiceTypeUnsupported",
        "Forbidden",
    ]
}
