//! Signatures of releases, in the format of minisign: <https://jedisct1.github.io/minisign/>.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use ct_codecs::{Base64, Decoder};
use minisign::{PublicKey, PublicKeyBox, SecretKey, SignatureBox};

use super::bag::{SIGNATURE, TAG_MANIFEST};
use super::{Bag, BagInfo, StoreError};

/// A secret key, for one store.
pub struct Signer {
    key: SecretKey,
    store: String,
}

/// A public key that releases must be signed with.
pub struct Trusted {
    key: PublicKey,
}

impl Signer {
    /// Reads a secret key without a password: the file's text, as `minisign -G -W` writes it. `store` is the store's id.
    ///
    /// # Errors
    /// [`StoreError`] if it is no such key. The key is not shown.
    pub fn new(text: &str, store: &str) -> Result<Self, StoreError> {
        let wrong = || {
            let why = "the signing key is not a minisign secret key without a password (minisign -G -W makes one)";
            StoreError::refused(why.to_owned())
        };
        // Not by the crate's reader of files: it asks for a checksum that minisign itself leaves out without a password.
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty()).ok_or_else(wrong)?;
        let bytes = Base64::decode_to_vec(line, None).map_err(|_| wrong())?;
        let key = SecretKey::from_bytes(&bytes).ok().filter(|key| !key.is_encrypted()).ok_or_else(wrong)?;
        Ok(Self { key, store: store.to_owned() })
    }

    /// The signature of a tag manifest, bound to its release and store.
    pub(super) fn sign(&self, tagmanifest: &str, info: &BagInfo) -> Result<String, StoreError> {
        let comment = comment(info, &self.store);
        minisign::sign(None, &self.key, Cursor::new(tagmanifest), Some(&comment), Some("release of a data portal"))
            .map(|signature| signature.to_string())
            .map_err(|error| StoreError::refused(format!("the release cannot be signed: {error}")))
    }
}

impl Trusted {
    /// Reads a public key: a file of minisign, or the key itself.
    ///
    /// # Errors
    /// [`StoreError`] if it is neither.
    pub fn read(named: &str) -> Result<Self, StoreError> {
        let text = if Path::new(named).is_file() {
            fs::read_to_string(named).map_err(StoreError::disk(Path::new(named)))?
        } else {
            named.to_owned()
        };
        let from_file = || PublicKeyBox::from_string(&text).and_then(PublicKey::from_box);
        let key = from_file().or_else(|_| PublicKey::from_base64(text.trim()));
        let wrong = |_| StoreError::refused(format!("`{named}` is neither a minisign public key nor a file that holds one"));
        Ok(Self { key: key.map_err(wrong)? })
    }

    /// Why a release's signature does not hold. `None` if it does.
    pub(super) fn fault(&self, bag: &Bag, store: &str) -> Option<String> {
        let Ok(text) = fs::read_to_string(bag.folder.join(SIGNATURE)) else { return Some("it is not signed".to_owned()) };
        let (Ok(signature), Ok(tags)) = (SignatureBox::from_string(&text), fs::read(bag.folder.join(TAG_MANIFEST))) else {
            return Some("its signature cannot be read".to_owned());
        };
        if minisign::verify(&self.key, &signature, Cursor::new(tags), true, false, false).is_err() {
            return Some("its signature is not by this key, or the release was changed after it".to_owned());
        }
        let says = signature.trusted_comment().unwrap_or_default();
        let right = comment(&bag.info, store);
        (says != right).then(|| format!("its signature is for `{says}`, and this is `{right}`"))
    }
}

fn comment(info: &BagInfo, store: &str) -> String {
    format!("release={} seq={} store={store}", info.version, info.seq)
}
