extension ControlPlaneMetrics {
    /// Every metric and what it means; `/metrics` shows the sentences as HELP.
    package static let help: [String: String] = [
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
        "contour_build_info": "1, with the build in its labels.",
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
}
