extension Duration {
    /// The duration in seconds, as in `13.07 s`.
    package var inSeconds: String { (self / .seconds(1)).fixed(2) + " s" }

    /// The duration in milliseconds, as in `41 ms`.
    package var inMilliseconds: String { (self / .milliseconds(1)).fixed(0) + " ms" }
}
