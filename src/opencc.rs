//! The script conversion engine: OpenCC behind the model's trait. In: text. Out: text.
//! The only module that may hold `unsafe`, and the only one that makes and removes its private folder.
//!
//! 1. The dictionaries of a configuration are unpacked into a fresh folder that only we can write.
//! 2. The configuration is opened there by absolute path, so that no file of the working folder is read; then the folder
//!    is removed, so that a run that is cut off leaves none behind.
//! 3. One handle a configuration, opened when first asked for, is shared by all threads.
//! 4. `s2tw` is opened without its segmentation: that cuts a text at the phrases which the first step of the conversion finds
//!    again at the same places, and takes half the time of opening and converting. Only the step after it, to Taiwan's
//!    forms, could tell the difference, at twelve words (羅興樑, 牛驥同一皁) that a cut may hide from it.

use std::collections::BTreeMap;
use std::ffi::{CString, c_char, c_void};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, RwLock};

use opencc_rust::DefaultConfig;

use crate::diag::Error;
use crate::model::{Convert, ScriptConfig};

/// OpenCC, with the handles opened so far.
#[derive(Debug, Default)]
pub struct OpenCc {
    handles: RwLock<BTreeMap<ScriptConfig, Handle>>,
    opening: Mutex<()>,
}

impl OpenCc {
    /// Returns an engine that has opened nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens the dictionaries of `config`, unless they are open.
    ///
    /// Errors: the dictionaries cannot be unpacked or opened.
    pub fn open(&self, config: ScriptConfig) -> Result<(), Error> {
        self.handle(config).map(|_| ())
    }

    fn handle(&self, config: ScriptConfig) -> Result<Handle, Error> {
        if let Some(handle) = self.opened(config) {
            return Ok(handle);
        }
        // OpenCC's last-error string is global: opening is serialised.
        let _guard = self.opening.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(handle) = self.opened(config) {
            return Ok(handle);
        }
        let folder = PrivateFolder::create()?;
        let handle = open(&folder.0, config)?;
        self.handles.write().unwrap_or_else(std::sync::PoisonError::into_inner).insert(config, handle);
        Ok(handle)
    }

    fn opened(&self, config: ScriptConfig) -> Option<Handle> {
        self.handles.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(&config).copied()
    }
}

impl Convert for OpenCc {
    fn convert(&self, config: ScriptConfig, text: &str) -> Result<String, Error> {
        if text.contains('\0') {
            return Err(Error::new("text for OpenCC holds NUL"));
        }
        self.handle(config)?.convert(text)
    }
}

impl Drop for OpenCc {
    fn drop(&mut self) {
        let handles = self.handles.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        for handle in handles.values() {
            handle.close();
        }
    }
}

/// An open converter.
#[derive(Debug, Clone, Copy)]
struct Handle(*mut c_void);

// SAFETY: an open OpenCC converter is immutable: dictionaries are const after opening and its caches are guarded by
// mutexes. The one unguarded global is the last-error string, written only when a C++ exception is thrown; valid
// UTF-8 without NUL, which `&str` and the check in `convert` ensure, throws none. A handle lives as long as `OpenCc`.
unsafe impl Send for Handle {}
// SAFETY: as above.
unsafe impl Sync for Handle {}

impl Handle {
    fn convert(self, text: &str) -> Result<String, Error> {
        if text.is_empty() {
            return Ok(String::new());
        }
        // SAFETY: the handle is open while its `OpenCc` lives; pointer and length are those of a `&str`.
        let raw = unsafe { opencc_rust::opencc_convert_utf8(self.0, text.as_ptr().cast::<c_char>(), text.len()) };
        if raw.is_null() {
            return Err(Error::new("OpenCC could not convert a text"));
        }
        // SAFETY: a result that is not null is a string ended by NUL, ours until freed.
        let converted = unsafe { std::ffi::CStr::from_ptr(raw) }.to_string_lossy().into_owned();
        // SAFETY: freed once, after the copy.
        unsafe { opencc_rust::opencc_convert_utf8_free(raw) };
        Ok(converted)
    }

    fn close(self) {
        // SAFETY: called once, when `OpenCc` is dropped and no thread can hold a borrow of it.
        unsafe { opencc_rust::opencc_close(self.0) };
    }
}

fn open(folder: &Path, config: ScriptConfig) -> Result<Handle, Error> {
    let default = default_config(config);
    opencc_rust::generate_static_dictionary(folder, default)
        .map_err(|error| Error::at(folder, format!("cannot unpack OpenCC's dictionaries: {error}")))?;
    let path = folder.join(default.get_file_name());
    if matches!(config, ScriptConfig::S2tw) {
        leave_out_segmentation(&path)?;
    }
    open_file(&path)
}

fn open_file(path: &Path) -> Result<Handle, Error> {
    let c_path = CString::new(path.as_os_str().as_encoded_bytes()).map_err(|error| Error::at(path, error))?;
    // SAFETY: a string ended by NUL; calls that can set OpenCC's error are serialised by `OpenCc::opening`.
    let raw = unsafe { opencc_rust::opencc_open(c_path.as_ptr()) };
    if raw.is_null() || raw as usize == usize::MAX {
        return Err(Error::at(path, "OpenCC cannot open its configuration"));
    }
    Ok(Handle(raw))
}

fn leave_out_segmentation(path: &Path) -> Result<(), Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::at(path, error))?;
    let mut settings: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&text).map_err(|error| Error::at(path, error))?;
    settings.remove("segmentation");
    let text = serde_json::to_string(&settings).map_err(|error| Error::at(path, error))?;
    std::fs::write(path, text).map_err(|error| Error::at(path, error))
}

fn default_config(config: ScriptConfig) -> DefaultConfig {
    match config {
        ScriptConfig::S2t => DefaultConfig::S2T,
        ScriptConfig::S2tw => DefaultConfig::S2TW,
        ScriptConfig::S2hk => DefaultConfig::S2HK,
        ScriptConfig::T2s => DefaultConfig::T2S,
        ScriptConfig::S2twp => DefaultConfig::S2TWP,
        ScriptConfig::Tw2sp => DefaultConfig::TW2SP,
        ScriptConfig::S2hkp => DefaultConfig::S2HKP,
        ScriptConfig::Hk2sp => DefaultConfig::HK2SP,
        ScriptConfig::Tw2s => DefaultConfig::TW2S,
        ScriptConfig::Hk2s => DefaultConfig::HK2S,
        ScriptConfig::Tw2t => DefaultConfig::TW2T,
        ScriptConfig::T2tw => DefaultConfig::T2TW,
        ScriptConfig::T2hk => DefaultConfig::T2HK,
        ScriptConfig::Hk2t => DefaultConfig::HK2T,
        ScriptConfig::T2jp => DefaultConfig::T2JP,
        ScriptConfig::Jp2t => DefaultConfig::JP2T,
    }
}

/// A folder that only we can write, removed with its contents.
#[derive(Debug)]
struct PrivateFolder(PathBuf);

impl PrivateFolder {
    fn create() -> Result<Self, Error> {
        let base = std::env::temp_dir();
        let base = std::fs::canonicalize(&base).map_err(|error| Error::at(&base, error))?;
        for attempt in 0..1000_u32 {
            let path = base.join(format!("jiaozhu-opencc-{}-{attempt}", std::process::id()));
            match make_private(&path) {
                Ok(()) => return Ok(Self(path)),
                // Somebody's folder stands there: never reuse it.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::at(&path, error)),
            }
        }
        Err(Error::at(&base, "no free name for a private folder"))
    }
}

fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        // Nothing can be done about a failure here; the folder lies in the system's temporary folder.
        let _removed = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_whole_phrases() -> Result<(), Error> {
        let engine = OpenCc::new();
        assert_eq!(engine.convert(ScriptConfig::S2tw, "皇后的头发")?, "皇后的頭髮");
        assert_eq!(engine.convert(ScriptConfig::T2s, "乾隆與乾淨")?, "乾隆与干净");
        assert_eq!(engine.convert(ScriptConfig::T2s, "")?, "");
        Ok(())
    }

    #[test]
    fn eight_threads_agree_with_one() -> Result<(), Error> {
        let engine = OpenCc::new();
        let text = "后台的里程碑发布，头发干净。".repeat(200);
        let expected = engine.convert(ScriptConfig::S2tw, &text)?;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        assert_eq!(engine.convert(ScriptConfig::S2tw, &text).ok().as_ref(), Some(&expected));
                    }
                });
            }
        });
        Ok(())
    }

    /// Words side by side in an order of no meaning, so that phrases meet and overlap in all ways; and the idiom that
    /// differs, where it stands in Traditional characters already.
    #[test]
    fn leaving_out_segmentation_changes_one_idiom() -> Result<(), Error> {
        let folder = PrivateFolder::create()?;
        opencc_rust::generate_static_dictionary(&folder.0, DefaultConfig::S2TW)
            .map_err(|error| Error::new(error.to_string()))?;
        let as_delivered = open_file(&folder.0.join(DefaultConfig::S2TW.get_file_name()))?;
        let engine = OpenCc::new();
        let lines = include_str!("words/lexicon.tsv").lines().skip(1).collect::<Vec<_>>();
        let words = (0..lines.len()).filter_map(|at| lines.get(at * 7919 % lines.len())?.split('\t').next());
        let text = engine.convert(ScriptConfig::T2s, &words.collect::<String>())?;
        assert!(text.chars().count() > 200_000, "few words: {}", text.chars().count());
        assert_eq!(engine.convert(ScriptConfig::S2tw, &text)?, as_delivered.convert(&text)?);
        let idiom = "牛驥同一皂";
        assert_eq!(engine.convert(ScriptConfig::S2tw, idiom)?, "牛驥同一皁");
        assert_eq!(as_delivered.convert(idiom)?, "牛驥同一皂");
        as_delivered.close();
        Ok(())
    }

    #[test]
    fn a_handle_outlives_its_private_folder() -> Result<(), Error> {
        let folder = PrivateFolder::create()?;
        let path = folder.0.clone();
        let handle = open(&path, ScriptConfig::T2s)?;
        drop(folder);
        assert!(!path.exists());
        assert_eq!(handle.convert("書與麵")?, "书与面");
        handle.close();
        Ok(())
    }
}
