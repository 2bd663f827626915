import HTTPTransport
import Synchronization

/// The way to the API server of the cluster a pod runs in, as its service account.
///
/// Token and authorities are read again after 10 s, or when the server refuses the token: both are replaced in time.
/// https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api
package final class InClusterAccess: AccessProvider {
    private let endpoint: Endpoint
    private let directory: String
    private let files = Mutex(Freshness<Access>(pause: .zero))

    /// How long what files say is taken for what they still say.
    private static let readInterval = Duration.seconds(10)

    /// The namespace of the pod, nil where the service account does not say it.
    package let namespace: String?

    /// The way from inside a pod, whose environment and mounted service account say where it leads.
    package init(
        environment: [String: String], directory: String = "/var/run/secrets/kubernetes.io/serviceaccount"
    ) throws(AccessError) {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            let text = environment["KUBERNETES_SERVICE_PORT"], !text.isEmpty
        else {
            throw AccessError(
                place: "--incluster",
                message: "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set; run in a pod, or name a"
                    + " kubeconfig with --kubeconfig")
        }
        guard let port = Int(text), (1...65_535).contains(port) else {
            throw AccessError(place: "KUBERNETES_SERVICE_PORT", message: "this is no port; set it as Kubernetes does")
        }
        endpoint = .network(host: host, port: port)
        self.directory = directory
        let name = (try? SmallFile.read("\(directory)/namespace")).flatMap { BearerToken.clean($0) }
        namespace = name
        _ = try access(at: .now)
    }

    /// See ``AccessProvider/current()``.
    package func current() async throws(AccessError) -> Access { try access(at: .now) }

    /// See ``AccessProvider/reject(_:)``.
    package func reject(_ access: Access) async {
        files.withLock { files in
            guard case .use(let known) = files.decide(at: .now), known == access else { return }
            files.reject()
        }
    }

    /// What files say, at a moment.
    func access(at now: ContinuousClock.Instant) throws(AccessError) -> Access {
        switch files.withLock({ $0.decide(at: now) }) {
        case .use(let access): return access
        case .fail(let error): throw error
        case .obtain: break
        }
        do throws(AccessError) {
            let access = try read()
            files.withLock { $0.keep(access, from: now, until: now.advanced(by: Self.readInterval)) }
            return access
        } catch {
            return try files.withLock { $0.fail(error, at: now, keepsLast: true) }.get()
        }
    }

    private func read() throws(AccessError) -> Access {
        let place = "\(directory)/token"
        guard let token = BearerToken.clean(try SmallFile.read(place)) else {
            throw AccessError(place: place, message: "there is no token in it; mount the service account's")
        }
        let authorities = try SmallFile.read("\(directory)/ca.crt")
        return Access(
            endpoint: endpoint, security: ConnectionSecurity(authorities: authorities), authorization: "Bearer \(token)"
        )
    }
}
