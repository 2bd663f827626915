import TestKit
import Testing

/// What was measured of Kubernetes 1.36, one test for each row.
struct ServerSideApplyTests {
    private static let nginx = "nginx-ingress-controller/v1.12.1 (linux/amd64)"

    @Test func `1: applying a status makes us the owner of the addresses`() {
        var script = ModelScript()
        let reply = script.apply(["192.0.2.1"])
        #expect(reply.code == 200)
        #expect(script.owners == ["ours Apply status", "kubectl Update"])
        let entry = script.web.at("metadata", "managedFields")?[0]
        #expect(entry?.at("fieldsV1") == ["f:status": ["f:loadBalancer": ["f:ingress": [:]]]])
        #expect(entry?.at("fieldsType") == "FieldsV1")
        #expect(entry?.at("apiVersion") == "networking.k8s.io/v1")
        #expect(script.addresses == ["192.0.2.1"])
    }

    @Test func `2: applying the same again changes nothing`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        let before = script.version
        script.time += 60
        let reply = script.apply(["192.0.2.1"])
        #expect(reply.code == 200)
        #expect(reply.events.isEmpty)
        #expect(script.version == before)
    }

    @Test func `3: a rival who puts another value becomes its owner`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        #expect(script.put(["172.18.0.2"], as: Self.nginx).code == 200)
        #expect(script.owners == ["kubectl Update", "nginx-ingress-controller Update status"])
    }

    @Test func `4: without force the rival is named`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        _ = script.put(["172.18.0.2"], as: Self.nginx)
        let reply = script.apply(["192.0.2.1"])
        #expect(reply.code == 409)
        let who = "conflict with \"nginx-ingress-controller\" with subresource \"status\" using networking.k8s.io/v1"
        #expect(reply.value?.at("reason") == "Conflict")
        #expect(
            reply.value?.at("message")?.string
                == "Apply failed with 1 conflict: \(who): .status.loadBalancer.ingress")
        #expect(
            reply.value?.at("details", "causes") == [
                [
                    "reason": "FieldManagerConflict", "message": .string(who),
                    "field": ".status.loadBalancer.ingress",
                ]
            ])
        #expect(script.addresses == ["172.18.0.2"])
    }

    @Test func `5: with force the value is ours and the rival's entry gone`() {
        var script = ModelScript()
        _ = script.put(["172.18.0.2"], as: Self.nginx)
        #expect(script.apply(["192.0.2.1"], force: true).code == 200)
        #expect(script.addresses == ["192.0.2.1"])
        #expect(script.owners == ["ours Apply status", "kubectl Update"])
    }

    @Test func `6: a rival who puts the same value is not recorded`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        let before = script.version
        #expect(script.put(["192.0.2.1"], as: Self.nginx).events.isEmpty)
        #expect(script.version == before)
        #expect(script.owners == ["ours Apply status", "kubectl Update"])
    }

    @Test func `7: two who apply the same share it, the second has no time, and a change conflicts with both`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        #expect(script.apply(["192.0.2.1"], by: "theirs").code == 200)
        #expect(script.owners == ["theirs Apply status timeless", "ours Apply status", "kubectl Update"])
        let reply = script.apply(["192.0.2.9"], by: "third")
        #expect(reply.value?.at("details", "causes")?.elements.count == 2)
        #expect(
            reply.value?.at("message")?.string == """
                Apply failed with 2 conflicts: conflicts with "ours" with subresource "status":
                - .status.loadBalancer.ingress
                conflicts with "theirs" with subresource "status":
                - .status.loadBalancer.ingress
                """)
        #expect(script.apply(["192.0.2.9"]).value?.at("details", "causes")?.elements.count == 1)
    }

    @Test func `8: leaving the status out gives it up, and removes it unless somebody shares it`() {
        var alone = ModelScript()
        _ = alone.apply(["192.0.2.1"])
        #expect(alone.apply(nil).code == 200)
        #expect(alone.addresses == [])
        #expect(alone.web.at("status") == ["loadBalancer": [:]])
        #expect(alone.owners == ["kubectl Update"])

        var shared = ModelScript()
        _ = shared.apply(["192.0.2.1"])
        _ = shared.apply(["192.0.2.1"], by: "theirs")
        _ = shared.apply(nil)
        #expect(shared.addresses == ["192.0.2.1"])
        #expect(shared.owners == ["theirs Apply status timeless", "kubectl Update"])
    }

    @Test func `8: an empty status leaves an empty entry`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        let body: JSONValue = [
            "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": ["name": "web"], "status": [:],
        ]
        script.ask(
            "PATCH", ModelScript.status + "?fieldManager=ours", body, contentType: "application/apply-patch+yaml")
        #expect(script.addresses == [])
        #expect(script.web.at("metadata", "managedFields")?[0]?.at("fieldsV1") == ["f:status": [:]])
    }

    @Test func `9: leaving the status out when a rival owns it touches nothing`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        _ = script.put(["172.18.0.2"], as: Self.nginx)
        #expect(script.apply(nil).code == 200)
        #expect(script.addresses == ["172.18.0.2"])
    }

    @Test func `10: an empty list is a value, and conflicts`() {
        var script = ModelScript()
        _ = script.put(["172.18.0.2"], as: Self.nginx)
        #expect(script.apply([]).code == 409)
    }

    @Test func `11: two installs of one product are one entry whose time moves`() {
        var script = ModelScript()
        _ = script.put(["172.18.0.2"], as: Self.nginx)
        let first = script.web.at("metadata", "managedFields")?[1]?.at("time")
        script.time += 60
        _ = script.put(["172.18.0.3"], as: Self.nginx)
        #expect(script.owners == ["kubectl Update", "nginx-ingress-controller Update status"])
        #expect(script.web.at("metadata", "managedFields")?[1]?.at("time") != first)
    }

    @Test func `12: wiped tracking stays wiped until somebody applies, who conflicts with before-first-apply`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        var object = script.web
        object["metadata"]?["managedFields"] = [[:]]
        #expect(script.ask("PUT", String(ModelScript.status.dropLast(7)), object).code == 200)
        #expect(script.owners == [])
        _ = script.put(["172.18.0.2"], as: Self.nginx)
        #expect(script.owners == [])
        let reply = script.apply(["192.0.2.1"])
        #expect(
            reply.value?.at("details", "causes") == [
                [
                    "reason": "FieldManagerConflict",
                    "message": "conflict with \"before-first-apply\" using networking.k8s.io/v1",
                    "field": ".status.loadBalancer.ingress",
                ]
            ])
        #expect(script.owners == [])
        #expect(script.apply(["192.0.2.1"], force: true).code == 200)
        #expect(script.owners == ["ours Apply status", "before-first-apply Update"])
    }

    @Test func `13: the name of a manager has at most 128 bytes, slashes are fine`() {
        var script = ModelScript()
        let reply = script.apply(["192.0.2.1"], by: String(repeating: "a", count: 129))
        #expect(reply.code == 422)
        #expect(reply.value?.at("message")?.string?.hasSuffix("Too long: may not be more than 128 bytes") == true)
        #expect(script.apply(["192.0.2.1"], by: "a/b/" + String(repeating: "c", count: 124)).code == 200)
        #expect(script.apply(["192.0.2.1"], by: "").code == 422)
    }

    @Test func `14: applying to the status of nothing does not create it`() {
        var script = ModelScript()
        script.ask("DELETE", String(ModelScript.status.dropLast(7)))
        let reply = script.apply(["192.0.2.1"])
        #expect(reply.code == 404)
        #expect(
            reply.value?.at("details") == ["name": "web", "group": "networking.k8s.io", "kind": "ingresses"])
    }

    @Test func `15: an old version is a conflict without causes, another uid is invalid`() {
        var script = ModelScript()
        let reply = script.apply(["192.0.2.1"], extra: ["resourceVersion": "1"])
        #expect(reply.code == 409)
        #expect(reply.value?.at("details", "causes") == nil)
        #expect(
            reply.value?.at("message")?.string == """
                Operation cannot be fulfilled on ingresses.networking.k8s.io "web": the object has been modified; \
                please apply your changes to the latest version and try again
                """)
        #expect(script.apply(["192.0.2.1"], extra: ["uid": "another"]).code == 422)
        #expect(script.apply(["192.0.2.1"], extra: ["resourceVersion": .string(script.version)]).code == 200)
    }

    @Test func `16: a status is no new generation, a changed spec is`() {
        var script = ModelScript()
        _ = script.apply(["192.0.2.1"])
        _ = script.put(["172.18.0.2"], as: Self.nginx)
        #expect(script.web.at("metadata", "generation") == 1)
        var object = script.web
        object["spec"]?["ingressClassName"] = "other"
        object["status"] = ModelScript.addresses(["203.0.113.1"])
        script.ask("PUT", String(ModelScript.status.dropLast(7)), object)
        #expect(script.web.at("metadata", "generation") == 2)
        #expect(script.addresses == ["172.18.0.2"])
    }

    @Test func `putting a status changes nothing else`() {
        var script = ModelScript()
        var object = script.web
        object["spec"]?["ingressClassName"] = "other"
        object["metadata"]?["labels"] = ["a": "b"]
        object["status"] = ModelScript.addresses(["203.0.113.1"])
        #expect(script.ask("PUT", ModelScript.status, object).code == 200)
        #expect(script.addresses == ["203.0.113.1"])
        #expect(script.web.at("spec", "ingressClassName") == "ours")
        #expect(script.web.at("metadata", "labels") == nil)
    }

    @Test func `conditions of a proxy are owned one by one, by type`() {
        var script = ModelScript()
        let path = "/apis/projectcontour.io/v1/namespaces/default/httpproxies"
        func proxy(_ type: String, _ value: String) -> JSONValue {
            [
                "apiVersion": "projectcontour.io/v1", "kind": "HTTPProxy", "metadata": ["name": "p"],
                "status": ["conditions": [["type": .string(type), "status": .string(value)]]],
            ]
        }
        script.ask("POST", path, proxy("Valid", "True"))
        for (manager, type) in [("one", "Valid"), ("two", "Ready")] {
            let reply = script.ask(
                "PATCH", path + "/p/status?fieldManager=\(manager)", proxy(type, "True"),
                contentType: "application/apply-patch+yaml")
            #expect(reply.code == 200)
        }
        let reply = script.ask(
            "PATCH", path + "/p/status?fieldManager=two", proxy("Valid", "False"),
            contentType: "application/apply-patch+yaml")
        #expect(
            reply.value?.at("details", "causes")?[0]?.at("field") == ".status.conditions[type=\"Valid\"].status")
        let stored = script.ask("GET", path + "/p").value
        #expect(stored?.at("status", "conditions")?.elements.count == 2)
    }
}
