//! The icons, by their names in `assets/fonts/icons.toml`.

/// Lucide's `store`.
pub const BUSINESS: char = '\u{E3E4}';
/// Lucide's `route`.
pub const CHANNELS: char = '\u{E53E}';
/// Lucide's `zap`.
pub const WHAT_HAPPENS: char = '\u{E1B4}';
/// Lucide's `hand`.
pub const WHAT_I_DO: char = '\u{E1D7}';
/// Lucide's `git-branch`.
pub const SCENARIOS: char = '\u{E0E2}';
/// Lucide's `undo-2`.
pub const UNDO: char = '\u{E2A1}';
/// Lucide's `redo-2`.
pub const REDO: char = '\u{E2A0}';
/// Lucide's `file-plus`.
pub const FILE_NEW: char = '\u{E0C9}';
/// Lucide's `folder-open`.
pub const FOLDER_OPEN: char = '\u{E247}';
/// Lucide's `save`.
pub const SAVE: char = '\u{E14D}';
/// Lucide's `copy`.
pub const COPY: char = '\u{E09E}';
/// Lucide's `plus`.
pub const PLUS: char = '\u{E13D}';
/// Lucide's `trash-2`.
pub const TRASH: char = '\u{E18E}';
/// Lucide's `pencil`.
pub const PENCIL: char = '\u{E1F9}';
/// Lucide's `history`.
pub const HISTORY: char = '\u{E1F5}';
/// Lucide's `menu`.
pub const MENU: char = '\u{E115}';
/// Lucide's `sun`.
pub const SUN: char = '\u{E178}';
/// Lucide's `moon`.
pub const MOON: char = '\u{E11E}';
/// Lucide's `languages`.
pub const LANGUAGE: char = '\u{E0FE}';
/// Lucide's `panel-left-close`.
pub const FOLD: char = '\u{E21C}';
/// Lucide's `panel-left-open`.
pub const UNFOLD: char = '\u{E21D}';
/// Lucide's `chevron-down`.
pub const CHEVRON_DOWN: char = '\u{E06D}';
/// Lucide's `chevron-up`.
pub const CHEVRON_UP: char = '\u{E070}';
/// Lucide's `chevron-right`.
pub const CHEVRON_RIGHT: char = '\u{E06F}';
/// Lucide's `arrow-up`.
pub const ARROW_UP: char = '\u{E04A}';
/// Lucide's `x`.
pub const X: char = '\u{E1B2}';
/// Lucide's `check`.
pub const CHECK: char = '\u{E06C}';
/// Lucide's `triangle-alert`.
pub const WARNING: char = '\u{E193}';
/// Lucide's `circle-alert`.
pub const FAULT: char = '\u{E077}';
/// Lucide's `info`.
pub const INFO: char = '\u{E0F9}';
/// Lucide's `calendar`.
pub const CALENDAR: char = '\u{E063}';
/// Lucide's `wallet`.
pub const WALLET: char = '\u{E204}';
/// Lucide's `coins`.
pub const COINS: char = '\u{E097}';
/// Lucide's `link-2-off`.
pub const LINK_CLOSED: char = '\u{E104}';
/// Lucide's `chevron-left`.
pub const CHEVRON_LEFT: char = '\u{E06E}';
