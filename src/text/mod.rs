//! Sentences and numbers by language; nothing a person reads is written anywhere else.
