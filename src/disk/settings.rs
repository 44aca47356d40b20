//! What the app remembers between two runs: the language, the theme, the files opened last.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sortie_engine::compare::SafetyLimits;
use sortie_engine::import::{ColumnMapping, ColumnRole};
use toml::{Table, Value};

use super::open::read_within;
use super::place::{DataKind, Disk};
use super::replace::{SaveFault, replace};
use super::system::FileSystem;

/// How many files are remembered.
pub const MAX_RECENT: usize = 6;

/// More tables than this are not told in one lifetime.
const MAX_TABLES: usize = 500;

/// A longer file of settings was not written by this app.
const MAX_BYTES: u64 = 1024 * 1024;

/// What the app remembers. What is none was never chosen, and follows the system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppSettings {
    /// Code of the language, such as `en` or `zh-Hans`.
    pub language: Option<String>,
    /// Word for the theme, such as `light` or `dark`.
    pub theme: Option<String>,
    /// Word for the colors of gains and losses, such as `blue` or `red`.
    pub gains: Option<String>,
    /// How often cash may run out with a response that is safe enough.
    pub safety: SafetyLimits,
    /// What draws the window, where that is not what is usual on the system: the word of what worked.
    pub renderer: Option<String>,
    /// How large the window was.
    pub window: Option<WindowSize>,
    /// The files opened or saved last, the latest first.
    pub recent: Vec<PathBuf>,
    /// What the columns of tables are that no shop's kind of export fits, by the names of these columns.
    pub mappings: BTreeMap<String, ColumnMapping>,
}

/// How large a window was, without where: a place may be on a screen that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowSize {
    /// In points.
    pub width: u16,
    /// In points.
    pub height: u16,
    /// Whether it filled its screen. The size is what it would go back to.
    pub is_maximized: bool,
}

impl AppSettings {
    /// The settings of the last run. What is missing or cannot be read is as if never chosen: no setting is worth
    /// keeping a person from their plan.
    pub fn load(disk: &Disk) -> Self {
        let folder = disk.folder(DataKind::Settings);
        folder.map_or_else(Self::default, |folder| Self::load_from(&*disk.system, &folder))
    }

    /// Saves the settings for the next run.
    ///
    /// # Errors
    /// Why they were not saved; those of before are kept.
    pub fn save(&self, disk: &Disk) -> Result<(), SaveFault> {
        self.save_to(&*disk.system, &disk.folder(DataKind::Settings).ok_or(SaveFault::NoFolder)?)
    }

    /// The settings of the last run where this run has chosen nothing else yet: they came after the window.
    #[must_use]
    pub fn beneath(self, chosen: &Self) -> Self {
        let Self { language, theme, gains, safety, renderer, window, recent, mappings } = chosen.clone();
        let mut settings = Self {
            language: language.or(self.language),
            theme: theme.or(self.theme),
            gains: gains.or(self.gains),
            safety: if safety == SafetyLimits::default() { self.safety } else { safety },
            renderer: renderer.or(self.renderer),
            window: window.or(self.window),
            recent: self.recent,
            mappings: self.mappings,
        };
        recent.iter().rev().for_each(|path| settings.remember(path));
        settings.mappings.extend(mappings);
        settings
    }

    /// Puts a file at the head of those opened last.
    pub fn remember(&mut self, path: &Path) {
        self.forget(path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MAX_RECENT);
    }

    /// Takes a file from those opened last, such as one that is no longer there.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
    }

    fn load_from(system: &dyn FileSystem, folder: &Path) -> Self {
        let bytes = read_within(system, &folder.join(FILE), MAX_BYTES).unwrap_or_default();
        let table: Table = str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
        let word = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
        let share =
            |key: &str| table.get(key).and_then(Value::as_float).filter(|share| (0.0..=1.0).contains(share));
        let recent = table.get("recent").and_then(Value::as_array);
        let paths = recent.into_iter().flatten().filter_map(Value::as_str).map(PathBuf::from);
        Self {
            language: word("language"),
            theme: word("theme"),
            gains: word("gains"),
            safety: SafetyLimits {
                chance: share("safe_chance").unwrap_or(SafetyLimits::USUAL.chance),
                above_no_response: share("safe_above_no_response")
                    .unwrap_or(SafetyLimits::USUAL.above_no_response),
            },
            renderer: word("renderer"),
            window: table.get("window").and_then(WindowSize::read),
            recent: paths.take(MAX_RECENT).collect(),
            mappings: table
                .get("table")
                .and_then(Value::as_array)
                .map(|all| mappings(all))
                .unwrap_or_default(),
        }
    }

    fn save_to(&self, system: &dyn FileSystem, folder: &Path) -> Result<(), SaveFault> {
        system.make_folder(folder).map_err(|_| SaveFault::NoFolder)?;
        let Self { language, theme, gains, safety, renderer, window, recent, mappings } = self;
        let word = |key: &str, word: &Option<String>| Some((key.to_owned(), Value::from(word.clone()?)));
        let words = [("language", language), ("theme", theme), ("gains", gains), ("renderer", renderer)];
        let mut table: Table = words.into_iter().filter_map(|(key, value)| word(key, value)).collect();
        table.extend(window.map(|window| ("window".to_owned(), window.written())));
        if *safety != SafetyLimits::USUAL {
            table.insert("safe_chance".to_owned(), Value::Float(safety.chance));
            table.insert("safe_above_no_response".to_owned(), Value::Float(safety.above_no_response));
        }
        // A path that is not text is opened all the same, only not remembered.
        let paths = recent.iter().filter_map(|path| path.to_str()).map(Value::from);
        table.insert("recent".to_owned(), Value::Array(paths.collect()));
        if !mappings.is_empty() {
            let tables = mappings.iter().map(|(columns, mapping)| written(columns, mapping));
            table.insert("table".to_owned(), Value::Array(tables.collect()));
        }
        replace(system, &folder.join(FILE), table.to_string().as_bytes(), None).map(drop)
    }
}

impl WindowSize {
    fn written(self) -> Value {
        let Self { width, height, is_maximized } = self;
        let sides = [("width", width), ("height", height)];
        let mut table: Table =
            sides.map(|(key, side)| (key.to_owned(), Value::Integer(side.into()))).into_iter().collect();
        table.insert("maximized".to_owned(), Value::Boolean(is_maximized));
        Value::Table(table)
    }

    fn read(value: &Value) -> Option<Self> {
        let side = |key: &str| u16::try_from(value.get(key)?.as_integer()?).ok();
        let is_maximized = value.get("maximized").and_then(Value::as_bool).unwrap_or_default();
        Some(Self { width: side("width")?, height: side("height")?, is_maximized })
    }
}

/// A table's columns as settings hold them.
fn written(columns: &str, mapping: &ColumnMapping) -> Value {
    let text = |text: &str| Value::from(text.to_owned());
    let roles = mapping.columns.iter().map(|(role, name)| (role.word().to_owned(), text(name)));
    let mut table = Table::from_iter([
        ("columns".to_owned(), text(columns)),
        ("roles".to_owned(), Value::Table(roles.collect())),
    ]);
    table.extend(mapping.channel.as_ref().map(|channel| ("channel".to_owned(), text(channel))));
    Value::Table(table)
}

/// The tables that settings hold; those that cannot be read are as if never told.
fn mappings(all: &[Value]) -> BTreeMap<String, ColumnMapping> {
    let read = |value: &Value| {
        let table = value.as_table()?;
        let word = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
        let roles = table.get("roles")?.as_table()?;
        let columns = roles
            .iter()
            .filter_map(|(role, name)| Some((ColumnRole::from_word(role)?, name.as_str()?.to_owned())));
        let mapping = ColumnMapping { columns: columns.collect(), channel: word("channel"), is_said: true };
        Some((word("columns")?, mapping))
    };
    all.iter().take(MAX_TABLES).filter_map(read).collect()
}

/// The name of the file.
pub(super) const FILE: &str = "settings.toml";

#[cfg(test)]
mod tests {
    use super::super::system::RealFileSystem;
    use super::*;

    #[test]
    fn settings_come_back_in_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("not").join("there yet");
        let settings = AppSettings {
            language: Some("zh-Hans".to_owned()),
            theme: None,
            gains: Some("red".to_owned()),
            safety: SafetyLimits { chance: 0.2, above_no_response: 0.0 },
            renderer: Some("glow".to_owned()),
            window: Some(WindowSize { width: 1_000, height: 640, is_maximized: true }),
            recent: vec!["/shops/女装 \"plan\".sortie".into(), "C:\\shop.sortie".into()],
            mappings: BTreeMap::from([(
                "order no\tpaid".to_owned(),
                ColumnMapping {
                    columns: BTreeMap::from([
                        (ColumnRole::Key, "Order no".to_owned()),
                        (ColumnRole::Revenue, "付款".to_owned()),
                    ]),
                    channel: Some("own_store:us".to_owned()),
                    is_said: true,
                },
            )]),
        };
        settings.save_to(&RealFileSystem, &inner).unwrap();
        assert_eq!(AppSettings::load_from(&RealFileSystem, &inner), settings);
    }

    #[test]
    fn settings_that_cannot_be_read_never_stand_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(AppSettings::load_from(&RealFileSystem, folder.path()), AppSettings::default());
        for bytes in [
            &b"language = "[..],
            b"\xff\xfe",
            b"language = 3\ntheme = \"dark\"\nsafe_chance = 7.0\nrecent = [1, \"a\"]",
        ] {
            replace(&RealFileSystem, &folder.path().join(FILE), bytes, None).unwrap();
            assert_eq!(AppSettings::load_from(&RealFileSystem, folder.path()).language, None);
        }
        let half_good = AppSettings::load_from(&RealFileSystem, folder.path());
        assert_eq!(half_good.safety, SafetyLimits::USUAL);
        assert_eq!((half_good.theme.as_deref(), half_good.recent), (Some("dark"), vec!["a".into()]));
    }

    #[test]
    fn the_files_opened_last_are_few_and_each_stands_once() {
        let mut settings = AppSettings::default();
        for name in ["a", "b", "c", "d", "a", "e", "f", "g"] {
            settings.remember(Path::new(name));
        }
        let expected = ["g", "f", "e", "a", "d", "c"];
        assert_eq!(settings.recent, expected.map(PathBuf::from));
        settings.forget(Path::new("e"));
        assert_eq!(settings.recent.len(), MAX_RECENT - 1);
    }
}
