/// What a client of the control plane says and is told.
extension Envoy {
    /// The message `envoy.service.discovery.v3.DiscoveryRequest`.
    package typealias DiscoveryRequest = Envoy_Service_Discovery_V3_DiscoveryRequest
    /// The message `envoy.service.discovery.v3.DiscoveryResponse`.
    package typealias DiscoveryResponse = Envoy_Service_Discovery_V3_DiscoveryResponse
    /// The message `envoy.service.discovery.v3.DeltaDiscoveryRequest`.
    package typealias DeltaDiscoveryRequest = Envoy_Service_Discovery_V3_DeltaDiscoveryRequest
    /// The message `envoy.service.discovery.v3.DeltaDiscoveryResponse`.
    package typealias DeltaDiscoveryResponse = Envoy_Service_Discovery_V3_DeltaDiscoveryResponse
    /// The message `envoy.service.discovery.v3.Resource`.
    package typealias DiscoveryResource = Envoy_Service_Discovery_V3_Resource
    /// The message `envoy.config.core.v3.ControlPlane`.
    package typealias ControlPlane = Envoy_Config_Core_V3_ControlPlane
    /// The message `envoy.config.core.v3.Node`.
    package typealias Node = Envoy_Config_Core_V3_Node
    /// The message `envoy.config.core.v3.BuildVersion`.
    package typealias BuildVersion = Envoy_Config_Core_V3_BuildVersion
    /// The message `google.rpc.Status`.
    package typealias RPCStatus = Google_Rpc_Status
    /// The message `envoy.service.runtime.v3.Runtime`.
    package typealias Runtime = Envoy_Service_Runtime_V3_Runtime
}

/// What the client status discovery service is asked and answers.
extension Envoy {
    /// The message `envoy.service.status.v3.ClientStatusRequest`.
    package typealias ClientStatusRequest = Envoy_Service_Status_V3_ClientStatusRequest
    /// The message `envoy.service.status.v3.ClientStatusResponse`.
    package typealias ClientStatusResponse = Envoy_Service_Status_V3_ClientStatusResponse
    /// The message `envoy.service.status.v3.ClientConfig`.
    package typealias ClientConfig = Envoy_Service_Status_V3_ClientConfig
    /// The enumeration `envoy.service.status.v3.ConfigStatus`.
    package typealias ConfigStatus = Envoy_Service_Status_V3_ConfigStatus
    /// The enumeration `envoy.admin.v3.ClientResourceStatus`.
    package typealias ClientResourceStatus = Envoy_Admin_V3_ClientResourceStatus
    /// The message `envoy.admin.v3.UpdateFailureState`.
    package typealias UpdateFailureState = Envoy_Admin_V3_UpdateFailureState
    /// The message `envoy.type.matcher.v3.NodeMatcher`.
    package typealias NodeMatcher = Envoy_Type_Matcher_V3_NodeMatcher
    /// The message `envoy.type.matcher.v3.StructMatcher`.
    package typealias StructMatcher = Envoy_Type_Matcher_V3_StructMatcher
}
