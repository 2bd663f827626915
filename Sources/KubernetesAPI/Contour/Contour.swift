/// Objects of the API group `projectcontour.io`. Fields are named as the CRDs name them; durations, versions and other texts
/// are kept as they are written, whoever uses them parses them.
///
/// https://projectcontour.io/docs/main/config/api/
package enum Contour {}
