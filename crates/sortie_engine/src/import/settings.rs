//! What a seller has said about their files before they are read.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::mapping::ColumnMapping;
use super::questions::{DoubtAnswer, ImportDoubt};
use crate::ledger::BuyerHash;

/// What a seller has said about their files.
#[derive(Clone, Debug, Default)]
pub struct ImportSettings {
    /// A secret of this installation, so that nobody finds a buyer by hashing addresses.
    pub salt: Vec<u8>,
    /// Whether orders that wait for cash on delivery count as sold; in some countries every order does.
    pub counts_cash_on_delivery: bool,
    /// What the columns of tables of no known kind are, by [`remembered_by`](super::remembered_by).
    pub mappings: BTreeMap<String, ColumnMapping>,
    /// Answers to questions; the recommended one is taken where there is none.
    pub answers: BTreeMap<ImportDoubt, DoubtAnswer>,
}

/// What a dialect knows beside the table.
pub struct DialectContext<'a> {
    /// What the seller has said.
    pub settings: &'a ImportSettings,
    /// The file's name: some exports tell their month or market there alone.
    pub file: &'a str,
    /// What the columns are, for a table of no known kind.
    pub mapping: Option<ColumnMapping>,
    hasher: Hmac<Sha256>,
}

impl<'a> DialectContext<'a> {
    /// The context of a file.
    pub fn new(settings: &'a ImportSettings, file: &'a str) -> Self {
        // A key of any length will do; the empty one stands in where that were ever untrue.
        let hasher = Hmac::new_from_slice(&settings.salt)
            .unwrap_or_else(|_| Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default()));
        Self { settings, file, mapping: None, hasher }
    }

    /// The context of a table whose columns have been told or guessed.
    #[must_use]
    pub fn with_mapping(self, mapping: Option<ColumnMapping>) -> Self {
        Self { mapping, ..self }
    }

    /// The buyer with this address, telephone number or name on a platform; none where that tells nobody apart.
    pub fn buyer(&self, name: &str) -> Option<BuyerHash> {
        let name = name.trim().to_lowercase();
        let is_alias = name.ends_with("@scs.tiktokw.us") || name.contains("@marketplace.amazon.");
        if name.is_empty() || name.contains("**") || is_alias {
            return None;
        }
        let mut hasher = self.hasher.clone();
        hasher.update(name.as_bytes());
        let digest = hasher.finalize().into_bytes();
        let start: [u8; 8] = digest[..8].try_into().ok()?;
        Some(BuyerHash::new(u64::from_be_bytes(start)))
    }
}
