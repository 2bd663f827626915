extension APIStatus {
    /// The status in an envelope, such as the body of an answer that is no success.
    package init(envelope: ArraySlice<UInt8>) throws(DocumentProblem) {
        try self.init(MessageReader(try MessageEnvelope.open(envelope)))
    }

    /// `k8s.io.apimachinery.pkg.apis.meta.v1.Status`
    private init(_ message: consuming MessageReader) throws(DocumentProblem) {
        self.init(code: 0)
        while try message.next() {
            switch message.number {
            case 3: self.message = try message.text()
            case 4: reason = try message.text()
            case 5: try readDetails(try message.message())
            case 6:
                let number = try message.integer()
                code = (0...999).contains(number) ? Int(number) : 0
            default: try message.skip()
            }
        }
    }

    /// `k8s.io.apimachinery.pkg.apis.meta.v1.StatusDetails`
    private mutating func readDetails(_ message: consuming MessageReader) throws(DocumentProblem) {
        while try message.next() {
            switch message.number {
            case 4:
                let cause = try Cause(try message.message())
                if causes.count < Self.causeLimit { causes.append(cause) }
            case 5:
                let seconds = try message.integer()
                retryAfterSeconds = (1...86_400).contains(seconds) ? Int(seconds) : nil
            default: try message.skip()
            }
        }
    }
}

extension APIStatus.Cause {
    /// `k8s.io.apimachinery.pkg.apis.meta.v1.StatusCause`
    fileprivate init(_ message: consuming MessageReader) throws(DocumentProblem) {
        self.init(reason: "", message: "")
        while try message.next() {
            switch message.number {
            case 1: reason = try message.text()
            case 2: self.message = try message.text()
            case 3: field = try message.text()
            default: try message.skip()
            }
        }
    }
}
