//! Records in a file that one build leaves for the next, and whether they are to be believed.
//!
//! 1. The first line names the format, the program, and the file itself by its birth; at the end is a checksum of all before it.
//!    Where one of them is not as it should be (another version, a copy made with its site, damage) nothing is believed.
//! 2. Between them stand records, each behind its length. They are written and read some hundreds at a time, on all threads,
//!    so that the whole is never in memory as bytes.

use std::io::{self, BufRead, Read as _, Write};

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Birth, Checksum};

const FORMAT: &str = "jiaozhu-build 7";
/// How many records are made or read at a time.
const N_AT_ONCE: usize = 256;
/// How many bytes a length has.
const LENGTH: usize = size_of::<u64>();

fn first_line(program: &str, birth: &Birth) -> String {
    format!("{FORMAT}; {program}; {} {}\n", birth.inode, birth.nanos)
}

/// Returns a record with its length before it.
fn record(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut record = postcard::to_extend(value, vec![0; LENGTH]).map_err(io::Error::other)?;
    let length = u64::try_from(record.len() - LENGTH).unwrap_or_default();
    record.splice(..LENGTH, length.to_le_bytes());
    Ok(record)
}

/// A file being written.
pub(super) struct Out<'a> {
    file: &'a mut dyn Write,
    checksum: Checksum,
}

impl<'a> Out<'a> {
    /// Begins a file that is known by its `birth`.
    ///
    /// Errors: those of writing, as for what follows.
    pub(super) fn begin(file: &'a mut dyn Write, program: &str, birth: &Birth) -> io::Result<Self> {
        let mut out = Self { file, checksum: Checksum::default() };
        out.write(first_line(program, birth).as_bytes())?;
        Ok(out)
    }

    /// Writes a record a value.
    pub(super) fn write_each(&mut self, values: &[impl Serialize + Sync]) -> io::Result<()> {
        for values in values.chunks(N_AT_ONCE) {
            let records = values.par_iter().map(record).collect::<io::Result<Vec<_>>>()?;
            records.iter().try_for_each(|record| self.write(record))?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<()> {
        self.file.write_all(self.checksum.finish().as_bytes())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.checksum.add(bytes);
        self.file.write_all(bytes)
    }
}

/// A file being read; no record is believed before its end.
pub(super) struct In<R> {
    file: R,
    checksum: Checksum,
}

impl<R: BufRead> In<R> {
    /// Begins a file; nothing when `program` did not leave it, or it is not the file of that birth.
    pub(super) fn begin(mut file: R, program: &str, birth: &Birth) -> Option<Self> {
        let (mut line, mut checksum) = (Vec::new(), Checksum::default());
        file.read_until(b'\n', &mut line).ok()?;
        checksum.add(&line);
        (line == first_line(program, birth).as_bytes()).then_some(Self { file, checksum })
    }

    /// Returns the value of the next record.
    pub(super) fn read_one<T: DeserializeOwned>(&mut self) -> Option<T> {
        postcard::from_bytes(&self.next()?).ok()
    }

    /// Hands on the values of the next `n` records, some at a time; nothing when one is not there.
    pub(super) fn read_each<T: DeserializeOwned + Send>(
        &mut self,
        n: usize,
        mut take: impl FnMut(T) -> Option<()>,
    ) -> Option<()> {
        let mut n_left = n;
        while n_left > 0 {
            let records = (0..n_left.min(N_AT_ONCE)).map(|_| self.next()).collect::<Option<Vec<_>>>()?;
            let read = |record: &Vec<u8>| postcard::from_bytes(record).ok();
            records.par_iter().map(read).collect::<Option<Vec<T>>>()?.into_iter().try_for_each(&mut take)?;
            n_left -= records.len();
        }
        Some(())
    }

    /// Ends; nothing unless the checksum of all before is what is left.
    pub(super) fn finish(mut self) -> Option<()> {
        let mut last = Vec::new();
        self.file.read_to_end(&mut last).ok()?;
        (last == self.checksum.finish().as_bytes()).then_some(())
    }

    /// Returns the bytes of the next record.
    fn next(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; LENGTH];
        self.file.read_exact(&mut length).ok()?;
        let (n, mut record) = (u64::from_le_bytes(length), Vec::new());
        self.file.by_ref().take(n).read_to_end(&mut record).ok()?;
        self.checksum.add(&length);
        self.checksum.add(&record);
        Some(record)
    }
}
