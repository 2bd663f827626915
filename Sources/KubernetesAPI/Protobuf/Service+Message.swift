/// `k8s.io.api.core.v1.Service`
extension Core.Service: ObjectMessage {
    mutating func readBody(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem)
    {
        while try message.next() {
            switch message.number {
            case 2: spec = try message.value("spec", noting: &notes)
            case 3: status = try message.value("status", noting: &notes)
            default: try message.skip()
            }
        }
    }
}

/// `k8s.io.api.core.v1.ServiceSpec`
extension Core.ServiceSpec: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        while try message.next() {
            switch message.number {
            case 1: try message.element(of: &ports, "ports", noting: &notes)
            case 3: clusterIP = try message.text()
            case 4: type = try message.text()
            case 10: externalName = try message.text()
            default: try message.skip()
            }
        }
    }
}

/// `k8s.io.api.core.v1.ServicePort`
extension Core.ServicePort: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        var port: Int64?
        var target: WrittenTarget?
        while try message.next() {
            switch message.number {
            case 1: name = try message.text()
            case 2: `protocol` = try message.text()
            case 3: port = try message.integer()
            case 4: target = try WrittenTarget(try message.message())
            case 6: appProtocol = try message.text()
            default: try message.skip()
            }
        }
        self.port = notes.requiredNumber("port", port, in: FieldBounds.port)
        targetPort = target?.value("targetPort", noting: &notes)
    }

    /// `k8s.io.apimachinery.pkg.util.intstr.IntOrString`
    private struct WrittenTarget {
        private var type: Int64 = 0
        private var number: Int64 = 0
        private var text = ""

        init(_ message: consuming MessageReader) throws(DocumentProblem) {
            while try message.next() {
                switch message.number {
                case 1: type = try message.integer()
                case 2: number = try message.integer()
                case 3: text = try message.text()
                default: try message.skip()
                }
            }
        }

        /// The number or the text; which of them counts is said by the type.
        func value(_ name: String, noting notes: inout FieldReader) -> IntOrString? {
            type == 1 ? .string(text) : notes.number(name, number, in: 0...65_535).map(IntOrString.int)
        }
    }
}

/// `k8s.io.api.core.v1.ServiceStatus`
extension Core.ServiceStatus: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        while try message.next() {
            if message.number == 1 {
                loadBalancer = try message.value("loadBalancer", noting: &notes)
            } else {
                try message.skip()
            }
        }
    }
}

/// `k8s.io.api.core.v1.LoadBalancerStatus`
extension Core.LoadBalancerStatus: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        while try message.next() {
            if message.number == 1 {
                try message.element(of: &ingress, "ingress", noting: &notes)
            } else {
                try message.skip()
            }
        }
    }
}

/// `k8s.io.api.core.v1.LoadBalancerIngress`
extension Core.LoadBalancerIngress: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        while try message.next() {
            switch message.number {
            case 1: ip = try message.text()
            case 2: hostname = try message.text()
            case 3: ipMode = try message.text()
            case 4: try message.element(of: &ports, "ports", noting: &notes)
            default: try message.skip()
            }
        }
    }
}

/// `k8s.io.api.core.v1.PortStatus`
extension Core.PortStatus: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        var port: Int64?
        while try message.next() {
            switch message.number {
            case 1: port = try message.integer()
            case 2: `protocol` = try message.text()
            case 3: error = try message.text()
            default: try message.skip()
            }
        }
        self.port = notes.requiredNumber("port", port, in: FieldBounds.port)
    }
}
