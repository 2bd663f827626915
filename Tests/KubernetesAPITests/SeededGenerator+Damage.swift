import SeededRandom

extension SeededGenerator {
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
