import KubernetesAPI
import Testing

@Suite struct FieldOwnerTests {
    @Test(arguments: [
        (#"[]"#, []), (#"{}"#, []), (#"[{}]"#, []), (#"[3, null, "x"]"#, []), (#"null"#, []),
        (
            """
            [{"manager": "a", "operation": "Apply", "time": "2024-05-31T12:00:00Z", "subresource": "status",
              "fieldsV1": {"f:status": {"f:loadBalancer": {"f:ingress": {}}}}}]
            """,
            [FieldOwner(manager: "a", operation: "Apply", time: Timestamp(secondsSinceEpoch: 1_717_156_800))]
        ),
        (
            """
            [{"manager": "a", "operation": "Apply", "fieldsV1": {"f:status": {"f:loadBalancer": {"f:ingress": {}}}}},
             {"manager": "b", "operation": "Update", "time": "soon",
              "fieldsV1": {"f:spec": {}, "f:status": {"f:loadBalancer": {".": {}, "f:ingress": {}}}}}]
            """,
            [FieldOwner(manager: "a", operation: "Apply"), FieldOwner(manager: "b", operation: "Update")]
        ),
        (#"[{"manager": "a", "operation": "Update", "fieldsV1": {"f:status": {"f:conditions": {}}}}]"#, []),
        (#"[{"manager": "a", "operation": "Update", "fieldsV1": {"f:spec": {"f:loadBalancer": {}}}}]"#, []),
        (#"[{"manager": "a", "fieldsV1": {"f:status": {"f:loadBalancer": 3}}}]"#, []),
        (#"[{"manager": "", "fieldsV1": {"f:status": {"f:loadBalancer": {}}}}]"#, []),
        (
            #"[{"manager": "a", "fieldsV1": {"f:status": {"f:loadBalancer": {}}}}]"#,
            [FieldOwner(manager: "a", operation: "")]
        ),
    ])
    func `the owners of the address are read, and nothing else`(managedFields: String, owners: [FieldOwner]) throws {
        let text =
            #"{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata":"#
            + #"{"name": "a", "managedFields": \#(managedFields)}}"#
        guard case .object(let object) = ObjectDecoder.decode(try json(text).get()) else { throw NoObject() }
        #expect(object.metadata.addressOwners == owners)
        #expect(object.problems.isEmpty)
    }

    @Test func `of what JSON holds of it only the way to the address is kept`() throws {
        let text = """
            {"metadata": {"name": "a", "managedFields": [
              {"manager": "x", "operation": "Update", "fieldsV1": {"f:spec": {"f:rules": {}}, "f:status": {"f:a": {}}}},
              {"manager": "y", "operation": "Apply", "apiVersion": "v1", "subresource": "status", "fieldsType": "FieldsV1",
               "fieldsV1": {"f:metadata": {"f:labels": {".": {}}},
                "f:status": {"f:conditions": {"k:{}": {}}, "f:loadBalancer": {"f:ingress": {}}}}},
              {}, [], 3], "uid": "u"}}
            """
        #expect(
            try json(text).get().json
                == #"{"metadata":{"name":"a","managedFields":[{"manager":"y","operation":"Apply","#
                + #""fieldsV1":{"f:status":{"f:loadBalancer":{"f:ingress":{}}}}}],"uid":"u"}}"#)
    }

    @Test func `no more owners are kept than a sane object has`() throws {
        let fields: Node = .object(["f:status": .object(["f:loadBalancer": .object([:])])])
        let owner: Node = .object(["manager": "a", "fieldsV1": fields])
        let owners = FieldOwner.ofAddress(in: Node(.sequence(Array(repeating: owner, count: 1000))))
        #expect(owners.count == FieldOwner.limit)
    }
}
