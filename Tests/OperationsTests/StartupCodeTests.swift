import Testing

@testable import Operations

@Suite struct `Start-up code` {
    @Test func `only executable mappings of files are given back`() {
        let map = """
            1000-3000 r--p 00000000 fe:01 42 /bin/attache
            3000-5000 r-xp 00002000 fe:01 42 /bin/attache
            5000-6000 rw-p 00004000 fe:01 42 /bin/attache
            7000-8000 r-xp 00000000 00:00 0 [vdso]
            8000-9000 rwxp 00000000 fe:01 43 /lib/odd.so
            9000-a000 r-xp 00000000 fe:01 44 /lib/with space.so
            b000-b000 r-xp 00000000 fe:01 45 /lib/empty.so
            nonsense
            zz-yy r-xp 0 0 1 /x
            """
        #expect(StartupCode.executableMappings(of: map) == [0x3000..<0x5000, 0x9000..<0xa000])
    }

    @Test func `the process lives on without it`() {
        StartupCode.release()
        #expect(RFC3339.now().hasSuffix("Z"))
    }
}
