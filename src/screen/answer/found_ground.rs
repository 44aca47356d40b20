//! What the sentence above every view takes from work that is longer than a frame: what each cause makes of the cost, and
//! what to measure first where nothing clearly beats waiting.

use sortie_engine::compare::{BridgeCause, BridgeMeasure, SafetyLimits, recommend};
use sortie_engine::forecast::Goal;

use super::AnswerPage;
use crate::address::PlanField;
use crate::address::name::guess_name;
use crate::desk::Desk;
use crate::study::{InformationWorth, StudyFinding, StudyQuestion};
use crate::text::{VerdictFigure, VerdictGround, WorthKnowing, other_causes};

/// What was found so far of the plan as it stands.
#[derive(Default)]
pub struct FoundGround {
    causes: Vec<(String, f64)>,
    to_measure: Option<WorthKnowing>,
}

impl FoundGround {
    /// Asks for what the sentence needs: nothing where it is about a single cause and recommends a response.
    pub fn ask(desk: &Desk, page: &mut AnswerPage) -> Self {
        let forecast = page.outlook.forecast;
        let ends = forecast.baselines.no_response.zip(forecast.baselines.links_open);
        let Some((none, open)) = ends.filter(|_| page.outlook.has_paths()) else { return Self::default() };
        let mut found = Self::default();
        if !other_causes(page.plan, forecast).is_empty() {
            found.causes = causes(page, &StudyQuestion::Bridge(none, open, false)).unwrap_or_default();
        }
        let recommended = recommend(forecast, desk.view.judged.limits).recommended;
        if recommended.is_none() && forecast.best_response().is_some() {
            found.to_measure = to_measure(desk, page);
        }
        found
    }

    /// What a sentence goes by, under these limits.
    pub fn ground(&self, limits: SafetyLimits) -> VerdictGround<'_> {
        VerdictGround { limits, causes: &self.causes, to_measure: self.to_measure.as_ref() }
    }
}

/// What each shock makes of what no response earns less than links open, once that is known.
fn causes(page: &mut AnswerPage, bridge: &StudyQuestion) -> Option<Vec<(String, f64)>> {
    let known = page.studies.ask(bridge);
    let finding = known.finding.filter(|_| known.is_current)?;
    let StudyFinding::Bridge(bridge) = &*finding else { return None };
    let parts = bridge.parts.iter().filter_map(|part| match &part.cause {
        BridgeCause::Shock(id) => Some((id.clone(), part.total(BridgeMeasure::Profit))),
        BridgeCause::Strategy(_) | BridgeCause::Order => None,
    });
    Some(parts.collect())
}

/// The number that is worth most to know before choosing, once that is known.
fn to_measure(desk: &Desk, page: &mut AnswerPage) -> Option<WorthKnowing> {
    let known = page.studies.ask(&StudyQuestion::Knowing(Goal::TypicalProfit));
    let finding = known.finding.filter(|_| known.is_current)?;
    let StudyFinding::Knowing(Some(InformationWorth { knowing, guesses })) = &*finding else { return None };
    let first = *knowing.first_to_measure().first()?;
    let field = PlanField::of_item(&guesses.get(first)?.item, page.plan)?;
    Some(WorthKnowing {
        name: guess_name(desk.words, page.plan, field),
        worth: knowing.guesses[first],
        about: VerdictFigure::Worth(knowing.choice, first),
    })
}
