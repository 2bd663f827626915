import TestKit
import Testing

/// The programs in network namespaces whose only address besides loopback is of one family, as most pods have it.
@Suite(.timeLimit(.minutes(5))) struct `In a pod` {
    /// A namespace.
    struct Network: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Shell commands that make it.
        let setup: String
        /// The addresses that something listening everywhere must answer at.
        let addresses: [String]

        static let all = [
            Network(
                testDescription: "with IPv4", setup: "ip addr add 10.9.9.9/32 dev lo",
                addresses: ["10.9.9.9", "127.0.0.1", "::1"]),
            Network(
                testDescription: "with IPv4 and IPv6 switched off",
                setup: "ip addr add 10.9.9.9/32 dev lo; echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6",
                addresses: ["10.9.9.9", "127.0.0.1"]),
            Network(
                testDescription: "with IPv6", setup: "ip addr add fd00::9/128 dev lo nodad",
                addresses: ["fd00::9", "::1", "127.0.0.1"]),
            Network(testDescription: "with loopback only", setup: "true", addresses: ["127.0.0.1", "::1"]),
        ]
    }

    /// Starts the program, waits for its last port, and says how each port answers at each address.
    private static let script = """
        set -e
        directory=$1 addresses=$2 ports=$3; shift 3
        "$@" >"$directory/log" 2>&1 & program=$!
        trap 'kill -9 $program' EXIT
        ask() {
            exec 3<>"/dev/tcp/$1/$2" || return 1
            printf 'GET /healthz HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' >&3
            IFS= read -r -t 10 -d '' answer <&3 || true
            case $answer in
            HTTP/1.1*) echo "$1 $2 ${answer:9:3}" ;;
            *) echo "$1 $2 no HTTP/1.1" ;;
            esac
        }
        for port in $ports; do
            for address in $addresses; do
                for _ in {1..200}; do
                    kill -0 $program || { cat "$directory/log"; exit 1; }
                    (ask $address $port) 2>/dev/null && continue 2
                    sleep 0.05
                done
                echo "$address $port refused"
            done
        done
        """

    /// Runs a program in a namespace; nil, with a word why, where none can be made.
    private func run(_ arguments: [String], in network: Network, ports: [Int]) async throws -> CommandRun? {
        let attempt = try await CommandRun(
            "unshare", ["-n", "sh", "-c", "set -e; ip link set lo up; \(network.setup)"])
        guard attempt.exitCode == 0 else {
            print("not run here, because no network namespace can be made: \(attempt.error)")
            return nil
        }
        return try await withTemporaryDirectory { directory in
            let program =
                [try PackageRoot.attache()] + arguments.map { $0.replacing("DIRECTORY", with: directory.path) }
            let places = [network.addresses.joined(separator: " "), ports.map(String.init).joined(separator: " ")]
            return try await CommandRun(
                "unshare",
                [
                    "-n", "bash", "-c", "set -e; ip link set lo up; \(network.setup); \(Self.script)", "bash",
                    directory.path,
                ]
                    + places + program)
        }
    }

    private func lines(_ network: Network, _ answers: KeyValuePairs<Int, String>) -> [String] {
        answers.flatMap { port, answer in network.addresses.map { "\($0) \(port) \(answer)" } }
    }

    @Test(arguments: Network.all)
    func `the shutdown manager answers at every address`(network: Network) async throws {
        let arguments = [
            "envoy", "shutdown-manager", "--admin-address=DIRECTORY/admin.sock", "--ready-file=DIRECTORY/ok",
        ]
        guard let run = try await run(arguments, in: network, ports: [8090]) else { return }
        let answers = run.output.split(separator: "\n").map(String.init)
        #expect(answers == lines(network, [8090: "200"]), "\(run.output) \(run.error)")
    }

    @Test(arguments: Network.all, ["0.0.0.0", "::"])
    func `the control plane answers at every address`(network: Network, everywhere: String) async throws {
        let arguments = [
            "serve", "--source=DIRECTORY", "--insecure", "--xds-address=\(everywhere)", "--http-address=\(everywhere)",
            "--debug-http-address=127.0.0.1",
        ]
        guard let run = try await run(arguments, in: network, ports: [8000, 8001]) else { return }
        let answers = run.output.split(separator: "\n").map(String.init)
        // What Envoys are served is no HTTP/1.1.
        let expected = lines(network, [8000: "200", 8001: "no HTTP/1.1"])
        #expect(answers == expected, "\(run.output) \(run.error)")
    }
}
