//! Posts gather followers and visits; the more follow, the more trust the shop.

use super::super::{Acting, Sim};
use crate::lane::Lane;
use crate::model::{AudienceModel, ramp};

impl<const W: usize> Sim<'_, W> {
    /// Step 7: visits of this month's viewers, and the trust that followers give.
    pub(in super::super) fn attract(&mut self, audience: &AudienceModel, acting: Acting<'_, W>) {
        let followers = self.state.levels[acting.place];
        let sells = followers.map(|f| f64::from(u8::from(f >= audience.sell_after_followers)));
        let clicks = self.views(audience, acting) * self.value(audience.click_rate) * sells;
        for &(to, share) in &audience.to {
            let visits = clicks * self.reaching(to, audience.via) * (share * self.season(to));
            self.flows[to].attracted += visits;
        }
        let trust =
            self.trust(audience, followers) / self.trust(audience, self.value(audience.initial_followers));
        for &target in &audience.trust_targets {
            self.flows[target].trust *= trust;
        }
    }

    /// Views of this month's posts.
    fn views(&self, audience: &AudienceModel, acting: Acting<'_, W>) -> Lane<W> {
        let learned = ramp(self.t, f64::from(acting.strategy.start), audience.learning_months);
        let by_followers = self.value(audience.follower_reach) * self.state.levels[acting.place];
        let per_post = self.value(audience.reach_per_post) * learned + by_followers;
        let heard = audience.on.map_or(Lane::ONE, |on| self.flows[on].ban);
        self.value(audience.posts_per_month) * acting.live * per_post * heard
    }

    /// How much more conversion so many followers are worth: 1 for none, and half of the most at `trust_half`.
    fn trust(&self, audience: &AudienceModel, followers: Lane<W>) -> Lane<W> {
        self.value(audience.trust_max) * followers / (followers + self.value(audience.trust_half)) + 1.0
    }

    /// Step 17: some follow, some leave.
    pub(in super::super) fn gather_followers(&mut self, audience: &AudienceModel, acting: Acting<'_, W>) {
        let new = self.value(audience.follow_rate) * self.views(audience, acting);
        let stay = Lane::ONE - self.value(audience.unfollow);
        self.move_level(acting, |level| level * stay + new);
    }
}
