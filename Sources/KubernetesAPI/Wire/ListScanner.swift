/// Takes a list apart while it arrives: each item as soon as it is complete, so that neither the text nor the tree of the
/// whole list is ever held.
package struct ListScanner: Sendable {
    /// What is found of an item.
    package enum Item: Sendable, Equatable {
        /// An object.
        case object(ObjectText)
        /// Something that cannot be told apart from other objects, or is too long.
        case unreadable(String)
    }

    /// The longest item that is read, in bytes.
    package let itemLimit: Int

    /// How many bytes there may be besides the items.
    package static let envelopeLimit = 1 << 20

    private enum Place {
        /// Outside of the items.
        case envelope
        /// In the list of items, between two.
        case betweenItems
        /// In an item.
        case item
    }

    private var place = Place.envelope
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Everything but the items.
    private var envelope: [UInt8] = []
    /// The first part of an item that arrives in several pieces.
    private var item: [UInt8] = []
    private var isItemTooLong = false
    /// Where the string that was read last stands in the envelope, while it may still be a key of the list.
    private var lastString: Range<Int>?
    private var isItemsNext = false

    /// A scanner of lists with items of at most `itemLimit` bytes.
    package init(itemLimit: Int) {
        self.itemLimit = itemLimit
    }

    /// Takes a piece of the text and visits the items that it completes.
    package mutating func take(_ piece: [UInt8], _ visit: (Item) -> Void) throws(DocumentProblem) {
        var position = piece.startIndex
        while position < piece.endIndex {
            switch place {
            case .envelope: try takeEnvelope(piece, &position)
            case .betweenItems: try takeGap(piece, &position)
            case .item: takeItem(piece, &position, visit)
            }
        }
    }

    /// What the list says besides its items, once it is complete.
    package func end() throws(DocumentProblem) -> ListEnd {
        guard case .envelope = place, depth == 0, !envelope.isEmpty else {
            throw DocumentProblem("the list breaks off")
        }
        return try ListEnd(DocumentReader.json(envelope[...]).get())
    }

    private mutating func takeEnvelope(_ piece: [UInt8], _ position: inout Int) throws(DocumentProblem) {
        while position < piece.endIndex {
            let byte = piece[position]
            position += 1
            guard envelope.count < Self.envelopeLimit else { throw DocumentProblem("the list says too much of itself") }
            envelope.append(byte)
            if isInString {
                if takeStringByte(byte), let start = lastString?.lowerBound { lastString = start..<envelope.count - 1 }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                lastString = depth == 1 ? envelope.count..<envelope.count : nil
            case UInt8(ascii: ":"):
                isItemsNext = depth == 1 && lastString.map { envelope[$0].elementsEqual("items".utf8) } == true
                lastString = nil
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                guard byte == UInt8(ascii: "["), isItemsNext else { continue }
                place = .betweenItems
                return
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                guard depth >= 0 else { throw DocumentProblem("a bracket is closed that was not opened") }
            default: break
            }
            if byte > 0x20, byte != UInt8(ascii: ":") { isItemsNext = false }
        }
    }

    private mutating func takeGap(_ piece: [UInt8], _ position: inout Int) throws(DocumentProblem) {
        while position < piece.endIndex {
            switch piece[position] {
            case 0...0x20, UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                // The envelope goes on with the bracket, which closes an empty list.
                isItemsNext = false
                place = .envelope
                return
            case UInt8(ascii: "{"):
                place = .item
                item = []
                isItemTooLong = false
                return
            default: throw DocumentProblem("expected an item that is an object")
            }
        }
    }

    /// Follows an item to its end or to that of the piece. The depth counts from that of the items.
    private mutating func takeItem(_ piece: [UInt8], _ position: inout Int, _ visit: (Item) -> Void) {
        let start = position
        while position < piece.endIndex {
            let byte = piece[position]
            position += 1
            if isInString {
                _ = takeStringByte(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                guard depth == 2 else { continue }
                place = .betweenItems
                complete(piece[start..<position], visit)
                return
            default: break
            }
        }
        keep(piece[start..<position])
    }

    /// Takes a byte of a string and answers whether it ends there.
    private mutating func takeStringByte(_ byte: UInt8) -> Bool {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            return true
        }
        return false
    }

    private mutating func keep(_ part: ArraySlice<UInt8>) {
        if isItemTooLong || part.count > itemLimit - item.count {
            isItemTooLong = true
            item = []
        } else {
            item.append(contentsOf: part)
        }
    }

    private mutating func complete(_ part: ArraySlice<UInt8>, _ visit: (Item) -> Void) {
        var text = part
        if !item.isEmpty || isItemTooLong || part.count > itemLimit {
            keep(part)
            text = item[...]
            item = []
        }
        if isItemTooLong {
            visit(.unreadable("an item is longer than \(itemLimit) bytes"))
        } else if let object = ObjectText(text) {
            visit(.object(object))
        } else {
            visit(.unreadable("an item has no name"))
        }
    }
}
