package import KubernetesAPI

/// Something people should know of: it becomes a line of the log and mostly an Event.
package struct Announcement: Sendable, Equatable {
    /// Why: what kind of thing happened.
    package var reason: Reason
    /// What it is about, and where its Event is attached.
    package var subject: Subject
    /// What happened and what to do, for the Event.
    package var message: String
    /// Whether this process has said so before, so that the log has it already.
    package var isReminder = false

    /// An announcement.
    package init(_ reason: Reason, about subject: Subject, _ message: String) {
        self.reason = reason
        self.subject = subject
        self.message = message
    }

    /// What an announcement is about.
    package enum Subject: Sendable, Hashable {
        /// An object, and the incarnation of it.
        case object(ObjectKey, uid: String)
        /// The Service whose address is published.
        case service(NamespacedName, uid: String)
        /// This controller itself: its Deployment.
        case controller
    }

    /// The reasons, which are the reasons of Events.
    package enum Reason: String, Sendable, CaseIterable {
        /// Somebody replaces the address of an object.
        case addressConflict = "StatusAddressConflict"
        /// Nobody did so for a while.
        case addressRestored = "StatusAddressRestored"
        /// Somebody replaces the conditions of an object.
        case conditionsConflict = "StatusConditionsConflict"
        /// There is an address to publish, or another one.
        case addressResolved = "StatusAddressResolved"
        /// The Service to take the address of does not exist.
        case serviceNotFound = "PublishServiceNotFound"
        /// It has no address.
        case serviceNoAddress = "PublishServiceNoAddress"
        /// It is of a type that gets none.
        case serviceTypeUnsupported = "PublishServiceTypeUnsupported"
        /// It may not be read.
        case serviceForbidden = "PublishServiceForbidden"
        /// The class of an object belongs to another controller.
        case classMismatch = "IngressClassControllerMismatch"
        /// Statuses may not be written.
        case writeForbidden = "StatusWriteForbidden"
        /// Statuses may not be patched, so they are replaced.
        case writeDegraded = "StatusWriteDegraded"
        /// The definition of a kind does not know all that a status would say.
        case definitionOutdated = "StatusDefinitionOutdated"
        /// The API server refuses a status.
        case writeRefused = "StatusWriteRefused"
        /// Somebody writes under this controller's name.
        case duplicateInstance = "DuplicateInstance"

        /// Whether something is wrong.
        package var isWarning: Bool { self != .addressRestored && self != .addressResolved }

        /// Whether it becomes an Event besides a line of the log.
        package var isEvent: Bool { self != .addressResolved && self != .writeRefused }

        /// The line of the log.
        package var sentence: String {
            switch self {
            case .addressConflict: "another writer replaces the address in the status of an object"
            case .addressRestored: "the address in the status of an object is left alone again"
            case .conditionsConflict: "another writer replaces the conditions of an object"
            case .addressResolved: "status address is known"
            case .serviceNotFound: "status address is unknown: the service does not exist"
            case .serviceNoAddress: "status address is unknown: the service has no load balancer address yet"
            case .serviceTypeUnsupported: "status address is unknown: services of this type have none"
            case .serviceForbidden: "status address is unknown: the service may not be read"
            case .classMismatch: "object names an IngressClass of another controller"
            case .writeForbidden: "statuses may not be written"
            case .writeDegraded: "statuses may not be patched, so they are replaced"
            case .definitionOutdated: "statuses say less than they could: a definition of the cluster is an old one"
            case .writeRefused: "status of an object is refused"
            case .duplicateInstance: "another process writes statuses under the name of this one"
            }
        }
    }
}
