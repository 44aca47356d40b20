//! `sortie fit`: files of shops in, a plan out.

use std::process::ExitCode;

use sortie_engine::fit::{FittedChannel, FittedField, FittedValue, PlanFit, fit as fit_to};
use sortie_engine::plan::{Channel, EstimateField, Plan, fields_of_channel};

use super::import::usable_files;
use super::{FitOptions, UNUSABLE, say_to_person, spoken};
use crate::disk::save_plan;
use crate::intake::draft;
use crate::start::{UsualPlan, leave_unrated};

/// Writes a plan, and tells what of it the files say and what stays as usual. Standard output stays empty.
pub fn fit(options: &FitOptions) -> ExitCode {
    let made = made(options);
    let Some(plan) = made else { return ExitCode::from(UNUSABLE) };
    match save_plan(&options.out, &plan, None) {
        Ok(saved) => {
            say_to_person(&spoken().saved(&saved, &options.out));
            ExitCode::SUCCESS
        }
        Err(fault) => {
            say_to_person(&spoken().save_fault(&fault, &options.out));
            ExitCode::from(UNUSABLE)
        }
    }
}

fn made(options: &FitOptions) -> Option<Plan> {
    let words = spoken();
    let import = usable_files(&options.files)?;
    let usual = UsualPlan::of(UsualPlan::nearest(&import.ledger))?;
    let Some(mut found) = usual.with_world(|world| fit_to(&import.ledger, None, world)).flatten() else {
        say_to_person(words.get("fit.no_month"));
        return None;
    };
    for (channel, currency) in leave_unrated(&mut found) {
        let known = [("channel", words.shop(&channel)), ("currency", currency)];
        say_to_person(&words.with("fit.no_rate", &known.each_ref().map(|(name, it)| (*name, it.as_str()))));
    }
    let plan = draft(words, &usual, &found)?;
    for (fitted, channel) in found.channels.iter().zip(&plan.channels) {
        tell_channel(&found, fitted, channel);
    }
    let business: Vec<&FittedField> = found.fields.iter().filter(|it| it.address.channel.is_none()).collect();
    say_to_person(words.get("fit.business"));
    business.iter().for_each(|field| tell_field(field, &plan.currency));
    say_to_person(words.get("fit.not_in_files"));
    Some(plan)
}

/// What was found of a channel, field by field, and what stays as usual.
fn tell_channel(found: &PlanFit, fitted: &FittedChannel, channel: &Channel) {
    let words = spoken();
    let mut known = vec![("channel", words.fitted_channel(fitted)), ("id", fitted.id.clone())];
    known.push(("currency", fitted.currency.clone()));
    let known: Vec<(&str, &str)> = known.iter().map(|(name, it)| (*name, it.as_str())).collect();
    let key = if fitted.is_open { "fit.channel" } else { "fit.channel_closed" };
    say_to_person(&words.with(key, &known));
    let is_its = |field: &&FittedField| field.address.channel.as_ref() == Some(&fitted.id);
    let own: Vec<&FittedField> = found.fields.iter().filter(is_its).collect();
    own.iter().for_each(|field| tell_field(field, &fitted.currency));
    let stays = fields_of_channel(channel).into_iter().filter(|EstimateField { name, spread, .. }| {
        let is_nothing = spread.is_certain() && spread.likely == 0.0;
        !is_nothing && !own.iter().any(|field| field.address.field == *name)
    });
    let stays: Vec<&str> = stays.map(|field| words.field(field.name)).collect();
    if !stays.is_empty() {
        say_to_person(&words.with("fit.stays", &[("fields", &stays.join(", "))]));
    }
}

fn tell_field(field: &FittedField, currency: &str) {
    let words = spoken();
    let name = field.address.field;
    let figure = match &field.figure {
        FittedValue::Number(spread) => words.fitted_range(name, spread, currency),
        FittedValue::Season(season) => words.season(&season[1]),
    };
    let known = [("field", words.field(name)), ("figure", &figure), ("how", &words.how_found(field))];
    say_to_person(&words.with("fit.field", &known));
}
