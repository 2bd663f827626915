import KubernetesAPI
import Subprocess
import SystemPackage

extension ExecPlugin {
    /// The most a program may print; it prints a few kilobytes.
    private static let outputLimit = 1 << 20

    /// Runs the program and reads its answer; it has `limit` for that, and is killed then with all it started.
    func run(within limit: Duration = .seconds(30)) async throws(AccessError) -> ExecCredential {
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await output() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return .failed("it has not ended after \(limit.components.seconds) s; run it by hand to see why")
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .failed("it was not run")
        }
        switch outcome {
        case .failed(let reason): throw failure(reason)
        case .printed(let bytes):
            switch ExecCredential.read(bytes, apiVersion: settings.apiVersion) {
            case .success(let credential): return credential
            case .failure(let flaw): throw failure(flaw.text)
            }
        }
    }

    /// An error of the program.
    func failure(_ reason: String) -> AccessError {
        AccessError(place: "exec plugin \(FoundValue.quote(command, limit: 200))", message: reason)
    }

    private enum Outcome: Sendable {
        case printed([UInt8])
        case failed(String)
    }

    private func output() async -> Outcome {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        do {
            let result = try await Subprocess.run(
                command.contains("/") ? .path(FilePath(command)) : .name(command),
                arguments: Arguments(settings.arguments), environment: environment, platformOptions: options,
                input: .none, output: .bytes(limit: Self.outputLimit), error: .bytes(limit: Self.outputLimit))
            guard result.terminationStatus.isSuccess else {
                return .failed("\(Self.ending(result.terminationStatus))\(Self.lastWords(result.standardError))")
            }
            return .printed(result.standardOutput)
        } catch let error as SubprocessError {
            return .failed(reason(error))
        } catch {
            return .failed("it was given up")
        }
    }

    private var environment: Environment {
        var additions: [Environment.Key: String?] = ["KUBERNETES_EXEC_INFO": information]
        for variable in settings.variables {
            guard let key = Environment.Key(rawValue: variable.name) else { continue }
            additions[key] = variable.value
        }
        return .inherit.updating(additions)
    }

    private func reason(_ error: SubprocessError) -> String {
        let hint = settings.installHint.map { "; " + FoundValue.quote($0, limit: 300) } ?? ""
        switch error.code {
        case .executableNotFound: return "there is no such program; install it" + hint
        case .outputLimitExceeded: return "it prints more than \(Self.outputLimit) bytes"
        case .spawnFailed: return "it cannot be started; make it an executable file" + hint
        default: return "it cannot be run" + hint
        }
    }

    private static func ending(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "it ended with exit code \(code)"
        case .signaled(let signal): "it was ended by signal \(signal)"
        }
    }

    /// The last line of what the program said about its failure.
    private static func lastWords(_ output: [UInt8]) -> String {
        let text = String(decoding: output, as: UTF8.self)
        guard let line = text.split(whereSeparator: \.isNewline).last(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            return ""
        }
        return ", saying " + FoundValue.quote(String(line), limit: 300)
    }
}
