package import KubernetesAPI

/// Something that happened to an object and that people should see: an
/// [Event](https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/).
///
/// It is written through the core group rather than `events.k8s.io`, because Contour's own roles grant only that; readers see
/// the same events either way.
package struct ObjectEvent: Sendable, Equatable {
    /// Whether it is good news.
    package enum Severity: String, Sendable {
        /// Nothing to do.
        case normal = "Normal"
        /// Somebody should look.
        case warning = "Warning"
    }

    /// The object it happened to.
    package struct Subject: Sendable, Hashable {
        /// Its kind, `Ingress`.
        package var kind: String
        /// Group and version, `networking.k8s.io/v1`.
        package var apiVersion: String
        /// Namespace and name.
        package var name: NamespacedName
        /// Which incarnation; empty where it is not known.
        package var uid: String

        /// An object.
        package init(kind: String, apiVersion: String, name: NamespacedName, uid: String = "") {
            self.kind = kind
            self.apiVersion = apiVersion
            self.name = name
            self.uid = uid
        }
    }

    /// The object it happened to.
    package var subject: Subject
    /// Whether it is good news.
    package var severity: Severity
    /// A word for programs.
    package var reason: String
    /// A sentence for people, cut at 1,024 bytes as the API server demands.
    package var message: String
    /// Who tells.
    package var component: String
    /// When it happened first.
    package var first: Timestamp
    /// When it happened last.
    package var last: Timestamp
    /// How often.
    package var count: Int
    /// What tells this event from others of the object, in hexadecimal digits.
    package var token: String

    /// An event that has happened once.
    package init(
        _ severity: Severity, _ reason: String, of subject: Subject, message: String, component: String,
        at moment: Timestamp, token: String
    ) {
        self.subject = subject
        self.severity = severity
        self.reason = reason
        self.message = message
        self.component = component
        first = moment
        last = moment
        count = 1
        self.token = token
    }

    /// The longest message, in bytes.
    private static let messageLimit = 1024

    /// Events of objects without a namespace live in `default`.
    private var namespace: String { subject.name.namespace.isEmpty ? "default" : subject.name.namespace }

    private var name: String { "\(subject.name.name.prefix(200)).\(token)" }

    /// Where it is stored.
    package var path: ResourcePath {
        ResourcePath(group: "", version: "v1", plural: "events", namespace: namespace, name: name)
    }

    /// The document that is stored.
    package var document: Node {
        .object([
            "apiVersion": "v1", "kind": "Event",
            "metadata": .object(["name": .string(name), "namespace": .string(namespace)]),
            "involvedObject": .object([
                "kind": .string(subject.kind), "apiVersion": .string(subject.apiVersion),
                "namespace": .string(subject.name.namespace), "name": .string(subject.name.name),
                "uid": .string(subject.uid),
            ]),
            "type": .string(severity.rawValue), "reason": .string(reason), "message": .string(shortMessage),
            "source": .object(["component": .string(component)]), "reportingComponent": .string(component),
            "count": Node(.integer(Int64(count))),
            "firstTimestamp": .string(first.rfc3339), "lastTimestamp": .string(last.rfc3339),
        ])
    }

    private var shortMessage: String {
        guard message.utf8.count > Self.messageLimit else { return message }
        var short = Substring(message).prefix(Self.messageLimit)
        while short.utf8.count > Self.messageLimit - 3 { short = short.dropLast() }
        return short + "…"
    }
}
