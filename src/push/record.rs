//! The signed release record: which edition is the site, since when, and which one it follows.
//!
//! It stands beside the manifest as `release.json`, with a signature as minisign makes it. Publishing writes it; a build does not,
//! because it says more than the content does (R1).
//!
//! **Invariant.** Each record has a higher version than the one before, and names that by its digest.

use crate::edition::digest;
use minisign::{PublicKey, SecretKey, SecretKeyBox, SignatureBox};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Cursor;

/// The record's name, beside `manifest.json`.
pub const FILE: &str = "release.json";
/// Its signature's name.
pub const SIGNATURE: &str = "release.json.minisig";

/// Which edition is the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRecord {
    /// Always `promulgate`.
    pub generator: String,
    /// The first release of a site is 1; each has one more than the one before.
    pub version: u64,
    /// When it was published, RFC 3339.
    pub published: String,
    /// When whoever finds it should ask why there is no newer one, RFC 3339.
    pub expires: String,
    /// The SHA-256 of `manifest.json`.
    pub manifest: String,
    /// The SHA-256 of the record before; null for the first.
    pub previous: Option<String>,
}

impl ReleaseRecord {
    /// The record of an edition that follows another one, given as the bytes of its record.
    pub fn following(previous: Option<&[u8]>, manifest: &[u8], published: jiff::Timestamp, days: u16) -> Self {
        let expires = published.saturating_add(jiff::SignedDuration::from_hours(24 * i64::from(days)));
        Self {
            generator: "promulgate".to_owned(),
            version: previous.and_then(Self::read).map_or(1, |previous| previous.version + 1),
            published: published.to_string(),
            expires: expires.unwrap_or(published).to_string(),
            manifest: digest(manifest),
            previous: previous.map(digest),
        }
    }

    /// Its bytes: JSON.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("text and numbers become JSON");
        bytes.push(b'\n');
        bytes
    }

    /// Reads a record; `None` where it is none of ours.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|record: &Self| record.generator == "promulgate")
    }

    /// Whether a moment is after its end.
    pub fn is_expired(&self, now: jiff::Timestamp) -> bool {
        self.expires.parse().map_or(true, |expires: jiff::Timestamp| expires < now)
    }
}

/// A secret key, and its public one.
pub struct Key {
    secret: SecretKey,
    public: PublicKey,
}

/// A key or signature that is not as minisign makes them, or does not fit.
#[derive(Debug)]
pub struct KeyError(minisign::PError);

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for KeyError {}

impl Key {
    /// Makes a new key.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn generate() -> Result<Self, KeyError> {
        let pair = minisign::KeyPair::generate_unencrypted_keypair().map_err(KeyError)?;
        Ok(Self { secret: pair.sk, public: pair.pk })
    }

    /// Reads a key file, without a password.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, KeyError> {
        let secret = SecretKeyBox::from_string(text).and_then(SecretKeyBox::into_unencrypted_secret_key);
        let secret = secret.map_err(KeyError)?;
        let public = PublicKey::from_secret_key(&secret).map_err(KeyError)?;
        Ok(Self { secret, public })
    }

    /// The key file, for its owner only.
    ///
    /// # Errors
    /// None that is known.
    pub fn secret_text(&self) -> Result<String, KeyError> {
        self.secret.to_box(Some("promulgate secret key")).map(SecretKeyBox::into_string).map_err(KeyError)
    }

    /// The file of the public key, for all.
    ///
    /// # Errors
    /// None that is known.
    pub fn public_text(&self) -> Result<String, KeyError> {
        self.public.to_box().map(minisign::PublicKeyBox::into_string).map_err(KeyError)
    }

    /// Its public key.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The signature of a record's bytes.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn sign(&self, record: &[u8]) -> Result<String, KeyError> {
        let version = ReleaseRecord::read(record).map_or(0, |record| record.version);
        let comment = format!("file:{FILE}\tversion:{version}");
        let signature = minisign::sign(
            Some(&self.public),
            &self.secret,
            Cursor::new(record),
            Some(&comment),
            Some("signature of a release"),
        );
        signature.map(SignatureBox::into_string).map_err(KeyError)
    }
}

/// Reads a public key: the file's text, or the key alone.
///
/// # Errors
/// When it is none.
pub fn public_key(text: &str) -> Result<PublicKey, KeyError> {
    let key = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    PublicKey::from_base64(key.trim()).map_err(KeyError)
}

/// Whether a signature is this key's, of these bytes.
pub fn is_signed(key: &PublicKey, record: &[u8], signature: &[u8]) -> bool {
    let signature = std::str::from_utf8(signature).ok().and_then(|text| SignatureBox::from_string(text).ok());
    signature
        .is_some_and(|signature| minisign::verify(key, &signature, Cursor::new(record), true, false, false).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_follow_each_other_and_signatures_fit_one_record() {
        let key =
            Key::read(&Key::generate().and_then(|key| key.secret_text()).expect("a key")).expect("it is read back");
        let now: jiff::Timestamp = "2026-11-25T12:00:00Z".parse().expect("a time");
        let first = ReleaseRecord::following(None, b"a", now, 14);
        let second = ReleaseRecord::following(Some(&first.bytes()), b"b", now, 14);
        assert_eq!((first.version, second.version), (1, 2));
        assert_eq!(second.previous, Some(digest(&first.bytes())));
        assert_eq!(second.expires, "2026-12-09T12:00:00Z");
        let signature = key.sign(&first.bytes()).expect("it is signed");
        let public = public_key(&key.public_text().expect("it is written")).expect("it is read");
        assert!(is_signed(&public, &first.bytes(), signature.as_bytes()));
        assert!(!is_signed(&public, &second.bytes(), signature.as_bytes()));
        let other = Key::generate().expect("a key");
        assert!(!is_signed(other.public(), &first.bytes(), signature.as_bytes()));
    }
}
