import KubernetesAPI
import ObjectStore

// Small differences of objects that are there.
extension RandomWorld {
    /// The object with one small difference, which may be none at all; a new Service for no object.
    mutating func edit(_ object: KubernetesObject?) -> ObjectChange {
        switch object {
        case .httpProxy(var proxy)?:
            edit(&proxy)
            return .set(.httpProxy(proxy))
        case .ingress(var ingress)?:
            editMetadata(&ingress.metadata)
            if chance.one(in: 3), !ingress.spec.rules.isEmpty { ingress.spec.rules.removeLast() }
            return .set(.ingress(ingress))
        case .service(var service)?:
            edit(&service)
            return .set(.service(service))
        case .endpointSlice(var slice)?:
            edit(&slice)
            return .set(.endpointSlice(slice))
        case .secret(var secret)?:
            if chance.one(in: 2) { secret.data["ca.crt"] = chance.pick(certificates).certificate }
            if chance.one(in: 2) {
                let pair = chance.pick(certificates)
                (secret.data["tls.crt"], secret.data["tls.key"]) = (pair.certificate, pair.privateKey)
            }
            if chance.one(in: 4) { secret.data["tls.key"] = chance.pick(certificates).privateKey }
            return .set(.secret(secret))
        case .tlsCertificateDelegation(var delegation)?:
            delegation.delegations = chance.one(in: 3) ? [] : [certificateDelegation()]
            return .set(.tlsCertificateDelegation(delegation))
        case .extensionService(var service)?:
            editMetadata(&service.metadata)
            if chance.one(in: 2) { service.spec.protocol = chance.pick([nil, "h2c"]) }
            return .set(.extensionService(service))
        case .ingressClass(var found)?:
            found.controller = chance.pick(Self.controllers)
            return .set(.ingressClass(found))
        default: return .set(.service(service()))
        }
    }

    private mutating func editMetadata(_ metadata: inout ObjectMeta) {
        switch chance.below(5) {
        case 0, 1: metadata.generation += 1
        case 2: metadata.creationTimestamp = chance.one(in: 2) ? nil : moment()
        case 3: metadata.resourceVersion = "\(chance.below(100))"
        default: metadata.labels["a"] = "\(chance.below(3))"
        }
    }

    private mutating func edit(_ proxy: inout Contour.HTTPProxy) {
        switch chance.below(8) {
        case 0, 1: editMetadata(&proxy.metadata)
        case 2: proxy.spec.virtualhost = proxy.spec.virtualhost == nil ? virtualHost() : nil
        case 3: proxy.spec.virtualhost?.fqdn = host()
        case 4: if !proxy.spec.routes.isEmpty { proxy.spec.routes.removeLast() }
        case 5: proxy.spec.routes.append(route())
        case 6: proxy.spec.includes = chance.one(in: 2) ? [] : proxy.spec.includes.reversed()
        default: proxy.spec.ingressClassName = chance.pick(["", "contour", "other"])
        }
    }

    private mutating func edit(_ service: inout Core.Service) {
        switch chance.below(4) {
        case 0: service.metadata.annotations = serviceAnnotations()
        case 1: service.spec.ports.reverse()
        case 2: service.spec.ports = servicePorts()
        default: service.metadata.labels["a"] = "\(chance.below(3))"
        }
    }

    private mutating func edit(_ slice: inout Discovery.EndpointSlice) {
        switch chance.below(4) {
        case 0: slice.metadata.labels[Self.serviceLabel] = chance.one(in: 3) ? nil : name(.service)
        case 1: slice.endpoints = endpoints()
        case 2: slice.ports = endpointPorts()
        default: slice.endpoints.reverse()
        }
    }
}
