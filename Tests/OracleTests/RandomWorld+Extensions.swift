import KubernetesAPI

// ExtensionServices.
extension RandomWorld {
    /// An ExtensionService.
    mutating func extensionService() -> Contour.ExtensionService {
        var service = Contour.ExtensionService()
        service.metadata = metadata(.extensionService)
        service.spec.services = (0...chance.below(2)).map { _ in
            var target = Contour.ExtensionServiceTarget()
            target.name = name(.service)
            target.port = chance.pick([80, 80, 80, 8080])
            return target
        }
        service.spec.protocol = chance.pick([nil, nil, "h2", "h2c"])
        if chance.one(in: 2) {
            var validation = Contour.UpstreamValidation()
            validation.caSecret = secretReference()
            validation.subjectName = "name"
            service.spec.validation = validation
        }
        if chance.one(in: 4) {
            var policy = Contour.TimeoutPolicy()
            policy.response = chance.pick(["3s", "3s", "soon"])
            policy.idle = chance.pick(["", "3s"])
            service.spec.timeoutPolicy = policy
        }
        if chance.one(in: 4) {
            var policy = Contour.LoadBalancerPolicy()
            policy.strategy = chance.pick(["Random", "Cookie"])
            service.spec.loadBalancerPolicy = policy
        }
        service.problems = problems(["spec.services[0].port", "status.conditions"])
        return service
    }
}
