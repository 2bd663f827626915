import Glibc
import TestKit

/// `make demo`: the life of an Envoy, from its first configuration until its pod has left under load.
@main struct LifeDemo {
    static func main() async {
        do {
            _ = (try PackageRoot.envoy(), try PackageRoot.attache())
            let wrong = try await withServingStage { try await ServingAct(stage: $0).run() }
            let hasLostNobody = try await withDemoStage { try await play(on: $0) }
            for sentence in wrong { say("   wrong: \(sentence)") }
            exit(wrong.isEmpty && hasLostNobody ? 0 : 1)
        } catch {
            say("demo: \(error)")
            exit(1)
        }
    }

    private static func play(on stage: DemoStage) async throws -> Bool {
        let record = try await DemoPerformance(stage: stage).run()
        let clients = ClientTable(record)
        say("")
        say(clients.text)
        say(PhaseTimes(stage: stage, record: record).text)
        for loss in clients.losses + record.complaints { say(loss) }
        say("   \(clients.failedRequests) failed request\(clients.failedRequests == 1 ? "" : "s")")
        return clients.failedRequests == 0 && clients.cutConnections == 0 && record.complaints.isEmpty
    }
}

/// Prints `text` at once, also into a pipe.
func say(_ text: String) {
    print(text)
    fflush(nil)
}
