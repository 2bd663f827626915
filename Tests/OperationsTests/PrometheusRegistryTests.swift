import CoreMetrics
import Testing

@testable import Operations

@Suite struct `Prometheus text` {
    @Test func `series are sorted, typed and explained`() {
        let registry = PrometheusRegistry(help: ["b_total": "Bees."])
        Counter(label: "b_total", dimensions: [("kind", "y")], factory: registry).increment(by: 2)
        Counter(label: "b_total", dimensions: [("kind", "x")], factory: registry).increment()
        Gauge(label: "a", factory: registry).record(1.5)
        Timer(label: "c_seconds", factory: registry).recordNanoseconds(250_000_000)
        Timer(label: "c_seconds", factory: registry).recordNanoseconds(250_000_000)
        #expect(
            registry.render() == """
                # TYPE a gauge
                a 1.5
                # HELP b_total Bees.
                # TYPE b_total counter
                b_total{kind="x"} 1
                b_total{kind="y"} 2
                # TYPE c_seconds summary
                c_seconds_sum 0.5
                c_seconds_count 2

                """)
    }

    @Test func `names and values that Prometheus would not read are made readable`() {
        let registry = PrometheusRegistry()
        Gauge(label: "a.b-c", dimensions: [("d e", "x\"y\\z\n")], factory: registry).record(1)
        #expect(registry.render() == "# TYPE a_b_c gauge\na_b_c{d_e=\"x\\\"y\\\\z\\n\"} 1\n")
    }

    @Test(arguments: [
        ("azAZ09_:", "azAZ09_:"), ("", ""), ("/", "_"), ("a@b[c`d{e;f", "a_b_c_d_e_f"), ("é", "_"), ("e\u{301}", "_"),
        ("a\r\nb", "a_b"),
    ])
    func `a name keeps what names may have, and each other character is one underscore`(name: String, expected: String)
    {
        let registry = PrometheusRegistry()
        Gauge(label: name, factory: registry).record(1)
        #expect(registry.render() == "# TYPE \(expected) gauge\n\(expected) 1\n")
    }

    @Test(arguments: [
        ("plain é value", "plain é value"), ("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("a\r\nb", "a\r\\nb"),
    ])
    func `a value is written so that it ends where it ends`(value: String, expected: String) {
        let registry = PrometheusRegistry()
        Gauge(label: "a", dimensions: [("b", value)], factory: registry).record(1)
        #expect(registry.render() == "# TYPE a gauge\na{b=\"\(expected)\"} 1\n")
    }

    @Test func `series are bounded`() {
        let registry = PrometheusRegistry()
        for number in 0..<(PrometheusRegistry.seriesLimit + 500) {
            Counter(label: "a", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        let lines = registry.render().split(separator: "\n").count
        #expect(lines == PrometheusRegistry.seriesLimit + 1)
    }

    @Test func `a bound of one's own holds too, and what is destroyed makes room`() {
        let registry = PrometheusRegistry(seriesLimit: 2)
        let first = Gauge(label: "a", dimensions: [("n", "1")], factory: registry)
        Gauge(label: "a", dimensions: [("n", "2")], factory: registry).record(2)
        Gauge(label: "a", dimensions: [("n", "3")], factory: registry).record(3)
        #expect(registry.render() == "# TYPE a gauge\na{n=\"1\"} 0\na{n=\"2\"} 2\n")
        first.destroy()
        Gauge(label: "a", dimensions: [("n", "3")], factory: registry).record(3)
        #expect(registry.render() == "# TYPE a gauge\na{n=\"2\"} 2\na{n=\"3\"} 3\n")
    }

    @Test func `what is destroyed is gone from the text, and begins anew when it comes back`() {
        let registry = PrometheusRegistry(help: ["b_total": "Bees."])
        Counter(label: "b_total", factory: registry).increment(by: 5)
        let former = Counter(label: "b_total", factory: registry)
        former.destroy()
        #expect(registry.render() == "")
        Counter(label: "b_total", factory: registry).increment()
        former.destroy()
        #expect(registry.render() == "# HELP b_total Bees.\n# TYPE b_total counter\nb_total 1\n")
    }

    @Test func `a name keeps its first type`() {
        let registry = PrometheusRegistry()
        Counter(label: "a", factory: registry).increment()
        Gauge(label: "a", dimensions: [("b", "c")], factory: registry).record(5)
        #expect(registry.render() == "# TYPE a counter\na 1\n")
    }
}
