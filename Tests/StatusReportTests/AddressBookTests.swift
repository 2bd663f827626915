import KubernetesAPI
import StatusReport
import Testing

@Suite struct AddressBookTests {
    private func service(cluster: String, balancer: [(ip: String, hostname: String)] = []) -> Core.Service {
        var service = Core.Service()
        service.spec.clusterIP = cluster
        service.status.loadBalancer.ingress = balancer.map { entry in
            var ingress = Core.LoadBalancerIngress()
            ingress.ip = entry.ip
            ingress.hostname = entry.hostname
            return ingress
        }
        return service
    }

    private let first = NamespacedName(namespace: "a", name: "one")
    private let second = NamespacedName(namespace: "b", name: "two")

    @Test func `an address is called by its Service and what it is to it`() {
        var book = AddressBook()
        let object = service(cluster: "10.0.0.1", balancer: [("192.0.2.1", ""), ("", "lb.example.com")])
        book.learn(first, AddressBook.entries(of: object))
        #expect(book.words(for: PublishedAddress(ip: "10.0.0.1")) == "the cluster address of Service a/one")
        #expect(book.words(for: PublishedAddress(ip: "192.0.2.1")) == "a load balancer address of Service a/one")
        #expect(
            book.words(for: PublishedAddress(hostname: "lb.example.com"))
                == "a load balancer address of Service a/one")
        #expect(book.words(for: PublishedAddress(ip: "172.18.0.2")) == nil)
    }

    @Test func `what a Service had counts no more, unless another has it`() {
        var book = AddressBook()
        book.learn(first, AddressBook.entries(of: service(cluster: "10.0.0.1")))
        book.learn(first, AddressBook.entries(of: service(cluster: "10.0.0.2")))
        #expect(book.words(for: PublishedAddress(ip: "10.0.0.1")) == nil)
        book.learn(second, AddressBook.entries(of: service(cluster: "10.0.0.2")))
        book.learn(first, [])
        #expect(book.words(for: PublishedAddress(ip: "10.0.0.2")) == "the cluster address of Service b/two")
        book.learn(second, [])
        #expect(book == AddressBook())
    }

    @Test(arguments: ["", "None"])
    func `a headless Service has no address`(cluster: String) {
        #expect(AddressBook.entries(of: service(cluster: cluster)).isEmpty)
    }
}
