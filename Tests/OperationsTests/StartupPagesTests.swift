import Testing

@testable import Operations

@Suite struct `Start-up pages` {
    @Test func `only file mappings that were never written are given back`() {
        let map = """
            1000-3000 r--p 00000000 fe:01 42                         /bin/attache
            Rss:                8 kB
            Anonymous:          0 kB
            Swap:               0 kB
            VmFlags: rd mr
            3000-5000 r-xp 00002000 fe:01 42                         /bin/attache
            Anonymous:          0 kB
            Swap:               0 kB
            5000-6000 r--p 00004000 fe:01 42                         /bin/relocated
            Anonymous:          4 kB
            Swap:               0 kB
            6000-7000 rw-p 00005000 fe:01 42                         /bin/attache
            Anonymous:          0 kB
            Swap:               0 kB
            7000-8000 r-xp 00000000 00:00 0                          [vdso]
            Anonymous:          0 kB
            Swap:               0 kB
            8000-9000 r--p 00000000 00:00 0
            Anonymous:          0 kB
            Swap:               0 kB
            9000-a000 r-xp 00000000 fe:01 44                         /lib/with space.so
            Anonymous:          0 kB
            Swap:               0 kB
            b000-b000 r-xp 00000000 fe:01 45                         /lib/empty.so
            Anonymous:          0 kB
            Swap:               0 kB
            b000-c000 r--p 00000000 fe:01 45                         /lib/swapped.so
            Anonymous:          0 kB
            Swap:               4 kB
            c000-d000 r-xp 00000000 fe:01 45                         /lib/unfinished.so
            """
        #expect(StartupPages.unwrittenMappings(of: map) == [0x1000..<0x3000, 0x3000..<0x5000, 0x9000..<0xa000])
    }

    @Test(arguments: [
        "", "nonsense", "Anonymous: 0 kB", "zz-yy r-xp 0 0 1 /x\nAnonymous: 0 kB\nSwap: 0 kB", "-\nAnonymous:",
    ])
    func `what is no map gives nothing`(map: String) { #expect(StartupPages.unwrittenMappings(of: map).isEmpty) }

    @Test func `the process lives on without them`() {
        StartupPages.release()
        #expect(RFC3339.now().hasSuffix("Z"))
    }
}
