import ArgumentParser

/// Throws, naming the flag, when a number is no port.
func checkPort(_ port: Int, of flag: String) throws {
    guard (1...65_535).contains(port) else {
        throw ValidationError("\(flag) is out of range (\(port)); give a port between 1 and 65535")
    }
}
