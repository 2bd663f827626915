extension KubernetesObject {
    /// Whether the control plane would make the same of both objects.
    ///
    /// Compares everything that is read, among it spec, data, labels, annotations, generation and problems. Left out are
    /// `resourceVersion`, who owns an address, and what the control plane itself writes: the status of an HTTPProxy, Ingress,
    /// ExtensionService.
    package func hasSameMeaning(as other: KubernetesObject) -> Bool {
        switch (self, other) {
        case (.httpProxy(let left), .httpProxy(let right)): Self.sameMeaning(left, right)
        case (.ingress(let left), .ingress(let right)): Self.sameMeaning(left, right)
        case (.ingressClass(let left), .ingressClass(let right)): Self.sameMeaning(left, right)
        case (.service(let left), .service(let right)): Self.sameMeaning(left, right)
        case (.endpointSlice(let left), .endpointSlice(let right)): Self.sameMeaning(left, right)
        case (.secret(let left), .secret(let right)): Self.sameMeaning(left, right)
        case (.configMap(let left), .configMap(let right)): Self.sameMeaning(left, right)
        case (.namespace(let left), .namespace(let right)): Self.sameMeaning(left, right)
        case (.tlsCertificateDelegation(let left), .tlsCertificateDelegation(let right)): Self.sameMeaning(left, right)
        case (.extensionService(let left), .extensionService(let right)): Self.sameMeaning(left, right)
        default: false
        }
    }

    private static func sameMeaning<Value: KubernetesValue>(_ left: Value, _ right: Value) -> Bool {
        left.meaning == right.meaning
    }
}

extension KubernetesValue {
    /// The object without what the control plane does not read: equal meanings make equal configuration.
    package var meaning: Self {
        var copy = self
        copy.metadata.resourceVersion = ""
        copy.metadata.addressOwners = []
        copy.forgetWhatIsNotRead()
        return copy
    }

    /// Nothing more than the resource version is forgotten unless a kind says so.
    package mutating func forgetWhatIsNotRead() {}
}
