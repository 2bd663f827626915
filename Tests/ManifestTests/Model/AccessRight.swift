import Certificates
import HTTPTypes
import KubernetesAPI
import KubernetesClient
import KubernetesSource
import ServeConfiguration
import StatusReport

@testable import attache

/// One thing that may be done at the API server.
struct AccessRight: Hashable, CustomStringConvertible {
    let verb: String
    let group: String
    /// The plural name of the kind, with a subresource after a slash.
    let resource: String
    /// Where; nil for everywhere.
    let namespace: String?
    /// The one object; nil for all.
    let name: String?

    init(_ verb: String, _ group: String, _ resource: String, in namespace: String?, name: String? = nil) {
        self.verb = verb
        self.group = group
        self.resource = resource
        self.namespace = namespace
        self.name = name
    }

    /// What it takes to do `verb` with what `path` stands for.
    init(_ verb: String, _ path: ResourcePath) {
        let subresource = path.subresource.map { "/\($0)" } ?? ""
        self.init(verb, path.group, path.plural + subresource, in: path.namespace, name: path.name)
    }

    var description: String {
        "\(verb) \(resource)\(group.isEmpty ? "" : ".\(group)")\(name.map { " \($0)" } ?? "") in \(namespace ?? "all")"
    }
}

// What the code asks for.
extension AccessRight {
    /// The [verb](https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb) that a
    /// request about one object is judged by.
    private static func verb(of request: APIRequest) -> String {
        switch request.method {
        case .post: "create"
        case .put: "update"
        case .patch: "patch"
        case .get: "get"
        default: "unknown \(request.method)"
        }
    }

    /// What serving takes.
    static func serving(_ plane: ControlPlane) throws -> Set<AccessRight> {
        let command = try plane.serve()
        let service = try plane.settings().address.service
        let watched = command.cluster.namespaces
        let kinds = APIServerObjects.kinds
        var rights: Set<AccessRight> = []
        for scope in APIServerObjects.scopes(of: kinds, in: watched, publishService: service) {
            // why: no Role allows what belongs to no namespace; the source goes without classes.
            if scope.isOptional, !scope.kind.isNamespaced, !watched.isEmpty { continue }
            rights.formUnion(["get", "list", "watch"].map { AccessRight($0, scope.path) })
        }
        let namespaces = watched.isEmpty ? [nil] : watched.map(Optional.some)
        for kind in kinds where kind.hasStatus {
            for namespace in namespaces {
                var path = ResourcePath(kind, namespace: namespace)
                path.subresource = "status"
                let requests = [
                    APIRequest.get(path), .replace(path, by: .object([:]), fieldManager: nil),
                    .apply(.object([:]), to: path, fieldManager: "", force: false),
                ]
                rights.formUnion(requests.map { AccessRight(verb(of: $0), path) })
            }
        }
        let places = watched.isEmpty ? [nil] : namespaces + [ControlPlane.fields["metadata.namespace"]]
        for namespace in places { rights.formUnion(recording(in: namespace)) }
        if !watched.isEmpty {
            // Who else is there: ``OtherReplicas`` asks where this runs, whatever is watched.
            let namespace = ControlPlane.fields["metadata.namespace"]
            rights.insert(AccessRight("list", ResourcePath(.endpointSlice, namespace: namespace)))
        }
        return rights.union(belongings(of: command))
    }

    /// What telling Events takes: they are created, and replaced when they happen again.
    private static func recording(in namespace: String?) -> [AccessRight] {
        var path = ObjectEvent(
            .normal, "", of: .init(kind: "", apiVersion: "", name: .init(namespace: "a", name: "b")), message: "",
            component: "", at: Timestamp(secondsSinceEpoch: 0), token: ""
        ).path.collection
        path.namespace = namespace
        let requests = [
            APIRequest.create(.object([:]), at: path, fieldManager: nil),
            .replace(path, by: .object([:]), fieldManager: nil),
        ]
        return requests.map { AccessRight(verb(of: $0), path) }
    }

    /// What the control plane reads and writes for itself.
    private static func belongings(of command: ServeCommand) -> [AccessRight] {
        let namespace = ControlPlane.fields["metadata.namespace"] ?? ""
        let lease = ResourcePath.lease(.init(namespace: namespace, name: command.election.leaderElectionResourceName))
        let configuration = ResourcePath.contourConfiguration(.init(namespace: namespace, name: "any")).collection
        return [
            AccessRight("create", lease.collection), AccessRight("get", lease), AccessRight("update", lease),
            AccessRight("watch", lease), AccessRight("get", configuration),
        ]
    }

    /// What issuing certificates takes.
    static func issuing(_ plane: ControlPlane) throws -> Set<AccessRight> {
        let options = try plane.certgen().flags.options(environment: EnvironmentVariables { _ in nil })
        let secrets = ResourcePath(.secret, namespace: options.namespace)
        var rights: Set = [AccessRight("create", secrets)]
        for name in CertificateSet.secretNames(options.format, suffix: options.suffix) {
            var secret = secrets
            secret.name = name
            rights.insert(AccessRight("update", secret))
            if options.renewBefore != nil { rights.insert(AccessRight("get", secret)) }
        }
        return rights
    }
}

// What manifests allow.
extension ControlPlane {
    /// What a service account may do.
    func rights(of account: String) throws -> Set<AccessRight> {
        let subject = BindingObject.Subject(kind: "ServiceAccount", name: account, namespace: "projectcontour")
        var rights: Set<AccessRight> = []
        for binding in bindings where binding.subjects.contains(subject) {
            let role = try roles.first { role in
                role.kind == binding.roleRef.kind && role.metadata.name == binding.roleRef.name
                    && (role.kind == "ClusterRole" || role.metadata.namespace == binding.metadata.namespace)
            }.orMissing("the \(binding.roleRef.kind) \(binding.roleRef.name)")
            for rule in role.rules {
                for group in rule.apiGroups {
                    for resource in rule.resources {
                        for verb in rule.verbs {
                            for name in rule.resourceNames.map({ $0.map(Optional.some) }) ?? [nil] {
                                let namespace = binding.metadata.namespace
                                rights.insert(AccessRight(verb, group, resource, in: namespace, name: name))
                            }
                        }
                    }
                }
            }
        }
        return rights
    }
}
