//! The four words of the Panel Information Policy, and the two of them that a reader may see.
//!
//! Nothing here decides anything: the gate compares classifications, and nobody else does.
//!
//! **Invariant.** [`Audience`] cannot hold Amber or Red.

pub mod colour;
pub mod group;
pub mod vocabulary;

use serde::Serialize;
use std::fmt;

/// A classification of the Panel Information Policy, from least to most restrictive (R7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Classification {
    /// For anyone.
    White,
    /// For the community, and by this site's rules for publication.
    Green,
    /// For the parties concerned.
    Amber,
    /// For named recipients.
    Red,
}

impl Classification {
    /// All four, from least to most restrictive.
    pub const ALL: [Self; 4] = [Self::White, Self::Green, Self::Amber, Self::Red];

    /// The policy's word, with a capital.
    pub const fn word(self) -> &'static str {
        match self {
            Self::White => "White",
            Self::Green => "Green",
            Self::Amber => "Amber",
            Self::Red => "Red",
        }
    }

    /// Reads one of the four words or a TLP form of it, in any letter case, with nothing around it (R7).
    pub fn read(text: &str) -> Option<Self> {
        let upper = text.to_ascii_uppercase();
        let found = match upper.as_str() {
            "WHITE" | "TLP:CLEAR" | "TLP:WHITE" => Self::White,
            "GREEN" | "TLP:GREEN" => Self::Green,
            "AMBER" | "TLP:AMBER" | "TLP:AMBER+STRICT" => Self::Amber,
            "RED" | "TLP:RED" => Self::Red,
            _ => return None,
        };
        Some(found)
    }

    /// The badge that a published portion of this classification shows; none for Amber and Red.
    pub const fn audience(self) -> Option<Audience> {
        match self {
            Self::White => Some(Audience::White),
            Self::Green => Some(Audience::Green),
            Self::Amber | Self::Red => None,
        }
    }
}

/// The classification of published material: which badge to show, never a question to ask (R5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Audience {
    /// White material.
    White,
    /// Green material.
    Green,
}

impl Audience {
    /// The policy's word, with a capital.
    pub const fn word(self) -> &'static str {
        match self {
            Self::White => "White",
            Self::Green => "Green",
        }
    }

    /// The classification that this is.
    pub const fn classification(self) -> Classification {
        match self {
            Self::White => Classification::White,
            Self::Green => Classification::Green,
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
