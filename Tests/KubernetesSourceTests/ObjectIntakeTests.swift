import KubernetesAPI
import KubernetesSource
import ObjectStore
import Testing

@Suite struct ObjectIntakeTests {
    @Test(arguments: [
        ("kubernetes.io/tls", #"{"tls.crt":"YQ==","tls.key":"YQ==","other":"YQ=="}"#, ["tls.crt", "tls.key"]),
        ("Opaque", #"{"ca.crt":"YQ==","password":"YQ=="}"#, ["ca.crt"]),
        ("Opaque", #"{"crl.pem":"YQ=="}"#, ["crl.pem"]),
        ("", #"{"tls.crt":"YQ=="}"#, ["tls.crt"]),
    ]) func `of a Secret only what is read is kept`(type: String, data: String, keys: [String]) throws {
        let text =
            #"{"metadata":{"name":"s","namespace":"n","labels":{"a":"b"},"annotations":{"a":"b"}},"data":\#(data),"type":"\#(type)"}"#
        guard case .object(.secret(let secret)) = Self.content(.secret, text) else {
            Issue.record("no object")
            return
        }
        #expect(secret.data.keys.sorted() == keys)
        #expect(secret.metadata.labels.isEmpty && secret.metadata.annotations.isEmpty)
    }

    @Test(arguments: [
        ("Opaque", #"{"password":"YQ=="}"#), ("Opaque", "null"), ("kubernetes.io/tls", "{}"),
        ("kubernetes.io/dockerconfigjson", #"{"tls.crt":"YQ=="}"#),
    ]) func `a Secret of no use is none of ours`(type: String, data: String) {
        let text = #"{"metadata":{"name":"s","namespace":"n","uid":"u"},"data":\#(data),"type":"\#(type)"}"#
        #expect(Self.content(.secret, text) == .foreign)
    }

    @Test(arguments: [ObjectKind.ingress, .httpProxy], [[], ["ours"]])
    func `classes are judged as the store judges them`(
        kind: ObjectKind, classNames: [String]
    ) throws {
        let admission = ObjectAdmission(classNames: classNames)
        let values = ["", "ours", "contour", "theirs"]
        for annotation in values {
            for legacy in values {
                for field in values {
                    let annotations =
                        #"{"projectcontour.io/ingress.class":"\#(annotation)","x":"{","kubernetes.io/ingress.class":"\#(legacy)"}"#
                    let text =
                        #"{"spec":{"ingressClassName":"\#(field)"},"metadata":{"name":"a","namespace":"n","annotations":\#(annotations)}}"#
                    guard
                        case .object(let object) = ObjectDecoder.decode(
                            try DocumentReader.json(Array(text.utf8)).get(), as: kind)
                    else { throw DocumentProblem("no object") }
                    let isKept = Self.content(kind, text, admission) != .foreign
                    #expect(isKept == admission.admits(object), "\(annotation) \(legacy) \(field)")
                }
            }
        }
    }

    @Test func `of an EndpointSlice only the Service's name is kept`() {
        let text =
            #"{"metadata":{"name":"s","namespace":"n","labels":{"kubernetes.io/service-name":"a","b":"c"},"annotations":{"endpoints.kubernetes.io/last-change-trigger-time":"x"}},"addressType":"IPv4","endpoints":[]}"#
        guard case .object(.endpointSlice(let slice)) = Self.content(.endpointSlice, text) else {
            Issue.record("no object")
            return
        }
        #expect(slice.metadata.labels == ["kubernetes.io/service-name": "a"])
        #expect(slice.metadata.annotations.isEmpty)
    }

    @Test(arguments: [ObjectKind.service, .ingress, .httpProxy]) func `what kubectl remembers is not kept`(
        kind: ObjectKind
    ) {
        let text =
            #"{"metadata":{"name":"s","namespace":"n","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","a":"b"}}}"#
        guard case .object(let object) = Self.content(kind, text) else {
            Issue.record("no object")
            return
        }
        #expect(object.metadata.annotations == ["a": "b"])
    }

    @Test(arguments: [
        #"{"metadata":{"name":"s"},"x":}"#, #"{"metadata":{"name":"S!"}}"#, #"{"metadata":{"name":"s","namespace":7}}"#,
    ]) func `an object that cannot be read says why`(text: String) {
        guard case .undecodable = Self.content(.service, text) else {
            Issue.record("\(Self.content(.service, text))")
            return
        }
    }

    private static func content(
        _ kind: ObjectKind, _ text: String, _ admission: ObjectAdmission = ObjectAdmission()
    ) -> ObjectIntake.Content {
        guard let object = ObjectText(Array(text.utf8)[...]) else { return .undecodable("no name") }
        return ObjectIntake(kind, admission: admission).content(of: object)
    }
}
