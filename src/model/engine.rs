//! The engines of script conversion as the rooms see them.

use super::Weigh;
use crate::diag::Error;

/// A conversion the engine knows, by OpenCC's name of its configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScriptConfig {
    /// Simplified to Traditional, OpenCC's own standard.
    S2t,
    /// Simplified to Traditional with Taiwan's character forms.
    S2tw,
    /// Simplified to Traditional with Hong Kong's character forms.
    S2hk,
    /// Traditional to Simplified.
    T2s,
    /// Simplified to Taiwan's words.
    S2twp,
    /// Taiwan's words to Simplified.
    Tw2sp,
    /// Simplified to Hong Kong's words.
    S2hkp,
    /// Hong Kong's words to Simplified.
    Hk2sp,
    /// Taiwan's character forms to Simplified.
    Tw2s,
    /// Hong Kong's character forms to Simplified.
    Hk2s,
    /// Taiwan's character forms to OpenCC's own.
    Tw2t,
    /// OpenCC's own character forms to Taiwan's.
    T2tw,
    /// OpenCC's own character forms to Hong Kong's.
    T2hk,
    /// Hong Kong's character forms to OpenCC's own.
    Hk2t,
    /// OpenCC's own character forms to Japan's.
    T2jp,
    /// Japan's character forms to OpenCC's own.
    Jp2t,
}

impl ScriptConfig {
    /// Returns OpenCC's name, as `s2twp`.
    pub fn name(self) -> &'static str {
        match self {
            Self::S2t => "s2t",
            Self::S2tw => "s2tw",
            Self::S2hk => "s2hk",
            Self::T2s => "t2s",
            Self::S2twp => "s2twp",
            Self::Tw2sp => "tw2sp",
            Self::S2hkp => "s2hkp",
            Self::Hk2sp => "hk2sp",
            Self::Tw2s => "tw2s",
            Self::Hk2s => "hk2s",
            Self::Tw2t => "tw2t",
            Self::T2tw => "t2tw",
            Self::T2hk => "t2hk",
            Self::Hk2t => "hk2t",
            Self::T2jp => "t2jp",
            Self::Jp2t => "jp2t",
        }
    }

    /// Says whether Simplified text becomes Traditional.
    pub fn is_to_traditional(self) -> bool {
        matches!(self, Self::S2t | Self::S2tw | Self::S2hk | Self::S2twp | Self::S2hkp)
    }

    /// Says whether Traditional text becomes Simplified.
    pub fn is_to_simplified(self) -> bool {
        matches!(self, Self::T2s | Self::Tw2s | Self::Tw2sp | Self::Hk2s | Self::Hk2sp)
    }

    /// Returns the same conversion without words: it never changes the number of characters.
    pub fn without_words(self) -> Self {
        match self {
            Self::S2twp => Self::S2tw,
            Self::Tw2sp => Self::Tw2s,
            Self::S2hkp => Self::S2hk,
            Self::Hk2sp => Self::Hk2s,
            other => other,
        }
    }
}

/// A script conversion engine, shared by threads.
pub trait Convert: Sync {
    /// Converts `text` by `config`.
    ///
    /// Errors: the engine cannot open its dictionaries, or `text` holds NUL.
    fn convert(&self, config: ScriptConfig, text: &str) -> Result<String, Error>;
}

/// What conversion is done with.
#[derive(Clone, Copy)]
pub struct Engines<'a> {
    /// Converts scripts.
    pub opencc: &'a dyn Convert,
    /// Weighs the forms that a Simplified character can stand for.
    pub words: &'a dyn Weigh,
}
