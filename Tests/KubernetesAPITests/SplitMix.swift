/// A small generator whose numbers depend on its seed alone.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Bytes with one to three places overwritten, removed, doubled or filled in.
    mutating func damage(_ bytes: [UInt8], with alphabet: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) where !result.isEmpty {
            let place = Int.random(in: 0..<result.count, using: &self)
            let byte = alphabet.randomElement(using: &self) ?? 0
            switch Int.random(in: 0..<5, using: &self) {
            case 0: result[place] = byte
            case 1: result.remove(at: place)
            case 2: result.insert(byte, at: place)
            case 3:
                let end = min(result.count, place + Int.random(in: 1...20, using: &self))
                result.insert(contentsOf: result[place..<end], at: Int.random(in: 0...result.count, using: &self))
            default: result.removeSubrange(place..<min(result.count, place + Int.random(in: 1...20, using: &self)))
            }
        }
        return result
    }
}
