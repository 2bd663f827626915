package import KubernetesAPI
package import ObjectStore

/// Everything Envoy is to serve, kept current change by change.
///
/// The unit of work is one host. Building one records what it read, also what was not there; a change of an object
/// builds exactly the hosts that read it. Nothing ever walks over all objects.
package struct Graph: Sendable {
    /// The objects the graph stands on.
    package private(set) var table: ObjectTable

    /// The hosts that somebody claims, as they are served.
    package var hosts: some Collection<Host> { units.values.lazy.map(\.host) }

    /// What every object was last told.
    package private(set) var statuses: [ObjectKey: ObjectStatus] = [:]

    private let context: BuildContext
    private var units: [String: Unit] = [:]
    private var readers = ReadIndex<String>()
    private var verdicts: [ObjectKey: [String: Verdict]] = [:]
    private var extensions: [ObjectKey: ExtensionUnit] = [:]
    private var extensionReaders = ReadIndex<ObjectKey>()

    /// A host and the questions that were asked to build it.
    struct Unit: Sendable {
        /// What is served.
        var host: Host
        /// What was read.
        var reads: Set<StoreKey>
    }

    /// What an ExtensionService is told and the questions that were asked to find out. It serves nothing.
    struct ExtensionUnit: Sendable {
        /// What it is told.
        var verdict: Verdict
        /// What was read.
        var reads: Set<StoreKey>
    }

    /// A graph of nothing.
    package init(settings: GraphSettings = GraphSettings(), admission: ObjectAdmission = ObjectAdmission()) {
        self.table = ObjectTable(admission: admission)
        self.context = BuildContext(settings: settings)
    }

    /// The host of that name, as it is served.
    package subscript(host name: String) -> Host? { units[name]?.host }

    /// The hosts that would be built again if the answer to this question changed.
    package func hosts(reading key: StoreKey) -> Set<String> { readers[key] }

    /// Takes changes in, builds what read the changed objects, and answers what came out differently.
    ///
    /// A large batch is built on all cores, a small one in place.
    package mutating func apply(_ changes: [ObjectChange]) async -> GraphChange {
        var touched: Set<StoreKey> = []
        for change in changes { touched.formUnion(table.apply(change)) }
        guard !touched.isEmpty else { return GraphChange() }
        var change = GraphChange()
        var affected: Set<ObjectKey> = []
        for key in touched {
            switch key {
            case .object(let object): affected.insert(object)
            case .slices(let service): change.services.insert(service)
            case .claims, .delegations: break
            }
        }
        for (name, unit) in await built(dirty(by: touched)) {
            replace(name, by: unit, affected: &affected, change: &change)
        }
        for key in dirtyExtensions(by: touched) {
            buildExtension(key)
            affected.insert(key)
        }
        for key in affected { updateStatus(of: key, change: &change) }
        return change
    }

    private func dirty(by touched: Set<StoreKey>) -> Set<String> {
        var dirty: Set<String> = []
        for key in touched {
            if case .claims(let host) = key { dirty.insert(host) }
            dirty.formUnion(readers[key])
        }
        return dirty
    }

    private func dirtyExtensions(by touched: Set<StoreKey>) -> Set<ObjectKey> {
        var dirty: Set<ObjectKey> = []
        for key in touched {
            if case .object(let object) = key, object.kind == .extensionService { dirty.insert(object) }
            dirty.formUnion(extensionReaders[key])
        }
        return dirty
    }

    private mutating func buildExtension(_ key: ObjectKey) {
        var unit: ExtensionUnit?
        if case .extensionService(let service)? = table[key] {
            var reader = Reader(table)
            let verdict = ExtensionServices.verdict(on: service, context: context, reader: &reader)
            unit = ExtensionUnit(verdict: verdict, reads: reader.reads)
        }
        let former = extensions.removeValue(forKey: key)
        extensions[key] = unit
        extensionReaders.replace(former?.reads ?? [], by: unit?.reads ?? [], of: key)
    }

    /// The units built again; nil where nobody claims the host any more.
    private func built(_ names: Set<String>) async -> [(String, Unit?)] {
        let (table, context) = (table, context)
        return await ParallelMap.over(Array(names)) { name in
            guard !table.claims(on: name).isEmpty else { return (name, nil) }
            var reader = Reader(table)
            let host = HostBuilder.build(name, context: context, reader: &reader)
            return (name, Unit(host: host, reads: reader.reads))
        }
    }

    private mutating func replace(
        _ name: String, by unit: Unit?, affected: inout Set<ObjectKey>, change: inout GraphChange
    ) {
        let former = units.removeValue(forKey: name)
        units[name] = unit
        readers.replace(former?.reads ?? [], by: unit?.reads ?? [], of: name)
        guard former?.host != unit?.host else { return }
        if former?.host.plain != unit?.host.plain || former?.host.secure != unit?.host.secure {
            change.hosts[name] = .some(unit?.host)
        }
        replaceVerdicts(of: name, former?.host.verdicts ?? [:], unit?.host.verdicts ?? [:], &affected)
    }

    private mutating func replaceVerdicts(
        of host: String, _ former: [ObjectKey: Verdict], _ latter: [ObjectKey: Verdict],
        _ affected: inout Set<ObjectKey>
    ) {
        for key in former.keys where latter[key] == nil {
            verdicts[key]?[host] = nil
            if verdicts[key]?.isEmpty == true { verdicts[key] = nil }
            affected.insert(key)
        }
        for (key, verdict) in latter where former[key] != verdict {
            verdicts[key, default: [:]][host] = verdict
            affected.insert(key)
        }
    }

    private mutating func updateStatus(of key: ObjectKey, change: inout GraphChange) {
        let status = table[key].flatMap { object in
            extensions[key].map { ObjectStatus(of: object, verdict: $0.verdict) }
                ?? ObjectStatus(of: object, verdicts: verdicts[key] ?? [:])
        }
        guard statuses[key] != status else { return }
        statuses[key] = status
        change.statuses[key] = .some(status)
    }
}

/// What came out differently after a batch of changes.
package struct GraphChange: Sendable {
    /// The hosts that are served differently; nil for those that are gone.
    package var hosts: [String: Host?] = [:]

    /// The objects that are told something else; nil for those that are gone.
    package var statuses: [ObjectKey: ObjectStatus?] = [:]

    /// The Services whose endpoints may be others.
    package var services: Set<NamespacedName> = []

    /// Nothing differs.
    package init() {}

    /// Whether nothing differs.
    package var isEmpty: Bool { hosts.isEmpty && statuses.isEmpty && services.isEmpty }
}
