import ArgumentParser
import ClusterAccess
import ControlPlane
import ControlPlaneHTTP
import Conventions
import KubernetesAPI
import KubernetesClient
import KubernetesSource
import LeaderElection
import Logging
import ObjectStore
import Operations
import PlainHTTP
import RoutingGraph
import ServeConfiguration
import ServiceLifecycle
import StatusReport
import StatusWriter

/// The control plane of a cluster: objects from its API server, a Lease that decides who writes status, and the writer.
struct ClusterPlane {
    private let command: ServeCommand
    private let settings: ServeSettings
    private let namespace: String
    private let client: APIClient
    private let logger: Logger
    private let metrics = ControlPlaneMetrics(version: VersionCommand.release)

    /// Finds the way to the cluster, and reads the ContourConfiguration if one is named.
    init(_ command: ServeCommand, _ settings: ServeSettings, logger: Logger) async throws {
        self.command = command
        self.logger = logger
        namespace = ServeCommand.namespace(in: .process)
        client = try APIClient.ofCluster(settings.cluster)
        self.settings = try await Self.completed(settings, by: command, client, namespace)
    }

    /// Runs until SIGTERM or SIGINT, or until a part fails.
    func run() async throws {
        let writer = try writer()
        let leadership = command.election.disableLeaderElection ? Leadership.uncontested() : Leadership()
        let publishScope = ReflectorScope(.service, namespace: watchedNamespaces.isEmpty ? nil : addressNamespace)
        let plane = try ControlPlaneAssembly(
            settings, protection: .choose(settings.listen, isLocal: false), source: source(), metrics: metrics,
            logger: logger
        ) { batch, change in
            // why: first, for what the sync does not bring would otherwise be taken to be missing.
            for problem in batch.problems where problem.place == publishScope.description {
                if problem.isOver { writer.serviceReadable() }
                if problem.isRefusal { writer.serviceForbidden(problem.message) }
            }
            writer.offer(batch, statuses: change.statuses)
        }
        logger.info(
            "control plane started",
            metadata: ["source": "Kubernetes", "scope": "\(scope)", "xds": "\(settings.listen.xds.text)"])
        let status = StatusService(
            writer: writer, leadership: leadership, releases: command.address.releaseStatusOnShutdown,
            isLast: { await isLastReplica() })
        try await plane.run(
            with: [candidate(leadership, writer), status],
            debugPages: [
                Page("/debug/status-address", "the address that statuses show, and what is known of it") { _ in
                    Reply(body: "status address source: \(writer.addressLine)\n")
                }
            ])
    }

    private var watchedNamespaces: [String] { command.cluster.namespaces }

    private var addressNamespace: String { settings.address.service.namespace }

    /// What people read about which objects count.
    private var scope: String {
        let namespaces = watchedNamespaces.isEmpty ? "all namespaces" : watchedNamespaces.joined(separator: ",")
        let classes = settings.classNames.isEmpty ? "no class, contour" : settings.classNames.joined(separator: ",")
        return "\(namespaces); classes: \(classes)"
    }

    private func source() -> APIServerObjects {
        let isWithoutExtensions = command.cluster.disableFeature.contains(.extensionservices)
        let kinds = APIServerObjects.kinds.filter { !isWithoutExtensions || $0 != .extensionService }
        let (metrics, logger) = (metrics, command.cluster.kubernetesDebug > 0 ? logger : nil)
        return APIServerObjects(
            client, kinds: kinds, namespaces: watchedNamespaces, publishService: settings.address.service,
            admission: ObjectAdmission(classNames: settings.classNames),
            observer: SourceObserver { kind, incident in
                metrics.noticed(incident, of: kind)
                logger?.info(
                    "api server is followed", metadata: ["object.kind": "\(kind.name)", "incident": "\(incident)"])
            })
    }

    private func writer() throws -> StatusWriter {
        let source = try AddressSource(
            addresses: settings.address.fixed.joined(separator: ","), service: settings.address.service)
        let rules = ClaimRules(
            namespaces: Set(watchedNamespaces), admission: ObjectAdmission(classNames: settings.classNames))
        let manager = FieldManager(
            namespace: namespace, lease: command.election.leaderElectionResourceName,
            classNames: settings.classNames, source: source)
        let resolver = AddressResolver(
            source: source,
            settings: AddressResolver.Settings(
                onMissingService: command.address.statusOnMissingService, hold: command.address.statusHold.duration))
        let metrics = metrics
        return StatusWriter(
            api: StatusAtServer(client, controller: ownDeployment, wallClock: Timestamp.now),
            ledger: StatusLedger(
                settings: LedgerSettings(manager: manager, policy: command.address.statusConflictPolicy),
                rules: rules, source: resolver),
            rules: rules,
            observer: StatusObserver(
                observe: { metrics.observe($0) }, took: { metrics.wrote($0, in: $1, failed: $2) }),
            logger: logger, wallClock: Timestamp.now)
    }

    /// Who leads: one of several replicas, or this one without asking.
    private func candidate(_ leadership: Leadership, _ writer: StatusWriter) throws -> any Service {
        let (metrics, name) = (metrics, command.election.leaderElectionResourceName)
        let renewed: @Sendable (ContinuousClock.Instant?) -> Void = { until in
            writer.lead(until: until)
            metrics.leads(until != nil, by: name)
        }
        metrics.leads(false, by: name)
        guard !command.election.disableLeaderElection else { return UncontestedLeader(renewed: renewed) }
        let lease = NamespacedName(
            namespace: command.election.leaderElectionResourceNamespace ?? namespace,
            name: command.election.leaderElectionResourceName)
        let timing = try command.election.timing
        return LeaderElector(
            identity: ReplicaIdentity.unique(), timing: timing,
            store: LeaseAtServer(client, name: lease, timeout: timing.renewDeadline / 2), leadership: leadership,
            wallClock: Timestamp.now,
            logger: logger, renewed: renewed)
    }

    /// The object that Events about this controller are attached to.
    private var ownDeployment: ObjectEvent.Subject {
        ObjectEvent.Subject(
            kind: "Deployment", apiVersion: "apps/v1",
            name: NamespacedName(namespace: namespace, name: ReplicaIdentity.deployment()))
    }

    /// Whether no other replica goes on; where that cannot be known, one is assumed.
    private func isLastReplica() async -> Bool {
        let others = OtherReplicas(
            client: client, service: NamespacedName(namespace: namespace, name: "contour"),
            pod: EnvironmentVariables.process["POD_NAME"])
        do {
            return try await others.areGone()
        } catch {
            logger.warning(
                "published addresses are left, for there may be other replicas", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// The settings with what the named ContourConfiguration says.
    private static func completed(
        _ settings: ServeSettings, by command: ServeCommand, _ client: APIClient, _ namespace: String
    ) async throws -> ServeSettings {
        guard let name = command.file.contourConfigName else { return settings }
        let object = NamespacedName(namespace: namespace, name: name)
        let place = "ContourConfiguration \(object)"
        var settings = settings
        let document: Node
        do throws(APIFailure) {
            document = try await client.get(.contourConfiguration(object))
        } catch {
            throw ValidationError("\(place) cannot be read: \(error)")
        }
        try ContourConfigurationObject.read(document, name: place, into: &settings)
        try command.checkNamespaces(of: settings)
        return settings
    }
}
