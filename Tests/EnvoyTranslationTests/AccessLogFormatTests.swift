import EnvoyTranslation
import TestKit
import Testing
import XDSModel

/// Which formats of access logs are taken: those that Envoy takes.
struct AccessLogFormatTests {
    private static let good = [
        "%START_TIME% %START_TIME(%s)% %REQ(:AUTHORITY)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH):20%", "100%%",
        "%LOCAL_REPLY_BODY% %DOWNSTREAM_DIRECT_REMOTE_PORT% %UPSTREAM_PEER_SUBJECT% %UPSTREAM_PEER_CERT_V_END(%F)%",
        "%REQUESTED_SERVER_NAME% %REQUESTED_SERVER_NAME(SNI_FIRST:ORIG)% %GRPC_STATUS(SNAKE_STRING)% %GRPC_STATUS%",
        "%FILTER_STATE(a)% %FILTER_STATE(a:TYPED):9% %UPSTREAM_FILTER_STATE(a:FIELD:b)% %DYNAMIC_METADATA(a:b):3%",
        "%METADATA(ROUTE:envoy.access_loggers.file:io.projectcontour.kind)% %ENVIRONMENT(HOME):4294967295%",
        "%PATH(WQ:ORIG)% %QUERY_PARAM(a b)% %QUERY_PARAMS(ORIG)% %TRAILER(a?b)% %RESP(x!#$&'*+-.^_`|~)% %BYTES_RECEIVED()%",
    ]

    private static let bad = [
        "%NOTHING%", "100%", "%START_TIME%x%", "%START_TIME(%s):3%", "%BYTES_RECEIVED:3%", "%PROTOCOL(x)%", "%REQ%",
        "%REQ()%", "%REQ(A%", "%REQ(A)x%", "%REQ(A):-1%", "%REQ(X A)%", "%REQ(X?Y?Z)%", "%RESP(a/b)%", "%METADATA()%",
        "%METADATA(NOPE:a)%", "%ENVIRONMENT()%", "%DYNAMIC_METADATA()%", "%FILTER_STATE()%", "%FILTER_STATE(a:NOPE)%",
        "%FILTER_STATE(:PLAIN)%", "%GRPC_STATUS(x)%", "%REQUESTED_SERVER_NAME(SNI_FIRST:x)%", "%PATH(x)%",
        "%CLUSTER_METADATA(a):3%", "%REQ(A):+20%", "%REQ(:)%", "%RESP(A?:)%", "%FILTER_STATE(a:FIELD:)%",
        "%\u{301}REQ",
    ]

    private func isTakenByEnvoy(_ format: String, in directory: TemporaryDirectory) async throws -> CommandRun {
        var settings = TranslationSettings()
        settings.accessLog.format = .text(format + "\n")
        return try await StaticBootstrap(settings, style: .aggregated).validate(in: directory, name: "log.json")
    }

    @Test(.timeLimit(.minutes(1))) func `formats that are taken are taken by a real Envoy`() async throws {
        for format in Self.good { #expect(AccessLogOperators.problem(in: format) == nil) }
        try await withTemporaryDirectory { directory in
            let run = try await isTakenByEnvoy(Self.good.joined(separator: " "), in: directory)
            #expect(run.exitCode == 0, "\(run.error)")
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: bad)
    func `formats that a real Envoy refuses are refused, with the operator that is wrong`(format: String) async throws {
        let problem = try #require(AccessLogOperators.problem(in: format))
        #expect(problem.contains("%"), "\(problem)")
        try await withTemporaryDirectory { directory in
            let run = try await isTakenByEnvoy(format, in: directory)
            #expect(run.exitCode == 1, "\(problem)")
        }
    }

    @Test func `a member of a JSON log is the name of an operator that stands alone`() {
        for name in ["local_reply_body", "requested_server_name", "start_time", "upstream_peer_subject", "grpc_status"]
        {
            #expect(AccessLogField(name)?.format == "%\(name.uppercased())%")
        }
        for name in ["req", "metadata", "filter_state", "nothing", "START_TIME"] {
            #expect(AccessLogField(name) == nil, "\(name)")
        }
    }
}
