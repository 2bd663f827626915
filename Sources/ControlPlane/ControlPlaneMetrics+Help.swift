import Operations

extension ControlPlaneMetrics {
    /// Every metric and what it means; `/metrics` shows the sentences as HELP.
    package static let help = [ofSurroundings, ProcessMetrics.help].reduce(ofLoop) { all, more in
        all.merging(more) { first, _ in first }
    }

    /// What the control loop counts.
    package static let ofLoop: [String: String] = [
        "attache_hosts": "Hosts that somebody claims.",
        "attache_publications_total": "Snapshots handed to streams, by style of config sources.",
        "attache_ready": "1 once the first full configuration was published.",
        "attache_rejections_total": "Responses that an Envoy refused, by type.",
        "attache_resources": "Resources as an Envoy on one stream for all is sent them, by type.",
        "attache_response_bytes_total": "Bytes of responses sent to Envoys, by type.",
        "attache_response_removals_total": "Resources that responses took away, by type.",
        "attache_response_resources_total": "Resources that responses brought, by type.",
        "attache_responses_total": "Responses sent to Envoys, by type.",
        "attache_source_problems_total": "Things the source could not read.",
        "attache_streams": "Open streams of Envoys, by variant of the protocol.",
        "contour_build_info": "1, with the release as its label.",
        "contour_cachehandler_onupdate_duration_seconds": "Batches that were published and the time they took.",
        "contour_dag_cache_object": "Objects that concern this controller, by kind.",
        "contour_dagrebuild_seconds": "Batches taken in and the time they took.",
        "contour_dagrebuild_timestamp": "When the last batch was taken in, in seconds since 1970.",
        "contour_dagrebuild_total": "Batches of changes taken in.",
        "contour_eventhandler_operation_total": "Changes of objects, by operation and kind.",
        "contour_httpproxy": "HTTPProxies by namespace.",
        "contour_httpproxy_invalid": "Invalid HTTPProxies by namespace and host.",
        "contour_httpproxy_orphaned": "HTTPProxies that nothing includes, by namespace.",
        "contour_httpproxy_root": "HTTPProxies with a virtualhost, by namespace.",
        "contour_httpproxy_valid": "Valid HTTPProxies by namespace and host.",
    ]

    /// What is counted around it: streams, the API server, who leads, statuses.
    package static let ofSurroundings: [String: String] = [
        "attache_answer_seconds": "How long Envoys took to answer a response, by type and answer.",
        "attache_api_bytes_total": "Bytes the API server sent, by kind.",
        "attache_api_events_total": "Changes the API server told, by kind.",
        "attache_api_failures_total": "Lists and watches that failed or ended too soon, by kind.",
        "attache_api_lists_total": "Lists asked of the API server, by kind.",
        "attache_api_undecodable_total": "Objects and events that could not be read, by kind.",
        "attache_api_watches_total": "Watches asked of the API server, by kind.",
        "attache_leader": "1 while this replica leads and writes status.",
        "attache_xds_certificate_expiry_timestamp_seconds":
            "When the certificate Envoys are shown ends, in seconds since 1970.",
        "contour_status_update_conflict_total": "Writes of statuses that met another version or owner, by kind.",
        "contour_status_update_duration_seconds": "Writes of statuses and the time they took, by kind and failure.",
        "contour_status_update_failed_total": "Writes of statuses that failed, by kind.",
        "contour_status_update_noop_total": "Statuses that needed no writing, by kind.",
        "contour_status_update_success_total": "Statuses written, by kind.",
        "contour_status_update_total": "Statuses looked at, by kind.",
        "grpc_server_handled_total": "Streams that ended, by service, method and code.",
        "grpc_server_msg_received_total": "Requests of Envoys, by service and method.",
        "grpc_server_msg_sent_total": "Responses to Envoys, by service and method.",
        "grpc_server_started_total": "Streams that Envoys opened, by service and method.",
        "leader_election_master_status": "1 while this replica leads, by Lease.",
        "status_address_backoff_seconds_max": "The longest wait before a contested address is taken back.",
        "status_address_conflicts_total": "Addresses replaced by another writer, by kind and writer.",
        "status_address_contested": "Objects whose address is contested now, by kind.",
        "status_address_source_ready": "1 while the address to publish is known, with the state in its labels.",
        "status_address_unclaimed_total": "Objects that are not ours to speak about, by reason.",
        "status_address_writes_total": "Writes of addresses, by kind and result.",
    ]
}
