import ControlPlane
import KubernetesAPI
import ObjectStore
import Testing
import XDSModel

/// Objects written as YAML, and changes of them.
enum Objects {
    /// The objects of a YAML text.
    static func read(_ yaml: String) throws -> [KubernetesObject] {
        try DocumentReader.yaml(Array(yaml.utf8)).map { document in
            guard case .object(let object) = ObjectDecoder.decode(try document.get()) else {
                throw NoObject(text: yaml)
            }
            return object
        }
    }

    /// A text that holds something else than objects.
    struct NoObject: Error {
        var text: String
    }

    /// A Service with one endpoint.
    static func service(_ name: String, in namespace: String = "a", address: String = "10.0.0.1") -> String {
        """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: \(name), namespace: \(namespace)}
        spec: {ports: [{name: http, port: 80, protocol: TCP}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: \(name)-1, namespace: \(namespace), labels: {kubernetes.io/service-name: \(name)}}
        addressType: IPv4
        ports: [{name: http, port: 8080, protocol: TCP}]
        endpoints: [{addresses: [\(address)]}]

        """
    }

    /// A root HTTPProxy that sends everything to a Service.
    static func proxy(
        _ name: String, host: String, to service: String, in namespace: String = "a", prefix: String = "/"
    ) -> String {
        """
        ---
        apiVersion: projectcontour.io/v1
        kind: HTTPProxy
        metadata: {name: \(name), namespace: \(namespace)}
        spec:
          virtualhost: {fqdn: \(host)}
          routes: [{conditions: [{prefix: \(prefix)}], services: [{name: \(service), port: 80}]}]

        """
    }

    /// An IngressClass of a controller.
    static func ingressClass(_ name: String, of controller: String, isDefault: Bool = false) -> String {
        """
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: \(name), annotations: {ingressclass.kubernetes.io/is-default-class: "\(isDefault)"}}
        spec: {controller: \(controller)}

        """
    }

    /// An HTTPProxy without host.
    static func child(_ name: String, to service: String, in namespace: String = "a") -> String {
        """
        ---
        apiVersion: projectcontour.io/v1
        kind: HTTPProxy
        metadata: {name: \(name), namespace: \(namespace)}
        spec: {routes: [{services: [{name: \(service), port: 80}]}]}

        """
    }
}

extension ObjectBatch {
    /// The objects of a YAML text, and the keys of those that are gone.
    init(_ yaml: String, removed: [ObjectKey] = [], completesSync: Bool = false) throws {
        self.init(
            changes: try Objects.read(yaml).map { .set($0) } + removed.map { .removed($0) },
            completesSync: completesSync)
    }
}

extension ObjectKey {
    /// An HTTPProxy.
    static func proxy(_ name: String, in namespace: String = "a") -> ObjectKey {
        ObjectKey(.httpProxy, namespace: namespace, name: name)
    }
}

extension Snapshot {
    /// Every resource by type and name.
    var all: [ResourceType: [String: Resource]] {
        Dictionary(
            uniqueKeysWithValues: ResourceType.allCases.map { type in
                (type, Dictionary(uniqueKeysWithValues: self[type].map { ($0.name, $0) }))
            })
    }

    /// The names that are not the same in another snapshot.
    func difference(from other: Snapshot) -> ChangeSet {
        var changes = ChangeSet()
        for type in ResourceType.allCases {
            let (before, after) = (other.all[type] ?? [:], all[type] ?? [:])
            for name in Set(before.keys).union(after.keys) where before[name] != after[name] {
                changes.insert(type, name)
            }
        }
        return changes
    }
}
