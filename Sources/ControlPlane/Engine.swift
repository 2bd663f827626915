package import EnvoyTranslation
import KubernetesAPI
package import ObjectStore
package import RoutingGraph
package import XDSModel

/// From objects to resources, change by change, without a clock, a socket or a log.
///
/// The one owner of all state of the control plane; everything it hands out is an immutable value.
package struct Engine: Sendable {
    /// What is to be served, and what objects are told.
    package private(set) var graph: Graph

    /// Whether everything that existed at the start was taken in. Nothing is published before.
    package private(set) var hasSynced = false

    private let settings: TranslationSettings
    private var aggregated: Assembly
    private var separate: Assembly?

    /// An engine that knows no object.
    package init(
        graph: GraphSettings = GraphSettings(), admission: ObjectAdmission = ObjectAdmission(),
        translation: TranslationSettings = TranslationSettings()
    ) {
        self.graph = Graph(settings: graph, admission: admission)
        self.settings = translation
        self.aggregated = Assembly(translation, style: .aggregated)
    }

    /// What a batch led to.
    package struct Outcome: Sendable {
        /// What is served and told differently.
        package var change: GraphChange
        /// What has to be published.
        package var publications: [(style: SourceStyle, publication: Publication)]
    }

    /// Takes a batch in.
    package mutating func apply(_ batch: ObjectBatch) async -> Outcome {
        let change = await graph.apply(batch.changes)
        let isFirst = batch.completesSync && !hasSynced
        hasSynced = hasSynced || batch.completesSync
        var outcome = Outcome(change: change, publications: [])
        for style in SourceStyle.allCases {
            guard let (snapshot, changes) = await update(style, by: change), hasSynced, isFirst || !changes.isEmpty
            else { continue }
            outcome.publications.append((style, Publication(snapshot: snapshot, changes: isFirst ? .all : changes)))
        }
        return outcome
    }

    /// Begins to make the resources of a style that somebody asks for; nil when they are made already, or before the
    /// first sync.
    package mutating func begin(_ style: SourceStyle) async -> Publication? {
        guard style == .separate, separate == nil else { return nil }
        var assembly = Assembly(settings, style: style)
        let hosts = Dictionary(
            graph.hosts.map { ($0.name, Optional($0)) }, uniquingKeysWith: { first, _ in first })
        let table = graph.table
        _ = await assembly.apply(hosts: hosts, services: [], slices: table.slices)
        separate = assembly
        return hasSynced ? Publication(snapshot: assembly.snapshot, changes: .all) : nil
    }

    /// Stops making the resources of a style that nobody asks for any more.
    package mutating func end(_ style: SourceStyle) {
        if style == .separate { separate = nil }
    }

    /// The resources as an Envoy on one stream for all is sent them.
    package var snapshot: Snapshot { aggregated.snapshot }

    private mutating func update(
        _ style: SourceStyle, by change: GraphChange
    ) async -> (Snapshot, ChangeSet)? {
        let table = graph.table
        switch style {
        case .aggregated:
            let changes = await aggregated.apply(
                hosts: change.hosts, services: change.services, slices: table.slices)
            return (aggregated.snapshot, changes)
        case .separate:
            guard var assembly = separate else { return nil }
            separate = nil  // why: the only reference, so that nothing is copied.
            let changes = await assembly.apply(hosts: change.hosts, services: change.services, slices: table.slices)
            separate = assembly
            return (assembly.snapshot, changes)
        }
    }
}
