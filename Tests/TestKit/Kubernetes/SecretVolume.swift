internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// A directory in which a Secret appears as the kubelet mounts it: all files change when one symbolic link is moved.
///
/// <https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically>
package final class SecretVolume: Sendable {
    /// Where the files are.
    package let directory: TemporaryDirectory
    private let name: String
    private let namespace: String
    private let shown = Mutex<String?>(nil)

    /// A volume of a Secret, which shows nothing yet.
    package init(of name: String, in namespace: String, at directory: TemporaryDirectory) {
        self.name = name
        self.namespace = namespace
        self.directory = directory
    }

    /// Shows the Secret as the API server has it now; whether that is news.
    @discardableResult
    package func update(from api: any TestCluster) async throws -> Bool {
        let secret = try await api.read("secrets", name, in: namespace)
        guard let secret else { throw RigError("there is no Secret \(namespace)/\(name)") }
        let version = secret.resourceVersion
        let isNews = shown.withLock { shown in
            defer { shown = version }
            return shown != version
        }
        if isNews { try show(secret.member("data")?.members ?? [:]) }
        return isNews
    }

    private func show(_ data: [String: JSONValue]) throws {
        let generation = "..\(UInt64.random(in: .min ... .max))"
        let contents = try directory.subdirectory(generation)
        for (file, value) in data {
            guard let text = value.string, let bytes = Data(base64Encoded: text) else {
                throw RigError("\(file) is not base64")
            }
            try contents.write(String(decoding: bytes, as: UTF8.self), to: file)
            _ = unsafe symlink("..data/\(file)", directory.file(file))
        }
        let link = directory.file("..data_tmp")
        guard unsafe symlink(generation, link) == 0, unsafe rename(link, directory.file("..data")) == 0 else {
            throw RigError("the link cannot be moved")
        }
    }
}
