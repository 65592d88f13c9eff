//! A sealed stream: chunks encrypted one by one, so that a file of any size is written and read without
//! holding it; a chunk that was changed, moved, left out or cut off is noticed before its bytes are used.

use crate::Chance;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use std::io::{self, Read, Write};

/// What every sealed file begins with: name and version of the format.
const MAGIC: &[u8; 8] = b"JINGCUN1";
/// So many bytes are sealed at once.
const CHUNK: usize = 64 * 1024;
/// What sealing adds to a chunk.
const TAG: usize = 16;
const SALT: usize = 16;

/// Seals what is written to it.
pub struct SealedWriter<W: Write> {
    to: W,
    cipher: XChaCha20Poly1305,
    salt: [u8; SALT],
    index: u64,
    held: Vec<u8>,
}

/// Opens what a [`SealedWriter`] wrote.
pub struct SealedReader<R: Read> {
    from: R,
    cipher: XChaCha20Poly1305,
    salt: [u8; SALT],
    index: u64,
    plain: Vec<u8>,
    at: usize,
    ended: bool,
}

fn cipher(key: &[u8; 32], salt: &[u8; SALT]) -> XChaCha20Poly1305 {
    let mut derived = [0; 32];
    // 32 bytes is far below the limit of 255 blocks, the only way this can fail.
    let expanded =
        Hkdf::<Sha256>::new(Some(salt), key).expand(b"jingcun sealed file", &mut derived);
    debug_assert!(expanded.is_ok());
    XChaCha20Poly1305::new(&derived.into())
}

fn nonce(salt: &[u8; SALT], index: u64) -> XNonce {
    let mut nonce = [0; 24];
    nonce[..SALT].copy_from_slice(salt);
    nonce[SALT..].copy_from_slice(&index.to_be_bytes());
    XNonce::from(nonce)
}

impl<W: Write> SealedWriter<W> {
    /// Begins a sealed stream.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn new(mut to: W, key: &[u8; 32], chance: &mut Chance) -> io::Result<SealedWriter<W>> {
        let mut salt = [0; SALT];
        chance.fill(&mut salt);
        to.write_all(MAGIC)?;
        to.write_all(&salt)?;
        let cipher = cipher(key, &salt);
        Ok(SealedWriter { to, cipher, salt, index: 0, held: Vec::with_capacity(CHUNK) })
    }

    /// Writes the last chunk, marked as such, and gives the inner writer back.
    ///
    /// # Errors
    /// Those of the inner writer.
    pub fn finish(mut self) -> io::Result<W> {
        self.seal(true)?;
        Ok(self.to)
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        let payload = Payload { msg: &self.held, aad: &[u8::from(last)] };
        let sealed = self.cipher.encrypt(&nonce(&self.salt, self.index), payload);
        let sealed = sealed.map_err(|_| io::Error::other("a chunk could not be sealed"))?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.to.write_all(&[u8::from(last)])?;
        self.to.write_all(&length.to_be_bytes())?;
        self.to.write_all(&sealed)?;
        self.index += 1;
        self.held.clear();
        Ok(())
    }
}

impl<W: Write> Write for SealedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(CHUNK - self.held.len());
        self.held.extend_from_slice(&bytes[..taken]);
        if self.held.len() == CHUNK {
            self.seal(false)?;
        }
        Ok(taken)
    }

    /// Nothing is written before a chunk is full: what is sealed is sealed whole.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<R: Read> SealedReader<R> {
    /// Begins to read a sealed stream.
    ///
    /// # Errors
    /// Where it is none; those of `from`.
    pub fn new(mut from: R, key: &[u8; 32]) -> io::Result<SealedReader<R>> {
        let (mut magic, mut salt) = ([0; 8], [0; SALT]);
        from.read_exact(&mut magic)?;
        from.read_exact(&mut salt)?;
        if &magic != MAGIC {
            return Err(damaged());
        }
        let cipher = cipher(key, &salt);
        let plain = Vec::new();
        Ok(SealedReader { from, cipher, salt, index: 0, plain, at: 0, ended: false })
    }

    fn open(&mut self) -> io::Result<()> {
        let mut head = [0; 5];
        self.from.read_exact(&mut head).map_err(|_| damaged())?;
        let [last, length @ ..] = head;
        let length = u32::from_be_bytes(length) as usize;
        if length > CHUNK + TAG || last > 1 {
            return Err(damaged());
        }
        let mut sealed = vec![0; length];
        self.from.read_exact(&mut sealed).map_err(|_| damaged())?;
        // Nothing may stand after the chunk that says it is the last.
        if last == 1 && self.from.read(&mut [0])? != 0 {
            return Err(damaged());
        }
        let payload = Payload { msg: &sealed, aad: &[last] };
        let opened = self.cipher.decrypt(&nonce(&self.salt, self.index), payload);
        self.plain = opened.map_err(|_| damaged())?;
        (self.at, self.ended) = (0, last == 1);
        self.index += 1;
        Ok(())
    }
}

impl<R: Read> Read for SealedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.plain.len() && !self.ended {
            self.open()?;
        }
        let taken = into.len().min(self.plain.len() - self.at);
        into[..taken].copy_from_slice(&self.plain[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

/// Another key, or bytes that are not those that were written.
fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the sealed file does not open")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut writer = SealedWriter::new(Vec::new(), &KEY, &mut Chance::seeded(1)).unwrap();
        writer.write_all(plain).unwrap();
        writer.finish().unwrap()
    }

    fn opened(sealed: &[u8], key: &[u8; 32]) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        SealedReader::new(sealed, key)?.read_to_end(&mut plain).map(|_| plain)
    }

    #[test]
    fn what_was_sealed_opens_whole() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let plain: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            assert_eq!(opened(&sealed(&plain), &KEY).unwrap(), plain);
        }
    }

    #[test]
    fn another_key_one_bit_or_a_cut_is_noticed() {
        let whole = sealed(&vec![5; CHUNK + 100]);
        assert!(opened(&whole, &[8; 32]).is_err());
        for at in (0..whole.len()).step_by(997).chain([whole.len() - 1]) {
            let mut bent = whole.clone();
            bent[at] ^= 1;
            assert!(opened(&bent, &KEY).is_err(), "byte {at}");
        }
        // The first chunk alone, and the chunks the other way round.
        let first = 24 + 5 + CHUNK + TAG;
        assert!(opened(&whole[..first], &KEY).is_err());
        let turned = [&whole[..24], &whole[first..], &whole[24..first]].concat();
        assert!(opened(&turned, &KEY).is_err());
    }
}
