/// `k8s.io.api.discovery.v1.EndpointSlice`
extension Discovery.EndpointSlice: ObjectMessage {
    mutating func readBody(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem)
    {
        var found: String?
        var parts = FieldReader(Mapping())
        while try message.next() {
            switch message.number {
            case 2: try message.element(of: &endpoints, "endpoints", noting: &parts)
            case 3: try message.element(of: &ports, "ports", noting: &parts)
            case 4: found = try message.text()
            default: try message.skip()
            }
        }
        if found == nil { notes.missing("addressType") }
        addressType = found ?? ""
        notes.adopt(parts.problems, under: "")
    }
}

/// `k8s.io.api.discovery.v1.Endpoint`
extension Discovery.Endpoint: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        while try message.next() {
            switch message.number {
            case 1: try message.element(of: &addresses)
            case 2: conditions = try message.value("conditions", noting: &notes)
            case 6: nodeName = try message.text()
            case 7: zone = try message.text()
            default: try message.skip()
            }
        }
        if addresses.isEmpty { notes.missing("addresses") }
    }
}

/// `k8s.io.api.discovery.v1.EndpointConditions`
extension Discovery.EndpointConditions: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        while try message.next() {
            switch message.number {
            case 1: ready = try message.bool()
            case 2: serving = try message.bool()
            case 3: terminating = try message.bool()
            default: try message.skip()
            }
        }
    }
}

/// `k8s.io.api.discovery.v1.EndpointPort`
extension Discovery.EndpointPort: MessageDecodable {
    init(_ message: consuming MessageReader, noting notes: inout FieldReader) throws(DocumentProblem) {
        self.init()
        var port: Int64?
        while try message.next() {
            switch message.number {
            case 1: name = try message.text()
            case 2: `protocol` = try message.text()
            case 3: port = try message.integer()
            case 4: appProtocol = try message.text()
            default: try message.skip()
            }
        }
        self.port = notes.number("port", port, in: FieldBounds.port)
    }
}
