//! What books are made of beside the edition: the pictures in an article's folder, which no other page has the bytes of.

use std::path::Path;

use crate::config::Config;
use crate::diag::Error;
use crate::discover::{self, ArticleFiles, BytesFile};
use crate::pipeline::PictureFiles;

const EXTENSIONS: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Returns the pictures of an article when the site makes books.
///
/// Errors: as for [`discover::read_bytes`].
pub(super) fn pictures_of(root: &Path, files: &ArticleFiles, config: &Config) -> Result<Vec<BytesFile>, Error> {
    if config.build.epub { read_pictures(root, files) } else { Ok(Vec::new()) }
}

/// Returns the pictures of an article, by their paths below its folder.
///
/// Errors: as for [`discover::read_bytes`].
pub(super) fn read_pictures(root: &Path, files: &ArticleFiles) -> Result<Vec<BytesFile>, Error> {
    let extension = |path: &str| path.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    let pictures = files.assets.iter().filter(|path| EXTENSIONS.contains(&extension(path).as_str()));
    let read = |path: &String| {
        let bytes = discover::read_bytes(root, &format!("{}/{path}", files.folder))?;
        Ok(BytesFile { path: path.clone(), bytes })
    };
    pictures.map(read).collect()
}

/// Returns pictures as books take them.
pub(super) fn by_path(pictures: &[BytesFile]) -> PictureFiles<'_> {
    pictures.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect()
}
