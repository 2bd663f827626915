import Glibc
import TestKit

/// `make demo`: the life of an Envoy, from its first configuration until its pod has left under load.
@main struct LifeDemo {
    static func main() async {
        do {
            _ = (try PackageRoot.envoy(), try PackageRoot.attache())
            let wrong = try await withServingStage { stage in
                let wrong = try await ServingAct(stage: stage).run()
                return wrong + (try await DrainStage.with(stage.rig) { try await DrainAct(stage: $0).run() })
            }
            for sentence in wrong { say("   wrong: \(sentence)") }
            exit(wrong.isEmpty ? 0 : 1)
        } catch {
            say("demo: \(error)")
            exit(1)
        }
    }
}

/// Prints `text` at once, also into a pipe.
func say(_ text: String) {
    print(text)
    fflush(nil)
}
