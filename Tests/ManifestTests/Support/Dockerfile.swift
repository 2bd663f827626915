/// A Dockerfile as a list of instructions.
struct Dockerfile {
    /// A keyword in capitals, and what follows it with continued lines joined.
    struct Instruction: Equatable {
        let keyword: String
        let text: String
    }

    /// What is said before the first stage.
    let preamble: [Instruction]

    /// The stages, each beginning with its `FROM`.
    let stages: [[Instruction]]

    /// Reads a Dockerfile.
    init(_ text: String) {
        var lines: [String] = []
        var isContinued = false
        for line in text.split(separator: "\n") where line.first != "#" {
            let part = line.last == "\\" ? String(line.dropLast()) : String(line)
            if isContinued { lines[lines.count - 1] += part } else { lines.append(part) }
            isContinued = line.last == "\\"
        }
        let instructions = lines.map { line in
            let keyword = line.prefix { $0 != " " }
            return Instruction(keyword: String(keyword), text: line.dropFirst(keyword.count).trimmed)
        }
        let starts = instructions.indices.filter { instructions[$0].keyword == "FROM" }
        preamble = Array(instructions[..<(starts.first ?? instructions.endIndex)])
        stages = starts.indices.map { index in
            Array(instructions[starts[index]..<(index + 1 < starts.count ? starts[index + 1] : instructions.endIndex)])
        }
    }

    /// The one in the repository.
    static var ofRepository: Dockerfile { get throws { Dockerfile(try Repository.text("Dockerfile")) } }

    /// The texts of one kind of instruction in a stage.
    static func texts(_ keyword: String, in stage: [Instruction]) -> [String] {
        stage.filter { $0.keyword == keyword }.map(\.text)
    }

    /// The packages that a stage installs.
    static func packages(in stage: [Instruction]) -> Set<String> {
        let commands = texts("RUN", in: stage).flatMap { $0.split(separator: "&&") }
        let installs = commands.map { $0.split(separator: " ") }.filter { $0.starts(with: ["apt-get", "install"]) }
        return Set(installs.joined().filter { $0.first != "-" && $0 != "apt-get" && $0 != "install" }.map(String.init))
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
