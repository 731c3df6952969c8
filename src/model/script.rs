//! Scripts, regions and the tags that name them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// ISO 15924 script of a Chinese text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Traditional.
    Hant,
    /// Simplified.
    Hans,
}

impl Script {
    /// Returns the other script.
    pub fn other(self) -> Self {
        match self {
            Self::Hant => Self::Hans,
            Self::Hans => Self::Hant,
        }
    }
}

/// A region whose words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// Mainland China.
    Cn,
    /// Hong Kong.
    Hk,
    /// Taiwan.
    Tw,
}

/// A script variant: a script, and a region only where its words are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Variant {
    /// The script.
    pub script: Script,
    /// The region whose words are meant.
    pub region: Option<Region>,
}

impl Variant {
    /// Traditional, no region.
    pub const HANT: Self = Self { script: Script::Hant, region: None };
    /// Simplified, no region.
    pub const HANS: Self = Self { script: Script::Hans, region: None };

    /// Returns the BCP 47 tag, as `zh-Hant-TW`.
    pub fn tag(self) -> &'static str {
        match (self.script, self.region) {
            (Script::Hant, None) => "zh-Hant",
            (Script::Hant, Some(Region::Tw)) => "zh-Hant-TW",
            (Script::Hant, Some(Region::Hk)) => "zh-Hant-HK",
            (Script::Hant, Some(Region::Cn)) => "zh-Hant-CN",
            (Script::Hans, None) => "zh-Hans",
            (Script::Hans, Some(Region::Cn)) => "zh-Hans-CN",
            (Script::Hans, Some(Region::Tw)) => "zh-Hans-TW",
            (Script::Hans, Some(Region::Hk)) => "zh-Hans-HK",
        }
    }

    /// Returns the locale by which programs that know no scripts take it, as `zh_TW`.
    pub fn locale(self) -> &'static str {
        match (self.region, self.script) {
            (Some(Region::Hk), _) => "zh_HK",
            (Some(Region::Tw), _) | (None, Script::Hant) => "zh_TW",
            (Some(Region::Cn), _) | (None, Script::Hans) => "zh_CN",
        }
    }

    /// Returns the folder name of the variant's pages, as `zh-hant`.
    pub fn folder(self) -> String {
        self.tag().to_ascii_lowercase()
    }

    /// Returns the tag of the script alone: what `lang` says of a text whose region is not shown.
    pub fn script_tag(self) -> &'static str {
        Self { region: None, ..self }.tag()
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Variant {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.to_ascii_lowercase();
        let (script, rest) = match lower.as_bytes() {
            _ if lower.starts_with("zh-hant") => (Script::Hant, &lower["zh-hant".len()..]),
            _ if lower.starts_with("zh-hans") => (Script::Hans, &lower["zh-hans".len()..]),
            _ => return Err(unknown(text)),
        };
        let region = match rest {
            "" => None,
            "-tw" => Some(Region::Tw),
            "-hk" => Some(Region::Hk),
            "-cn" => Some(Region::Cn),
            _ => return Err(unknown(text)),
        };
        Ok(Self { script, region })
    }
}

fn unknown(text: &str) -> String {
    format!(
        "unknown script variant `{text}`, expected one of `zh-Hant`, `zh-Hans`, `zh-Hant-TW`, `zh-Hant-HK`, `zh-Hant-CN`, `zh-Hans-CN`"
    )
}

impl TryFrom<String> for Variant {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Variant> for String {
    fn from(variant: Variant) -> Self {
        variant.tag().to_owned()
    }
}
