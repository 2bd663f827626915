import RoutingGraph
import Testing

@Suite struct ExternalNamesTests {
    static let refused = [
        // The names of this machine.
        "localhost", "LOCALHOST", "localhost.", "LocalHost.", "localhost.localdomain", "localhost.localdomain.",
        "a.localhost", "a.b.LOCALHOST.", "local.projectcontour.io", "local.projectcontour.io.",
        "Local.ProjectContour.io", "x.local.projectcontour.io", "localhost6", "ip6-localhost", "ip6-loopback",
        // 127.0.0.1 as programs read it.
        "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.255.255.254", "127.0.0.01", "0177.0.0.1", "0x7f.0.0.1",
        "0x7f.1", "0X7F000001", "0x7f000001", "2130706433", "017700000001", "127.0.0.0x1", "00000127.0.0.1",
        "0x.0x.0x.0x", "4294967297", "127.0.0.1.1", "1.2.3.4.5", "256.1.1.1", "1.2.3", "08.8.8.8", "0x", "99",
        // Unspecified, link, multicast, broadcast.
        "0.0.0.0", "0", "0.1.2.3", "169.254.169.254", "169.254.1.1", "0xA9FEA9FE", "2852039166", "224.0.0.1",
        "255.255.255.255", "240.0.0.1",
        // Other metadata services.
        "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "metadata.google.internal",
        "METADATA.google.internal.", "metadata.goog",
        // IPv6.
        "::1", "::", "0:0:0:0:0:0:0:1", "0:0:0:0:0:0:0:0", "0000::0001", "::0.0.0.1", "::127.0.0.1",
        "::ffff:127.0.0.1", "::FFFF:7f00:1", "[::ffff:127.0.0.1]", "[::1]", "::ffff:0.0.0.0", "::ffff:169.254.169.254",
        "0:0:0:0:0:ffff:127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2002:a9fe:a9fe::1", "fe80::1", "fe80::1%eth0", "febf::1", "FE80::1", "ff02::1", "::1%lo", "1::2::3", "1:2",
        "[2001:db8::1]", "2001:db8::12345", "2001:db8::1.2.3", "1:2:3:4:5:6:7:8:9", ":1:2:3:4:5:6:7",
        "::ffff:0177.0.0.1",
        // No names at all.
        "", ".", "..", "localhost..", ".localhost", "a..b", "a b", " localhost", "localhost ", "a\u{0}b", "a/b",
        "a:80", "\u{FF11}\u{FF12}\u{FF17}.0.0.1", "１２７.0.0.1", "127。0。0。1", "ⓛocalhost", "localhost\n",
        String(repeating: "a", count: 64) + ".example", String(repeating: "a.", count: 130) + "example",
    ]

    @Test(arguments: refused)
    func `no spelling of Envoy's own machine or network is taken`(name: String) {
        #expect(ExternalNames.problem(of: name) != nil)
    }

    static let taken = [
        "example.com", "example.com.", "EXAMPLE.com", "a", "a-b.c_d.example", "10.0.0.1", "8.8.8.8", "126.255.255.255",
        "128.0.0.1", "169.253.1.1", "169.255.1.1", "100.100.100.199", "223.255.255.255", "2001:db8::1", "fd00::1",
        "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::8.8.8.8", "1:2:3:4:5:6:7:8", "2001:DB8::", "fd00:ec2::253",
        "localhost.example.com", "notlocalhost", "127.0.0.1.example", "0x7f.example", "1.example", "a.0xford", "0xg",
        "local.example",
    ]

    @Test(arguments: taken)
    func `other names and addresses are taken`(name: String) {
        #expect(ExternalNames.problem(of: name) == nil)
    }
}
