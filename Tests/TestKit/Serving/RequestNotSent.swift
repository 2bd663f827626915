/// Nothing was sent, because the peer has said that it takes no further requests on the connection: nothing is lost.
package struct RequestNotSent: Error, Hashable {}
