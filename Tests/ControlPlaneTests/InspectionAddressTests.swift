import Testing

@testable import ControlPlaneHTTP

@Suite struct `Where an inspection server listens` {
    private static func address(_ host: String, _ port: Int = 8000) -> InspectionAddress {
        InspectionAddress(host: host, port: port, flag: "--http-port")
    }

    @Test(arguments: ["", "0.0.0.0", "::"], ["", "0.0.0.0", "::"])
    func `is one socket however all addresses are written`(one: String, other: String) {
        #expect(Self.address(one).isSame(as: Self.address(other)))
        #expect(!Self.address(one).isSame(as: Self.address(other, 8001)))
        #expect(!Self.address(one).isSame(as: Self.address("127.0.0.1")))
    }

    @Test(arguments: ["": ":8000", "0.0.0.0": "0.0.0.0:8000", "::": "[::]:8000", "localhost": "localhost:8000"])
    func `is written as in a URL`(host: String, text: String) {
        #expect(Self.address(host).text == text)
    }
}
