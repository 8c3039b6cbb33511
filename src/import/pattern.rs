//! Patterns of the importer, each compiled at its first use.

/// A constant pattern, compiled at its first use.
macro_rules! pattern {
    ($name:ident, $source:expr) => {
        static $name: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($source).expect("a constant pattern"));
    };
}
pub(super) use pattern;
