/// HTTP filters.
extension Envoy {
    /// The message `envoy.extensions.compression.brotli.compressor.v3.Brotli`.
    package typealias BrotliCompressor = Envoy_Extensions_Compression_Brotli_Compressor_V3_Brotli
    /// The message `envoy.extensions.filters.http.compressor.v3.Compressor`.
    package typealias Compressor = Envoy_Extensions_Filters_Http_Compressor_V3_Compressor
    /// The message `envoy.extensions.filters.http.cors.v3.Cors`.
    package typealias CORS = Envoy_Extensions_Filters_Http_Cors_V3_Cors
    /// The message `envoy.extensions.filters.http.cors.v3.CorsPolicy`.
    package typealias CORSPolicy = Envoy_Extensions_Filters_Http_Cors_V3_CorsPolicy
    /// The message `envoy.extensions.filters.http.grpc_stats.v3.FilterConfig`.
    package typealias GRPCStats = Envoy_Extensions_Filters_Http_GrpcStats_V3_FilterConfig
    /// The message `envoy.extensions.filters.http.grpc_web.v3.GrpcWeb`.
    package typealias GRPCWeb = Envoy_Extensions_Filters_Http_GrpcWeb_V3_GrpcWeb
    /// The message `envoy.extensions.compression.gzip.compressor.v3.Gzip`.
    package typealias GzipCompressor = Envoy_Extensions_Compression_Gzip_Compressor_V3_Gzip
    /// The message `envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit`.
    package typealias LocalRateLimit = Envoy_Extensions_Filters_Http_LocalRatelimit_V3_LocalRateLimit
    /// The enumeration `envoy.extensions.common.ratelimit.v3.VhRateLimitsOptions`.
    package typealias VirtualHostRateLimitsOptions = Envoy_Extensions_Common_Ratelimit_V3_VhRateLimitsOptions
    /// The message `envoy.extensions.filters.http.lua.v3.Lua`.
    package typealias Lua = Envoy_Extensions_Filters_Http_Lua_V3_Lua
    /// The message `envoy.extensions.filters.http.lua.v3.LuaPerRoute`.
    package typealias LuaPerRoute = Envoy_Extensions_Filters_Http_Lua_V3_LuaPerRoute
    /// The message `envoy.extensions.filters.http.rbac.v3.RBAC`.
    package typealias RBACFilter = Envoy_Extensions_Filters_Http_Rbac_V3_RBAC
    /// The message `envoy.extensions.filters.http.rbac.v3.RBACPerRoute`.
    package typealias RBACPerRoute = Envoy_Extensions_Filters_Http_Rbac_V3_RBACPerRoute
    /// The message `envoy.extensions.filters.http.router.v3.Router`.
    package typealias Router = Envoy_Extensions_Filters_Http_Router_V3_Router
    /// The message `envoy.extensions.compression.zstd.compressor.v3.Zstd`.
    package typealias ZstdCompressor = Envoy_Extensions_Compression_Zstd_Compressor_V3_Zstd
}

/// External authorization.
extension Envoy {
    /// The message `envoy.extensions.filters.http.ext_authz.v3.ExtAuthz`.
    package typealias ExtAuthz = Envoy_Extensions_Filters_Http_ExtAuthz_V3_ExtAuthz
    /// The message `envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute`.
    package typealias ExtAuthzPerRoute = Envoy_Extensions_Filters_Http_ExtAuthz_V3_ExtAuthzPerRoute
    /// The message `envoy.extensions.filters.http.ext_authz.v3.BufferSettings`.
    package typealias ExtAuthzBufferSettings = Envoy_Extensions_Filters_Http_ExtAuthz_V3_BufferSettings
    /// The message `envoy.extensions.filters.http.ext_authz.v3.CheckSettings`.
    package typealias ExtAuthzCheckSettings = Envoy_Extensions_Filters_Http_ExtAuthz_V3_CheckSettings
    /// The message `envoy.extensions.filters.http.ext_authz.v3.HttpService`.
    package typealias ExtAuthzHTTPService = Envoy_Extensions_Filters_Http_ExtAuthz_V3_HttpService
    /// The message `envoy.extensions.filters.http.ext_authz.v3.AuthorizationRequest`.
    package typealias ExtAuthzRequest = Envoy_Extensions_Filters_Http_ExtAuthz_V3_AuthorizationRequest
    /// The message `envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse`.
    package typealias ExtAuthzResponse = Envoy_Extensions_Filters_Http_ExtAuthz_V3_AuthorizationResponse
}

/// Global rate limits.
extension Envoy {
    /// The message `envoy.extensions.filters.http.ratelimit.v3.RateLimit`.
    package typealias RateLimitFilter = Envoy_Extensions_Filters_Http_Ratelimit_V3_RateLimit
    /// The message `envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute`.
    package typealias RateLimitPerRoute = Envoy_Extensions_Filters_Http_Ratelimit_V3_RateLimitPerRoute
    /// The message `envoy.config.ratelimit.v3.RateLimitServiceConfig`.
    package typealias RateLimitServiceConfig = Envoy_Config_Ratelimit_V3_RateLimitServiceConfig
}

/// Verification of JSON web tokens.
extension Envoy {
    /// The message `envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication`.
    package typealias JWTAuthentication = Envoy_Extensions_Filters_Http_JwtAuthn_V3_JwtAuthentication
    /// The message `envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig`.
    package typealias JWTPerRoute = Envoy_Extensions_Filters_Http_JwtAuthn_V3_PerRouteConfig
    /// The message `envoy.extensions.filters.http.jwt_authn.v3.JwtProvider`.
    package typealias JWTProvider = Envoy_Extensions_Filters_Http_JwtAuthn_V3_JwtProvider
    /// The message `envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement`.
    package typealias JWTRequirement = Envoy_Extensions_Filters_Http_JwtAuthn_V3_JwtRequirement
    /// The message `envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementOrList`.
    package typealias JWTRequirementOrList = Envoy_Extensions_Filters_Http_JwtAuthn_V3_JwtRequirementOrList
    /// The message `envoy.extensions.filters.http.jwt_authn.v3.JwksAsyncFetch`.
    package typealias JWKSAsyncFetch = Envoy_Extensions_Filters_Http_JwtAuthn_V3_JwksAsyncFetch
    /// The message `envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks`.
    package typealias RemoteJWKS = Envoy_Extensions_Filters_Http_JwtAuthn_V3_RemoteJwks
}

/// The rules that the RBAC filter enforces.
extension Envoy {
    /// The message `envoy.config.rbac.v3.RBAC`.
    package typealias RBACRules = Envoy_Config_Rbac_V3_RBAC
    /// The message `envoy.config.rbac.v3.Policy`.
    package typealias RBACPolicy = Envoy_Config_Rbac_V3_Policy
    /// The message `envoy.config.rbac.v3.Permission`.
    package typealias RBACPermission = Envoy_Config_Rbac_V3_Permission
    /// The message `envoy.config.rbac.v3.Principal`.
    package typealias RBACPrincipal = Envoy_Config_Rbac_V3_Principal
}
