import TestKit
import Testing

/// The clock on the wall is set while replicas run.
@Suite(.timeLimit(.minutes(3)))
struct ClockTests {
    /// A library that adds the seconds in a file to what a process is told of the clock on the wall, and to nothing else.
    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static long offset(void) {
          static const char *path;
          if (!path) path = getenv("WALL_CLOCK_OFFSET");
          int file = path ? open(path, O_RDONLY) : -1;
          if (file < 0) return 0;
          char text[32] = {0};
          long length = read(file, text, sizeof text - 1);
          close(file);
          return length > 0 ? atol(text) : 0;
        }

        int clock_gettime(clockid_t clock, struct timespec *now) {
          static int (*real)(clockid_t, struct timespec *);
          if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
          int result = real(clock, now);
          if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += offset();
          return result;
        }

        int gettimeofday(struct timeval *restrict now, void *restrict zone) {
          struct timespec precise;
          (void)zone;
          int result = clock_gettime(CLOCK_REALTIME, &precise);
          now->tv_sec = precise.tv_sec;
          now->tv_usec = precise.tv_nsec / 1000;
          return result;
        }

        time_t time(time_t *result) {
          struct timespec now;
          clock_gettime(CLOCK_REALTIME, &now);
          if (result) *result = now.tv_sec;
          return now.tv_sec;
        }
        """

    /// Many renewals in a term, so that a busy machine does not end one.
    private static let timing = [
        "--leader-election-lease-duration=12s", "--leader-election-renew-deadline=10s",
        "--leader-election-retry-period=300ms",
    ]

    /// A control plane that is told another time of day than others; the file says how many seconds it is off.
    private func replica(_ directory: TemporaryDirectory) async throws -> Replica {
        try directory.write(Self.source, to: "clock.c")
        try directory.write("0", to: "offset")
        let (library, file) = (directory.file("clock.so"), directory.file("clock.c"))
        let run = try await CommandRun("clang", ["-shared", "-fPIC", "-O1", "-o", library, file, "-ldl"])
        guard run.exitCode == 0 else { throw RigError(run.error) }
        var replica = Replica(user: "a", flags: Self.timing)
        replica.environment = ["LD_PRELOAD": library, "WALL_CLOCK_OFFSET": directory.file("offset")]
        return replica
    }

    private func renewal(_ api: any TestCluster) async throws -> String {
        try await api.read("leases", "leader-elect", in: "projectcontour")?.at("spec", "renewTime")?.string ?? ""
    }

    @Test func `a leader whose clock is set a day forth and two back goes on to lead and to write`() async throws {
        try await withTemporaryDirectory { directory in
            try await withTestCluster { api in
                try await api.makeNamespace("projectcontour")
                try await api.apply(Manifests.service("echo") + ClusterObjects.proxy("first"))
                let jumping = try await replica(directory)
                try await withReplica(jumping, of: api, in: try directory.subdirectory("a")) { leader in
                    try await leader.eventuallyValid("first")
                    let other = Replica(user: "b", flags: Self.timing)
                    try await withReplica(other, of: api, in: try directory.subdirectory("b")) { other in
                        for (jump, offset) in [86_400, -86_400, 0].enumerated() {
                            let before = try await renewal(api)
                            try directory.write("\(offset)", to: "offset")
                            try await eventually("the lease tells of another day", within: .seconds(10)) {
                                try await renewal(api).prefix(10) != before.prefix(10)
                            }
                            let renewals = api.requests(.update, "leases").count
                            try await eventually("it is renewed many times", within: .seconds(20)) {
                                api.requests(.update, "leases").count >= renewals + 6
                            }
                            try await api.apply(ClusterObjects.proxy("jump-\(jump)"))
                            try await leader.eventuallyValid("jump-\(jump)")
                        }
                        let leads = (try await leader.leads, try await other.leads)
                        #expect(leads.0 && !leads.1)
                        #expect(other.statusAttempts.isEmpty)
                        #expect(!leader.serve.log.contains { $0.contains("does not lead any more") })
                    }
                }
            }
        }
    }
}
