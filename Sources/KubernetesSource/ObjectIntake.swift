package import KubernetesAPI
package import ObjectStore

/// Decides what is kept of an object, as cheaply as it can: most objects of a cluster are not ours.
package struct ObjectIntake: Sendable {
    /// What is kept.
    package enum Content: Sendable, Equatable {
        /// The object, without what nobody reads.
        case object(KubernetesObject)
        /// Nothing: it is none of ours.
        case foreign
        /// Nothing, for this reason; what was kept before stays.
        case undecodable(String)
    }

    /// The keys of Secrets that are read.
    private static let secretKeys: Set<String> = ["tls.crt", "tls.key", "ca.crt", "crl.pem"]

    /// What kubectl keeps of the last `apply`: as long as the object itself, and nobody here reads it.
    private static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

    private let kind: ObjectKind
    private let admission: ObjectAdmission

    /// An intake of objects of a kind.
    package init(_ kind: ObjectKind, admission: ObjectAdmission) {
        self.kind = kind
        self.admission = admission
    }

    /// What is kept of an object.
    package func content(of object: ObjectText) -> Content {
        switch kind {
        case .secret:
            guard isOfUse(secret: object) else { return .foreign }
        case .httpProxy where object.form == .json, .ingress where object.form == .json:
            guard isAdmitted(object) else { return .foreign }
        default: break
        }
        switch document(of: object) {
        case .failure(let problem): return .undecodable("\(problem)")
        case .success(.object(let decoded)): return .object(Self.trimmed(decoded))
        case .success(.ignored): return .foreign
        case .success(.broken(let problem)): return .undecodable("\(problem)")
        }
    }

    private func document(of object: ObjectText) -> Result<DecodedDocument, DocumentProblem> {
        switch object.form {
        case .json: object.node().map { ObjectDecoder.decode($0, as: kind) }
        case .protobuf: .success(MessageDecoder.decode(object, as: kind))
        }
    }

    /// Whether a Secret is of a type that is read, and holds something that is read. Clusters hold tens of thousands that do
    /// not, and they are written all the time.
    private func isOfUse(secret: ObjectText) -> Bool {
        var (type, hasKey) = ("", false)
        switch secret.form {
        case .json: (type, hasKey) = outline(ofJSON: secret.text)
        case .protobuf:
            // What cannot be looked at is read, which tells why.
            guard let outline = try? SecretOutline(secret, lookingFor: Self.secretKeys) else { return true }
            (type, hasKey) = (outline.type, outline.hasKey)
        }
        return hasKey && ["", "Opaque", "kubernetes.io/tls"].contains(type)
    }

    private func outline(ofJSON text: ArraySlice<UInt8>) -> (type: String, hasKey: Bool) {
        var (type, hasKey) = ("", false)
        JSONSkimmer.walk(text) { key, value in
            if JSONSkimmer.isEqual(key, "type") {
                type = JSONSkimmer.string(value) ?? ""
            } else if JSONSkimmer.isEqual(key, "data") {
                JSONSkimmer.walk(value) { key, _ in
                    hasKey = Self.secretKeys.contains(String(decoding: key, as: UTF8.self))
                    return hasKey ? .stop : .next
                }
            }
            return .next
        }
        return (type, hasKey)
    }

    /// Whether the object's class is ours, as far as annotations and the field say.
    private func isAdmitted(_ object: ObjectText) -> Bool {
        var metadata = ObjectMeta(name: object.name.name, namespace: object.name.namespace)
        if let annotations = JSONSkimmer.member("annotations", of: object.metadata) {
            JSONSkimmer.walk(annotations) { key, value in
                if JSONSkimmer.isEqual(key, "projectcontour.io/ingress.class")
                    || JSONSkimmer.isEqual(key, "kubernetes.io/ingress.class")
                {
                    metadata.annotations[String(decoding: key, as: UTF8.self)] = JSONSkimmer.string(value)
                }
                return .next
            }
        }
        let name = JSONSkimmer.member("spec", of: object.text)
            .flatMap { JSONSkimmer.member("ingressClassName", of: $0) }.flatMap(JSONSkimmer.string)
        if kind == .ingress {
            var ingress = Networking.Ingress()
            ingress.metadata = metadata
            ingress.spec.ingressClassName = name
            return admission.admits(.ingress(ingress))
        }
        var proxy = Contour.HTTPProxy()
        proxy.metadata = metadata
        proxy.spec.ingressClassName = name ?? ""
        return admission.admits(.httpProxy(proxy))
    }

    /// The object without what nobody reads.
    private static func trimmed(_ object: KubernetesObject) -> KubernetesObject {
        switch object {
        case .secret(var secret):
            secret.metadata.labels = [:]
            secret.metadata.annotations = [:]
            secret.data = secret.data.filter { secretKeys.contains($0.key) }
            return .secret(secret)
        case .endpointSlice(var slice):
            slice.metadata.labels = slice.metadata.labels.filter { $0.key == "kubernetes.io/service-name" }
            slice.metadata.annotations = [:]
            return .endpointSlice(slice)
        case .service(var service):
            service.metadata.annotations[lastApplied] = nil
            return .service(service)
        case .httpProxy(var proxy):
            proxy.metadata.annotations[lastApplied] = nil
            return .httpProxy(proxy)
        case .ingress(var ingress):
            ingress.metadata.annotations[lastApplied] = nil
            return .ingress(ingress)
        case .ingressClass, .configMap, .namespace, .tlsCertificateDelegation, .extensionService:
            return object
        }
    }
}
