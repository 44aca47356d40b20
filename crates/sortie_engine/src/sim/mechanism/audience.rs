//! Posts gather followers and visits; the more follow, the more trust the shop.

use super::super::{ScenarioWalk, ScriptMechanism};
use crate::lane::{Lane, LaneKit};
use crate::model::AudienceModel;

impl<K: LaneKit> ScenarioWalk<'_, K> {
    /// Step 7: visits of this month's viewers, and the trust that followers give.
    pub(in super::super) fn attract(&mut self, audience: &AudienceModel, act: ScriptMechanism<'_>) {
        let kit = self.kit;
        let followers = self.state.levels[act.place];
        if let Some(views) = self.views(audience, act) {
            let needed = kit.splat(audience.sell_after_followers);
            let (click_rate, none) = (self.value(audience.click_rate), kit.splat(0.0));
            let clicks = kit.row(
                #[inline(always)]
                |i| (needed - followers[i]).if_positive(none, views[i] * click_rate[i]),
            );
            for &(to, share) in &audience.to {
                self.send(act, to, audience.via, &clicks, share);
            }
        }
        self.give_trust(audience, &followers);
    }

    /// Sends a share of `clicks` to a channel, as far as they reach it this season.
    fn send(&mut self, act: ScriptMechanism<'_>, to: usize, via: Option<usize>, clicks: &K::Row, share: f64) {
        if self.script.is_dormant[to] {
            return;
        }
        let (kit, share) = (self.kit, self.kit.splat(share * self.season(to)));
        let reaching = self.reaching(to, via);
        let visits = kit.row(
            #[inline(always)]
            |i| clicks[i] * reaching[i] * share,
        );
        let flow = &mut self.state.flows[to];
        flow.touched.by_audience = true;
        kit.each(
            #[inline(always)]
            |i| flow.attracted[i] += visits[i],
        );
        self.note_own_visits(act, to, visits);
    }

    /// What reaches an open channel `to` of the visits that a mechanism sends there over the links of `via`: against
    /// demand without a season.
    pub(in super::super) fn reaching(&self, to: usize, via: Option<usize>) -> K::Row {
        let (kit, flow) = (self.kit, &self.state.flows[to]);
        let surprise = self.swing(to);
        let unseasoned = kit.splat(1.0 / self.season(to));
        let through = via.map(|via| &self.state.flows[via].pass);
        kit.row(
            #[inline(always)]
            |i| {
                let reaching = flow.is_open[i] * surprise[i] * unseasoned * (flow.pass[i] * flow.shut[i]);
                through.map_or(reaching, |through| reaching * through[i])
            },
        )
    }

    /// Views of this month's posts, of which it notes those by people who do not follow yet; nothing where there are none.
    fn views(&mut self, audience: &AudienceModel, act: ScriptMechanism<'_>) -> Option<K::Row> {
        let kit = self.kit;
        let Some(live) = self.live(act) else {
            self.state.fresh[act.place] = kit.splat_row(0.0);
            return None;
        };
        let learned = self.risen(act, 0.0, audience.learning_months);
        let (posts, reach) = (self.value(audience.posts_per_month), self.value(audience.reach_per_post));
        let (by_followers, followers) = (self.value(audience.follower_reach), &self.state.levels[act.place]);
        let heard = audience.on.map(|on| &self.state.flows[on].ban);
        let post_reach = &self.state.post_reach;
        let mut fresh = kit.splat_row(0.0);
        let views = kit.row(
            #[inline(always)]
            |i| {
                let posts = posts[i] * live[i];
                let posts = heard.map_or(posts, |heard| posts * heard[i]);
                fresh[i] = posts * (reach[i] * post_reach[i] * learned[i]);
                fresh[i] + posts * (by_followers[i] * followers[i])
            },
        );
        self.state.fresh[act.place] = fresh;
        Some(views)
    }

    /// How much more conversion followers are worth than those of today: 1 for none more, half of the most at
    /// `trust_half`.
    fn give_trust(&mut self, audience: &AudienceModel, followers: &K::Row) {
        let kit = self.kit;
        let (most, half) = (self.value(audience.trust_max), self.value(audience.trust_half));
        let (initial, whole) = (self.value(audience.initial_followers), kit.splat(1.0));
        let mut gained = kit.splat_row(1.0);
        kit.each(
            #[inline(always)]
            |i| {
                let now = most[i] * followers[i] / (followers[i] + half[i]) + whole;
                let before = most[i] * initial[i] / (initial[i] + half[i]) + whole;
                gained[i] = now / before;
            },
        );
        for &target in &audience.trust_targets {
            let flow = &mut self.state.flows[target];
            flow.touched.by_trust = true;
            kit.each(
                #[inline(always)]
                |i| flow.trust[i] *= gained[i],
            );
        }
    }

    /// Step 17: of those who saw a post and do not follow yet some begin to, as long as there are people left who could;
    /// some leave.
    pub(in super::super) fn gather_followers(&mut self, audience: &AudienceModel, act: ScriptMechanism<'_>) {
        let (follow_rate, unfollow) = (self.value(audience.follow_rate), self.value(audience.unfollow));
        let pool = audience.audience_pool.map(|pool| self.value(pool));
        let fresh = self.state.fresh[act.place];
        let (none, whole) = (self.kit.splat(0.0), self.kit.splat(1.0));
        self.move_level(act, |i, level| {
            let left = pool.map_or(whole, |pool| (whole - level / pool[i]).max(none));
            level * (whole - unfollow[i]) + follow_rate[i] * fresh[i] * left
        });
    }
}
