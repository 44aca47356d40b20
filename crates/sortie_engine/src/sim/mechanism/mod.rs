//! How each mechanism of a strategy works on the month, one file each.

mod adjust;
mod audience;
mod hits;
mod open_channel;
mod paid_reach;
mod price;
mod restore_link;
mod subscriber_list;
