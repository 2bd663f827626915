import Glibc
import TestKit

/// `make demo`: an Envoy pod leaves under load, and everybody can watch that nobody is lost.
@main struct DrainDemo {
    static func main() async {
        do {
            _ = (try PackageRoot.envoy(), try PackageRoot.attache())
            let hasLostNobody = try await withDemoStage { try await play(on: $0) }
            exit(hasLostNobody ? 0 : 1)
        } catch {
            say("drain-demo: \(error)")
            exit(1)
        }
    }

    private static func play(on stage: DemoStage) async throws -> Bool {
        describe(stage)
        let record = try await DemoPerformance(stage: stage).run()
        let clients = ClientTable(record)
        say("\nWhat each class of client lived through\n")
        say(clients.text)
        say("\nWhere the time went\n")
        say(PhaseTable(stage: stage, record: record).text)
        say("")
        for loss in clients.losses + record.complaints { say(loss) }
        say("\(clients.failedRequests) failed request\(clients.failedRequests == 1 ? "" : "s")")
        return clients.failedRequests == 0 && clients.cutConnections == 0 && record.complaints.isEmpty
    }

    private static func describe(_ stage: DemoStage) {
        let (bootstrap, readiness) = (stage.leaving.bootstrap, stage.readiness)
        say(
            """
            1. Two pods on this machine, each a real Envoy with `attache envoy shutdown-manager`
               attache bootstrap   \(bootstrap.text.utf8.count) bytes of configuration in \(bootstrap.took.inSeconds)
               attache wait        "\(readiness.text)", \(readiness.took.inSeconds) after the first command
               balancer            passes new connections to both; learns 2 s late who is ready
            """)
    }
}

/// Prints `text` at once, also into a pipe.
func say(_ text: String) {
    print(text)
    fflush(nil)
}
