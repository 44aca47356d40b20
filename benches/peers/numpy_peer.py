"""Projects a plan with NumPy: what the engine's speed is compared with.

This is the program that a careful analyst would write in place of the engine: the model of docs/model.md in
f64, every operation over all paths and, where that helps, over all channels at once; no loop over paths. It
is meant to be as fast as plain NumPy allows, so that the comparison is honest: what is constant is worked out
once, a mechanism that is not at work is not evaluated, and no array is copied without need. It uses neither
threads nor compiled code of its own. Steps and letters are those of docs/model.md.

A figure that may differ between paths is an array whose last axis is the path; that axis has length 1 where
the figure is the same on all paths, and NumPy's broadcasting does the rest. The central path is the same code
on one path, with a sampler that draws nothing.

    numpy_peer.py PLAN [--paths N] [--seed S] [--check CENTRAL_JSON] [--quantiles FILE]

prints as JSON how many seconds the results took, without reading the plan. `--check` first compares the
central path with what `sortie project PLAN --paths 0` prints, and stops where they differ. `--quantiles`
writes the quantiles of every scenario, metric and month.
"""

import argparse
import json
import sys
import time

import numpy as np

QUANTILES = np.array([0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95])
METRICS = [
    "visits", "orders", "gmv", "revenue", "profit", "cash", "receivables", "stock", "followers",
    "subscribers",
]

Z80 = 1.2815515655446004
SHARES = set(
    """conversion repeat_share refund unit_cost resale commission payment_fee_share passes share carry_over
    follow_rate unfollow click_rate follower_reach capture unsubscribe orders_per_subscriber penalty_loss
    freezes_payouts writes_off invites_existing spend_kept""".split()
)
PLAIN = {"growth", "add"}

# The estimates of a channel and what they are when left out.
CHANNEL_ESTIMATES = {
    "visits": None, "growth": 0, "conversion": None, "repeat_share": 0, "order_value": None, "refund": 0,
    "resale": 0, "unit_cost": None, "fulfilment": 0, "return_cost": 0, "commission": 0,
    "payment_fee_share": 0, "payment_fee_fixed": 0, "cost_per_visit": 0, "spend_kept": 0,
    "fixed_cost_per_month": 0,
}
MECHANISM_ESTIMATES = {
    "audience": {
        "posts_per_month": None, "cost_per_post": None, "reach_per_post": None, "follower_reach": None,
        "follow_rate": None, "unfollow": None, "click_rate": None, "trust_max": None, "trust_half": None,
        "initial_followers": 0,
    },
    "paid_reach": {
        "spend_per_month": None, "cost_per_visit": None, "saturation_spend": None, "carry_over": None,
        "conversion_factor": 1, "commission": 0,
    },
    "subscriber_list": {
        "capture": None, "unsubscribe": None, "orders_per_subscriber": None, "cost_per_subscriber": None,
        "initial_subscribers": 0, "invites_existing": 0,
    },
    "restore_link": {"share": None, "penalty_loss": 0},
    "hits": {"size": None},
    "open_channel": {},
    "close_channel": {},
    "adjust": {},
}
# Parameters of a channel that are money, and so in the channel's currency.
MONEY = {
    "order_value", "fulfilment", "return_cost", "payment_fee_fixed", "cost_per_visit", "fixed_cost_per_month",
}
# Parameters that what an order brings and costs depends on.
PRICES = {"order_value", "refund", "unit_cost", "commission", "fulfilment", "return_cost"}
CEILINGS = {"conversion": 1.0, "refund": 0.99, "commission": 0.99, "unit_cost": 10.0}
PENALIZED = {"tiktok_link", "tiktok_shop", "tiktok_managed"}
OWN_STORE = {"own_store", "own_store_ads", "email"}
OWNING = OWN_STORE | {"tiktok_link"}

LAST_MONTHS = 6
RECOVERED = 0.95
TIE = 1e-9


# The plan and its time.


def months_since(plan, date):
    """Months from the plan's start to a month or a date."""
    month = np.datetime64(date[:7], "M")
    whole = float((month - np.datetime64(plan["start"], "M")).astype(int))
    if len(date) == 7:
        return whole
    days = ((month + 1).astype("M8[D]") - month.astype("M8[D]")).astype(int)
    return whole + (int(date[8:]) - 1) / float(days)


def ramp(months, start, length):
    """The mean over each month of a rise from 0 at `start` to 1 at `start + length`, exact."""
    since = months - start
    if length == 0:
        return np.clip(since + 1, 0, 1)

    def area(x):
        return np.clip(x, 0, length) ** 2 / (2 * length) + np.maximum(x - length, 0)

    # Once the rise is over it is 1 to the last bit, so that whoever looks for a change sees none.
    return np.where(since >= length, 1.0, area(since + 1) - area(since))


def matching(plan, targets):
    """The places of the channels that `targets` mean."""
    fields = {"kinds": "kind", "surfaces": "surface", "markets": "market", "channels": "id"}
    return [
        place
        for place, channel in enumerate(plan["channels"])
        if all(channel.get(field) in targets[name] for name, field in fields.items() if name in targets)
    ]


def season(plan):
    """S of every month and channel, shaped (months, channels)."""
    first_month = int(plan["start"][5:7]) - 1
    months = (first_month + np.arange(plan["horizon_months"])) % 12
    everywhere = plan.get("demand", {}).get("seasonality", [1.0] * 12)
    by_market = {market["id"]: np.array(market.get("seasonality", everywhere)) for market in plan["markets"]}
    own = [by_market[channel["market"]] for channel in plan["channels"]]
    return np.stack([year[months] / year.mean() for year in own], axis=1)


# Drawing.


class CentralSampler:
    """Every estimate at its likely value, no noise, chance by rule."""

    n_paths = 1

    def estimate(self, given, field, is_of_channel=False):
        return np.array([float(given["likely"] if isinstance(given, dict) else given)])

    def occurs(self, probability):
        return np.array([float(probability >= 0.5)])

    def shift(self, window):
        return np.array([0.5 * window])

    def hits(self, chance, n_months):
        return np.full((n_months, 1), chance)

    def penalties(self, probability, length, exposed):
        """The probability of a penalty, month by month."""
        strikes, running = [], []
        for is_exposed in exposed[:, 0]:
            free = 1 - sum(strikes[-(length - 1) :]) if length > 1 else 1.0
            strikes.append(free * probability * is_exposed)
            running.append(sum(strikes[-length:]) if length else 0.0)
        return np.array(running)[:, None]

    def noise(self, demand, n_months, n_channels):
        return np.ones((n_months, n_channels, 1))


class RandomSampler:
    """Everything uncertain, drawn for `n_paths` paths."""

    def __init__(self, plan, n_paths, seed):
        self.n_paths = n_paths
        self.rng = np.random.default_rng(seed)
        self.correlation = plan.get("demand", {}).get("estimate_correlation", 0.0)
        self.common = {}

    def estimate(self, given, field, is_of_channel=False):
        """A two-piece normal in the space in which the field is unbounded; a constant where it is certain."""
        if not isinstance(given, dict):
            return np.array([float(given)])
        if given["low"] == given["high"]:
            return np.array([float(given["likely"])])
        z = self.rng.standard_normal(self.n_paths)
        if is_of_channel and self.correlation > 0:
            if field not in self.common:
                self.common[field] = self.rng.standard_normal(self.n_paths)
            z *= np.sqrt(1 - self.correlation)
            z += np.sqrt(self.correlation) * self.common[field]
        np.clip(z, -3, 3, out=z)
        at = np.array([given["low"], given["likely"], given["high"]], dtype=float)
        if field in SHARES:
            at = np.log(at / (1 - at))
        elif field not in PLAIN:
            at = np.log(at)
        low, likely, high = at
        z *= np.where(z < 0, (likely - low) / Z80, (high - likely) / Z80)
        z += likely
        if field in SHARES:
            return 1 / (1 + np.exp(-z))
        return z if field in PLAIN else np.exp(z, out=z)

    def occurs(self, probability):
        if probability >= 1:
            return np.ones(1)
        return (self.rng.random(self.n_paths) < probability).astype(float)

    def shift(self, window):
        return self.rng.random(self.n_paths) * window if window > 0 else np.zeros(1)

    def hits(self, chance, n_months):
        return (self.rng.random((n_months, self.n_paths)) < chance).astype(float)

    def penalties(self, probability, length, exposed):
        """1 in each month under penalty, else 0."""
        running = np.zeros((len(exposed), self.n_paths))
        months_left = np.zeros(self.n_paths, dtype=int)
        for t, is_exposed in enumerate(exposed):
            if is_exposed.any():
                strikes = self.rng.random(self.n_paths) < probability
                months_left[strikes & is_exposed & (months_left == 0)] = length
            running[t] = months_left > 0
            np.maximum(months_left - 1, 0, out=months_left)
        return running

    def noise(self, demand, n_months, n_channels):
        """N of every month, channel and path: persistent, and partly common to all channels."""
        volatility = demand.get("volatility", 0.0)
        if volatility == 0:
            return np.broadcast_to(1.0, (n_months, n_channels, self.n_paths))
        persistence = demand.get("persistence", 0.5)
        common = demand.get("co_movement", 0.3)
        noise = self.rng.standard_normal((n_months, n_channels, self.n_paths))
        for t in range(n_months):
            fresh = np.sqrt(1 - persistence**2) if t > 0 else 1.0
            noise[t] *= fresh * np.sqrt(1 - common)
            noise[t] += fresh * np.sqrt(common) * self.rng.standard_normal(self.n_paths)
            if t > 0:
                noise[t] += persistence * noise[t - 1]
        noise *= volatility
        noise -= volatility**2 / 2
        return np.exp(noise, out=noise)


def stacked(figures, n_paths):
    """One row for each figure, as wide as the paths where any of them is uncertain."""
    width = n_paths if any(figure.size > 1 for figure in figures) else 1
    table = np.empty((len(figures), width))
    for row, figure in zip(table, figures):
        row[:] = figure
    return table


def draw(plan, sampler):
    """Everything that does not depend on the scenario, for all paths."""
    rates = {plan["currency"]: np.ones(1)}
    for currency, rate in plan.get("fx", {}).items():
        rates.setdefault(currency, sampler.estimate(rate, "fx"))
    used = {id for scenario in plan["scenarios"] for id in scenario["shocks"]}
    # What a way round a closed link needs to know of its shock, it needs in every scenario.
    used |= {m["shock"] for s in plan["strategies"] for m in s["mechanisms"] if m["type"] == "restore_link"}
    shocks = {own["id"]: draw_shock(plan, own, sampler) for own in plan["shocks"] if own["id"] in used}
    used = {id for scenario in plan["scenarios"] for id in scenario["strategies"]}
    strategies = {
        strategy["id"]: draw_strategy(plan, strategy, sampler, rates, shocks)
        for strategy in plan["strategies"]
        if strategy["id"] in used
    }
    noise = sampler.noise(plan.get("demand", {}), plan["horizon_months"], len(plan["channels"]))
    # Nothing but paid reach needs noise without season, and divides by it.
    by_season = season(plan)[:, :, None]
    noise = np.multiply(noise, by_season, out=noise if noise.flags.writeable else None)
    return {
        "n_paths": sampler.n_paths,
        "base": draw_channels(plan, sampler, rates),
        "overhead": sampler.estimate(plan["cash"].get("overhead_per_month", 0), "overhead_per_month"),
        "shocks": shocks,
        "strategies": strategies,
        "noise": noise,
        "season": by_season,
    }


def draw_channels(plan, sampler, rates):
    """The parameters of the channels before anything changes them; money is in the plan's currency."""
    channels = plan["channels"]
    rate_of_channel = [rates[channel.get("currency", plan["currency"])] for channel in channels]
    base = {}
    for field, default in CHANNEL_ESTIMATES.items():
        own = [sampler.estimate(one.get(field, default), field, is_of_channel=True) for one in channels]
        if field in MONEY:
            own = [figure * rate for figure, rate in zip(own, rate_of_channel)]
        base[field] = stacked(own, sampler.n_paths)
    life = np.array([[channel.get("customer_life_months", 9.0)] for channel in channels], dtype=float)
    base["life"] = life
    base["repeat"] = base["repeat_share"] / ((1 - base["repeat_share"]) * life)
    return base


def draw_shock(plan, shock, sampler):
    """A shock with its estimates, and its course over the months."""
    defaults = {"passes": 1, "freezes_payouts": 0, "writes_off": 0}
    drawn = {field: sampler.estimate(shock.get(field, default), field) for field, default in defaults.items()}
    months = np.arange(plan["horizon_months"])[:, None]
    offset = months_since(plan, shock["start"]) + sampler.shift(shock.get("window_months", 0))
    depth = ramp(months, offset, shock.get("phase_out_months", 0))
    if "lasts_months" in shock:
        end = offset + sampler.estimate(shock["lasts_months"], "lasts_months")
        depth = depth - ramp(months, end, shock.get("recovery_months", 0))
    depth = np.clip(depth, 0, 1) * sampler.occurs(shock.get("probability", 1))
    needed = shock.get("adaptation_months", 0)
    since = np.maximum(0, months + 1 - offset)
    adapted = -np.expm1(-since / needed) if needed > 0 else np.ones((len(months), 1))
    shares = [sampler.estimate(diversion["share"], "share") for diversion in shock.get("diversions", [])]
    whole = np.maximum(sum(shares), 1) if shares else 1
    place = {channel["id"]: place for place, channel in enumerate(plan["channels"])}
    to = [place[diversion["to"]] for diversion in shock.get("diversions", [])]
    targets = matching(plan, shock.get("targets", {}))
    adjustments = []
    for change in shock.get("adjustments", []):
        rows = matching(plan, change["targets"]) if "targets" in change else targets
        adjustments.append((change["parameter"], rows, "factor" in change, draw_change(change, sampler)))
    return drawn | {
        "id": shock["id"],
        "is_ban": shock["kind"] == "market_ban",
        "targets": targets,
        "depth": depth,
        "adapted": adapted,
        "diversions": [(row, share / whole) for row, share in zip(to, shares)],
        "adjustments": adjustments,
        "freeze_months": shock.get("freeze_months"),
    }


def draw_change(change, sampler):
    field = "factor" if "factor" in change else "add"
    return sampler.estimate(change[field], field)


def draw_strategy(plan, strategy, sampler, rates, shocks):
    """A strategy with its estimates, whether it has its approvals, and what it costs."""
    rate = rates[strategy.get("currency", plan["currency"])]
    start = int(months_since(plan, strategy["start"]))
    end = int(months_since(plan, strategy["end"])) if "end" in strategy else plan["horizon_months"]
    granted = np.ones(1)
    for mechanism in strategy["mechanisms"]:
        if mechanism["type"] == "open_channel":
            granted = granted * sampler.occurs(mechanism.get("approval", 1))
    months = np.arange(plan["horizon_months"])
    live = ((start <= months) & (months < end))[:, None] * granted
    mechanisms = [draw_mechanism(plan, m, sampler, start, live, shocks) for m in strategy["mechanisms"]]
    monthly_cost = sampler.estimate(strategy.get("monthly_cost", 0), "monthly_cost")
    for mechanism in mechanisms:
        if mechanism["type"] == "audience":
            monthly_cost = monthly_cost + mechanism["posts_per_month"] * mechanism["cost_per_post"]
        elif mechanism["type"] == "paid_reach":
            monthly_cost = monthly_cost + mechanism["spend_per_month"]
        elif mechanism["type"] == "subscriber_list":
            mechanism["cost_per_subscriber"] = mechanism["cost_per_subscriber"] * rate
    return {
        "start": start,
        "end": end,
        "granted": granted,
        "live": live,
        "setup_cost": sampler.estimate(strategy.get("setup_cost", 0), "setup_cost") * rate,
        "monthly_cost": monthly_cost * rate * granted,
        "provides": strategy.get("provides", []),
        "requires": [r for m in strategy["mechanisms"] for r in m.get("requirements", [])],
        "mechanisms": mechanisms,
    }


def draw_mechanism(plan, mechanism, sampler, start, live, shocks):
    """A mechanism with its estimates; channels are given by their places."""
    place = {channel["id"]: place for place, channel in enumerate(plan["channels"])}
    months = np.arange(plan["horizon_months"])
    kind = mechanism["type"]
    drawn = {"type": kind}
    for field, default in MECHANISM_ESTIMATES[kind].items():
        drawn[field] = sampler.estimate(mechanism.get(field, default), field)
    for name in ["channel", "on", "via"] + ["to"] * (kind != "audience"):
        drawn[name] = place[mechanism[name]] if name in mechanism else None
    if kind == "audience":
        drawn["to"] = [(place[to["channel"]], to["share"]) for to in mechanism["to"]]
        drawn["trust_targets"] = matching(plan, mechanism.get("trust_targets", {}))
        drawn["sell_after_followers"] = mechanism.get("sell_after_followers", 0)
        drawn["learned"] = ramp(months, start, mechanism.get("learning_months", 0))[:, None]
    elif kind == "subscriber_list":
        drawn["from"] = matching(plan, mechanism.get("from", {}))
    elif kind == "open_channel":
        rise = ramp(months, start + mechanism.get("review_months", 0), mechanism.get("ramp_months", 0))
        drawn["opening"] = rise[:, None] * live
        taken = mechanism.get("cannibalises", [])
        drawn["cannibalises"] = [(place[one["from"]], one["share"]) for one in taken]
    elif kind == "close_channel":
        drawn["left_open"] = 1 - ramp(months, start, mechanism.get("ramp_months", 0))[:, None] * live
    elif kind == "adjust":
        drawn["targets"] = matching(plan, mechanism.get("targets", {}))
        drawn["parameter"] = mechanism["parameter"]
        drawn["is_factor"] = "factor" in mechanism
        drawn["change"] = draw_change(mechanism, sampler)
        drawn["weight"] = ramp(months, start, mechanism.get("ramp_months", 0))[:, None] * live
    elif kind == "restore_link":
        drawn["shock"] = mechanism["shock"]
        drawn["found"] = ramp(months, start, mechanism.get("ramp_months", 0))[:, None] * live
        exposed = (shocks[mechanism["shock"]]["depth"] > 0) & (live > 0)
        drawn["penalty"] = None
        if mechanism.get("penalty_probability", 0) > 0:
            length = mechanism.get("penalty_months", 1)
            drawn["penalty"] = sampler.penalties(mechanism["penalty_probability"], length, exposed)
            drawn["found"] = drawn["found"] * (1 - drawn["penalty"])
    elif kind == "hits":
        drawn["targets"] = matching(plan, mechanism.get("targets", {}))
        drawn["left"] = 2 ** (-1 / mechanism["half_life_months"])
        drawn["hit"] = sampler.hits(1 - np.exp(-mechanism["per_month"]), plan["horizon_months"])
    return drawn


# Walking through the months.


def eligible(plan, drawn, scenario):
    """The strategies of a scenario that the seller is let into, as far as requirements go."""
    seller = plan.get("seller", {})
    has = {name for name in ("local_stock", "overseas_warehouse") if seller.get(name)}
    if seller.get("amazon_us_category_revenue_usd", 0) >= 2_000_000:
        has.add("amazon_us_2m")
    chosen = {id: drawn["strategies"][id] for id in scenario["strategies"]}

    def is_met(requirement, start):
        provided = (requirement in other["provides"] and other["start"] <= start for other in chosen.values())
        return requirement in has or any(provided)

    return [id for id, own in chosen.items() if all(is_met(one, own["start"]) for one in own["requires"])]


class Walk:
    """One scenario on all paths: what is carried from month to month, and the steps of a month.

    It has a row for each channel that can have any visits, and for those on whose bans or links others
    depend.
    """

    def __init__(self, plan, drawn, scenario):
        self.drawn, self.n_paths = drawn, drawn["n_paths"]
        self.n_months = plan["horizon_months"]
        let_in = set(eligible(plan, drawn, scenario))
        self.strategies = [drawn["strategies"][id] for id in scenario["strategies"] if id in let_in]
        self.not_eligible = [id for id in scenario["strategies"] if id not in let_in]
        self.shocks = [drawn["shocks"][id] for id in scenario["shocks"]]
        self.choose_rows(plan)
        self.gather_mechanisms()
        self.gather_shocks()
        self.gather_modifiers()
        self.gather_gates()
        self.begin(plan)

    def choose_rows(self, plan):
        wanted = {place for place, channel in enumerate(plan["channels"]) if channel.get("active", True)}
        for strategy in self.strategies:
            for mechanism in strategy["mechanisms"]:
                wanted |= {mechanism.get("on"), mechanism.get("via")}
                if mechanism["type"] == "open_channel":
                    wanted.add(mechanism["channel"])
        self.places = sorted(wanted - {None})
        self.row_of = {place: row for row, place in enumerate(self.places)}
        self.n_rows = len(self.places)
        self.channels = [plan["channels"][place] for place in self.places]
        self.is_penalized = [row for row, channel in enumerate(self.channels) if channel["kind"] in PENALIZED]
        self.is_owned = [own.get("owns_customers", own["kind"] in OWNING) for own in self.channels]
        self.is_active = [own.get("active", True) for own in self.channels]
        # A slice of all rows copies nothing.
        self.chosen = slice(None) if self.n_rows == len(plan["channels"]) else self.places
        self.base = {name: table[self.chosen] for name, table in self.drawn["base"].items()}

    def rows(self, places):
        return [self.row_of[place] for place in places if place in self.row_of]

    def gather_mechanisms(self):
        """The mechanisms of the scenario by type, with rows in the place of channels, and their own state."""
        by_type = {name: [] for name in MECHANISM_ESTIMATES}
        for strategy in self.strategies:
            for drawn in strategy["mechanisms"]:
                own = drawn | {name: strategy[name] for name in ("live", "start", "granted")}
                own["state"] = None
                for name in ("targets", "from", "trust_targets"):
                    if name in own:
                        own[name] = self.rows(own[name])
                for name in ("on", "via", "channel") + ("to",) * (own["type"] != "audience"):
                    own[name] = self.row_of.get(own.get(name))
                if own["type"] == "audience":
                    own["to"] = [(self.row_of[to], share) for to, share in own["to"] if to in self.row_of]
                by_type[own["type"]].append(own)
        self.audiences = by_type["audience"]
        # Visits and orders that would go to a channel that never opens are none; what they cost stays.
        self.reaches = [own for own in by_type["paid_reach"] if own["to"] is not None]
        self.lists = by_type["subscriber_list"]
        self.opens, self.closes = by_type["open_channel"], by_type["close_channel"]
        self.adjusts, self.restores, self.hits = by_type["adjust"], by_type["restore_link"], by_type["hits"]

    def gather_shocks(self):
        self.shocks = [dict(shock, targets=self.rows(shock["targets"])) for shock in self.shocks]
        for shock in self.shocks:
            to = [(self.row_of[place], share) for place, share in shock["diversions"] if place in self.row_of]
            shock["diversions"] = to
            shock["takes_visits"] = bool((shock["passes"] < 1).any())
            shock["ways_round"] = [own for own in self.restores if own["shock"] == shock["id"]]
            first = (shock["depth"] > 0) & (np.cumsum(shock["depth"] > 0, axis=0) == 1)
            shock["first"] = first if shock["writes_off"].any() else None
        self.freezes = [shock for shock in self.shocks if shock["freezes_payouts"].any()]
        kept = self.base["spend_kept"].any(axis=1) & (self.base["cost_per_visit"].any(axis=1))
        self.keeps_spend = set(np.flatnonzero(kept))

    def gather_modifiers(self):
        """What changes each parameter, and the months in which its value is not that of the month before."""
        modifiers = {}
        fields = ("parameter", "targets", "is_factor", "change", "weight")
        changes = [tuple(own[field] for field in fields) for own in self.adjusts]
        for shock in self.shocks:
            for parameter, places, is_factor, change in shock["adjustments"]:
                changes.append((parameter, self.rows(places), is_factor, change, shock["depth"]))
        for parameter, rows, *change in changes:
            # Overhead is a table of a single row.
            rows = [0] if parameter == "overhead" else rows
            modifiers.setdefault(parameter, []).append((rows, *change))
        self.modifiers = modifiers
        self.changes = {}
        for parameter, own in modifiers.items():
            months = np.zeros(self.n_months, dtype=bool)
            for _, _, _, weight in own:
                months[0] |= weight[0].any()
                months[1:] |= (weight[1:] != weight[:-1]).any(axis=1)
            self.changes[parameter] = months

    def gather_gates(self):
        """How far each channel is open, by month, for those that are not always open in full: a."""
        self.gates = {}
        for row, is_active in enumerate(self.is_active):
            opening = None if is_active else np.zeros((self.n_months, 1))
            for own in self.opens:
                if own["channel"] == row and not is_active:
                    opening = np.maximum(opening, own["opening"])
            for own in self.closes:
                if own["channel"] == row:
                    opening = own["left_open"] if opening is None else opening * own["left_open"]
            if opening is not None:
                self.gates[row] = opening
        moves = np.zeros(self.n_months, dtype=bool)
        for gate in self.gates.values():
            moves[1:] |= (gate[1:] != gate[:-1]).any(axis=1)
        self.gates_move = moves

    def begin(self, plan):
        """The state at the plan's start."""
        active = np.array(self.is_active, dtype=float)[:, None]
        self.now = dict(self.base)
        self.overhead = self.drawn["overhead"]
        self.trust_rows = sorted({row for own in self.audiences for row in own["trust_targets"]})
        self.price_orders()
        self.rate_first_orders()
        self.stock_share = np.array([[channel.get("stock_days", 0) / 30] for channel in self.channels])
        orders = active * self.base["visits"] * self.base["conversion"]
        orders = np.broadcast_to(orders, (self.n_rows, self.n_paths))
        self.stock = self.stock_share * (orders * self.goods_per_order)
        self.customers = orders * (1 - self.base["repeat_share"]) * self.base["life"]
        self.customers_left = 1 - 1 / self.base["life"]
        base_payout = orders * self.payout_per_order
        self.begin_payouts(base_payout)
        self.cash = np.full(self.n_paths, float(plan["cash"]["opening"]))
        self.credit_line = plan["cash"].get("credit_line", 0)
        self.is_limited = plan["cash"].get("restock_limited", True)
        self.begin_growth(plan)
        # Followers and subscribers of strategies that the seller is not let into stay as they are.
        idle = [own for id in self.not_eligible for own in self.drawn["strategies"][id]["mechanisms"]]
        self.idle_followers = sum(own.get("initial_followers", 0.0) for own in idle)
        self.idle_subscribers = sum(own.get("initial_subscribers", 0.0) for own in idle)
        for own in self.audiences:
            own["state"] = own["initial_followers"]
            own["first_trust"] = trust(own, own["initial_followers"])
        for own in self.lists:
            own["state"] = own["initial_subscribers"]
        for own in self.reaches:
            if own["start"] < 0 and own["live"][0].any():
                own["state"] = own["spend_per_month"] * own["live"][0]

    def begin_growth(self, plan):
        self.grows = bool(self.base["growth"].any())
        self.damping = plan.get("demand", {}).get("trend_damping", 0.9)
        self.growth = np.ones((self.n_rows, 1))
        self.trend = np.ones((self.n_rows, 1))
        self.has_opened = np.zeros((self.n_rows, 1))

    def begin_payouts(self, base_payout):
        """Payouts come in parts: `parts[k]` is the share that comes k months later, by channel."""
        days = np.array([channel.get("payout_days", 0) for channel in self.channels], dtype=float)
        whole, part = np.divmod(days / 30, 1)
        n_parts = int(whole.max()) + 2
        self.parts = np.zeros((n_parts, self.n_rows))
        every = np.arange(self.n_rows)
        self.parts[whole.astype(int), every] += 1 - part
        self.parts[whole.astype(int) + 1, every] += part
        self.receivables = np.einsum("c,cn->n", days / 30, base_payout)
        # What is to arrive in the months to come, all channels together.
        self.due = np.zeros((self.n_months + n_parts, self.n_paths))
        for months_ago in range(1, n_parts):
            for later in range(months_ago, n_parts):
                self.due[later - months_ago] += np.einsum("c,cn->n", self.parts[later], base_payout)
        self.released = {}
        # Payouts by month are kept only where some can be held back.
        self.payouts = {-back: base_payout for back in range(1, n_parts)} if self.freezes else None

    # Steps 1 to 3: parameters, doors and trend.

    def adjusted(self, parameter, base, t):
        """Step 1: a parameter in a month."""
        acting = [own for own in self.modifiers[parameter] if own[3][t].any()]
        if not acting:
            return base
        effects = [
            (rows, is_factor, 1 + (change - 1) * weight[t] if is_factor else change * weight[t])
            for rows, is_factor, change, weight in acting
        ]
        width = max([base.shape[1]] + [effect.size for _, _, effect in effects])
        value = np.array(np.broadcast_to(base, (len(base), width)))
        for rows, is_factor, effect in effects:
            if is_factor:
                value[rows] *= effect
        for rows, is_factor, effect in effects:
            if not is_factor:
                value[rows] += effect
        return np.clip(value, 0, CEILINGS.get(parameter), out=value)

    def adjust(self, t):
        changed = {parameter for parameter, months in self.changes.items() if months[t]}
        for parameter in changed - {"overhead"}:
            self.now[parameter] = self.adjusted(parameter, self.base[parameter], t)
        if "overhead" in changed:
            self.overhead = self.adjusted("overhead", self.drawn["overhead"][None, :], t)[0]
        if changed & PRICES:
            self.price_orders()
        if "conversion" in changed:
            self.rate_first_orders()
        if self.grows:
            self.grow(t)
        if t == 0 or self.grows or "visits" in changed or self.gates_move[t]:
            self.level = self.now["visits"] * self.growth
            if self.gates:
                self.level = np.array(np.broadcast_to(self.level, (self.n_rows, self.n_paths)))
            for row, gate in self.gates.items():
                self.level[row] *= gate[t]
        if t == 0 or "cost_per_visit" in changed:
            self.paid_rows = np.flatnonzero(self.now["cost_per_visit"].any(axis=1))
        if t == 0 or "fixed_cost_per_month" in changed or self.gates_move[t]:
            self.fixed = 0.0
            for row in np.flatnonzero(self.now["fixed_cost_per_month"].any(axis=1)):
                self.fixed = self.fixed + self.now["fixed_cost_per_month"][row] * self.open_now(row, t)

    def price_orders(self):
        """What an order brings and costs."""
        now = self.now
        self.net_per_order = now["order_value"] * (1 - now["refund"])
        kept = 1 - now["commission"] - now["payment_fee_share"]
        self.payout_per_order = self.net_per_order * kept - now["payment_fee_fixed"]
        # A price rise does not raise what goods cost.
        resold = 1 - now["refund"] * now["resale"]
        self.goods_per_order = self.base["order_value"] * now["unit_cost"] * resold
        self.handling_per_order = now["fulfilment"] + now["refund"] * now["return_cost"]

    def rate_first_orders(self):
        """First orders per visit, without trust."""
        self.new_share = 1 - self.base["repeat_share"]
        self.first_rate = self.now["conversion"] * self.new_share
        if self.trust_rows:
            shape = (self.n_rows, self.n_paths)
            self.first_rate = np.array(np.broadcast_to(self.first_rate, shape))

    def open_now(self, row, t):
        """1 where a channel is open at all, else 0."""
        return (self.gates[row][t] > 0).astype(float) if row in self.gates else 1.0

    def grow(self, t):
        """Step 3: a channel grows from the month after it first opened, by less each month."""
        is_open = stacked([np.atleast_1d(self.open_now(row, t)) for row in range(self.n_rows)], self.n_paths)
        grown = np.maximum(0, 1 + self.base["growth"] * self.trend)
        self.growth = np.where(self.has_opened * is_open > 0, self.growth * grown, self.growth)
        self.trend = np.where(self.has_opened > 0, self.trend * self.damping, self.trend)
        self.has_opened = np.maximum(self.has_opened, is_open)

    # Steps 4 to 8: visits.

    def bring_organic_visits(self, t):
        """Step 4."""
        self.noise = self.drawn["noise"][t][self.chosen]
        self.visits = self.level * self.noise
        self.boost = {}
        for own in self.hits:
            if own["start"] > t:
                continue
            new = own["hit"][t] * own["size"] * own["live"][t]
            own["state"] = new if own["state"] is None else own["state"] * own["left"] + new
            boost = 1 + own["state"]
            for row in own["targets"]:
                self.visits[row] *= boost
                self.boost[row] = self.boost.get(row, 1.0) * boost
        for own in self.restores:
            if own["penalty"] is not None and own["start"] <= t and own["penalty"][t].any():
                left = 1 - own["penalty_loss"] * own["penalty"][t]
                for row in self.is_penalized:
                    self.visits[row] *= left

    def strike(self, t):
        """Step 5: shocks take visits from their targets, and part of them turns up elsewhere."""
        self.passed, self.unbanned, self.diverted, self.lost = {}, {}, {}, {}
        for shock in self.shocks:
            depth = shock["depth"][t]
            if not shock["takes_visits"] or not depth.any():
                continue
            cut = depth * (1 - self.passes(shock, t))
            left = 1 - cut
            lost = {}
            for row in shock["targets"]:
                visits = self.visits[row]
                if shock["diversions"] or row in self.keeps_spend:
                    lost[row] = visits * cut
                visits *= left
                self.passed[row] = self.passed[row] * left if row in self.passed else left
                if shock["is_ban"]:
                    self.unbanned[row] = self.unbanned[row] * left if row in self.unbanned else left
                if row in self.keeps_spend:
                    self.lost[row] = self.lost.get(row, 0.0) + lost[row]
            if shock["diversions"] and lost:
                self.divert(shock, lost, t)
        for row in self.diverted.keys() & self.passed.keys():
            self.diverted[row] = self.diverted[row] * self.passed[row]

    def passes(self, shock, t):
        passes = shock["passes"]
        for own in shock["ways_round"]:
            if own["found"][t].any():
                passes = passes + (1 - passes) * own["share"] * own["found"][t]
        return passes

    def divert(self, shock, lost, t):
        total = sum(lost.values()) * shock["adapted"][t]
        for row, share in shock["diversions"]:
            found = (total - lost[row] * shock["adapted"][t] if row in lost else total) * share
            if row in self.gates:
                found = found * self.gates[row][t]
            self.diverted[row] = self.diverted[row] + found if row in self.diverted else found

    def cannibalize(self, t):
        """Step 6: what a new channel takes from the others."""
        conversion = self.now["conversion"]
        for own in self.opens:
            if not own["live"][t].any():
                continue
            for place, share in own["cannibalises"]:
                other = self.row_of.get(place)
                if other is None:
                    continue
                buyers = share * self.visits[own["channel"]] * conversion[own["channel"]] * own["live"][t]
                sold = conversion[other]
                taken = np.divide(buyers, sold, out=np.zeros(self.n_paths), where=sold > 0)
                np.maximum(self.visits[other] - taken, 0, out=self.visits[other])

    def advertise(self):
        """The cost of a month's organic visits, of those lost as far as they are paid for; hits are free."""
        ads = 0.0
        for row in self.paid_rows:
            paid = self.visits[row]
            if row in self.lost:
                paid = paid + self.base["spend_kept"][row] * self.lost[row]
            if row in self.boost:
                paid = paid / self.boost[row]
            ads = ads + paid * self.now["cost_per_visit"][row]
        return ads

    def reaching(self, visits, row, via, t):
        """What reaches a channel of the visits that a mechanism sends there over the links of `via`."""
        if row in self.gates:
            visits = visits * self.open_now(row, t)
        for place in (row, via):
            if place in self.passed:
                visits = visits * self.passed[place]
        return visits * self.noise[row]

    def bring_visits(self, t):
        """Step 7, audiences; diverted visits and theirs join the organic ones."""
        for row, diverted in self.diverted.items():
            self.visits[row] += diverted
        for own in self.audiences:
            own["views"] = None
            if not own["live"][t].any():
                continue
            reach = own["reach_per_post"] * own["learned"][t] + own["follower_reach"] * own["state"]
            views = own["posts_per_month"] * own["live"][t] * reach
            if own["on"] in self.unbanned:
                views = views * self.unbanned[own["on"]]
            own["views"] = views
            clicks = views * own["click_rate"]
            if own["sell_after_followers"] > 0:
                clicks = clicks * (own["state"] >= own["sell_after_followers"])
            for row, share in own["to"]:
                # Noise holds the season, which what an audience brings has.
                self.visits[row] += self.reaching(clicks * share, row, own["via"], t)

    def buy_visits(self, t):
        """Step 7, paid reach: visits of each, if it brings any."""
        bought = []
        for own in self.reaches:
            if own["start"] > t:
                continue
            spend = own["spend_per_month"] * own["live"][t]
            built = spend * (1 - own["carry_over"])
            own["state"] = built if own["state"] is None else built + own["carry_over"] * own["state"]
            visits = own["state"] / own["cost_per_visit"] / (1 + own["state"] / own["saturation_spend"])
            if own["on"] in self.unbanned:
                visits = visits * self.unbanned[own["on"]]
            visits = self.reaching(visits, own["to"], own["via"], t)
            # Dearer media in the high season eats the season.
            bought.append((own, visits / self.drawn["season"][t, self.places[own["to"]]]))
        return bought

    def follow_trust(self, t):
        """First orders per visit where followers buy more."""
        begun = [own for own in self.audiences if own["start"] <= t]
        if not begun:
            return
        factors = {}
        for own in begun:
            factor = trust(own, own["state"]) / own["first_trust"]
            for row in own["trust_targets"]:
                factors[row] = factors[row] * factor if row in factors else factor
        for row, factor in factors.items():
            buying = np.minimum(self.now["conversion"][row] * factor, 1)
            np.multiply(buying, self.new_share[row], out=self.first_rate[row])

    def order_from_lists(self, t):
        """Step 8: orders from lists, by channel."""
        orders = []
        for own in self.lists:
            if own["start"] == t:
                owned = [row for row in own["from"] if self.is_owned[row]]
                invited = self.customers[owned].sum(axis=0) * own["invites_existing"]
                own["state"] = own["state"] + invited * own["granted"]
            to = own["to"]
            if to is None or not own["live"][t].any():
                continue
            wanted = own["state"] * own["orders_per_subscriber"] * own["live"][t] * self.noise[to]
            if to in self.gates:
                wanted = wanted * self.open_now(to, t)
            reachable = self.reachable(to)
            orders.append((to, wanted if reachable is None else wanted * reachable))
        return orders

    def reachable(self, row):
        """q: how far past customers of a channel can be reached; nothing where in full."""
        return (self.unbanned if self.is_owned[row] else self.passed).get(row)

    # Steps 9 to 14: orders, money and supply.

    def want_orders(self, t, bought, list_orders):
        """Steps 9 and 11: orders wanted, and their money."""
        self.first = self.visits * self.first_rate
        shared = []
        for own, visits in bought:
            row = own["to"]
            orders = visits * np.minimum(self.first_rate[row] * own["conversion_factor"], 1)
            self.first[row] += orders
            if own["commission"].any():
                shared.append((row, orders * own["commission"] * self.net_per_order[row]))
        self.orders = self.customers * self.now["repeat"]
        self.orders *= self.noise
        for row in range(self.n_rows):
            reachable = self.reachable(row)
            if reachable is not None:
                self.orders[row] *= reachable
            if row in self.gates:
                self.orders[row] *= self.open_now(row, t)
        self.orders += self.first
        for row, wanted in list_orders:
            self.orders[row] += wanted
        self.goods = self.orders * self.goods_per_order
        self.payout = self.orders * self.payout_per_order
        for row, money in shared:
            self.payout[row] -= money

    def write_off(self, t):
        """Step 10: in a shock's first month part of its targets' stock is lost."""
        written_off = 0.0
        for shock in self.shocks:
            if shock["first"] is None or not shock["first"][t].any():
                continue
            for row in shock["targets"]:
                loss = self.stock[row] * shock["writes_off"] * shock["first"][t]
                self.stock[row] -= loss
                written_off = written_off + loss
        return written_off

    def hold_back(self, t):
        """Step 12: by channel, the share of arriving payouts that is missing and that is lost; and holds."""
        kept, prompt, forfeited, holds = {}, {}, {}, []
        for shock in self.freezes:
            share = shock["freezes_payouts"] * shock["depth"][t]
            if not share.any():
                continue
            for row in shock["targets"]:
                held = kept.get(row, 1.0) * share
                kept[row] = kept.get(row, 1.0) - held
                if shock["freeze_months"] is None:
                    forfeited[row] = forfeited.get(row, 0.0) + held
                elif shock["freeze_months"] == 0:
                    # Paid in the same month, it arrives after all, and is not held again.
                    prompt[row] = prompt.get(row, 0.0) + held
                else:
                    holds.append((row, t + shock["freeze_months"], held))
        missing = {row: 1 - kept[row] - prompt.get(row, 0.0) for row in kept}
        return missing, forfeited, holds

    def arriving(self, row, t):
        """The payouts of one channel that arrive this month, before anything is held back."""
        payouts = [self.payout] + [self.payouts[t - later] for later in range(1, len(self.parts))]
        return sum(part * payout[row] for part, payout in zip(self.parts[:, row], payouts) if part > 0)

    def arrives(self, t, missing):
        """What arrives this month in all if this month's payout stands as it is."""
        arrives = self.due[t] + np.einsum("c,cn->n", self.parts[0], self.payout)
        for row, share in missing.items():
            arrives -= share * self.arriving(row, t)
        return arrives

    def supply(self, t, missing):
        """Step 13: goods are bought with the money there is; what cannot be stocked is not sold.

        Answers what the purchases cost.
        """
        purchases = self.goods * (1 + self.stock_share)
        purchases -= self.stock
        np.maximum(purchases, 0, out=purchases)
        wanted = purchases.sum(axis=0)
        if not self.is_limited:
            self.stock += purchases
            self.stock -= self.goods
            np.maximum(self.stock, 0, out=self.stock)
            return wanted
        funds = self.arrives(t, missing)
        funds += self.cash
        funds += self.credit_line + self.released.get(t, 0.0)
        np.maximum(funds, 0, out=funds)
        affordable = np.ones(self.n_paths)
        np.divide(funds, wanted, out=affordable, where=wanted > funds)
        is_short = bool((affordable < 1).any())
        if is_short:
            purchases *= affordable
            wanted *= affordable
        self.stock += purchases
        if is_short:
            with np.errstate(divide="ignore", invalid="ignore"):
                supplied = np.divide(self.stock, self.goods, out=purchases)
            # Where nothing is wanted the share is none, and counts as all.
            np.fmin(supplied, 1, out=supplied)
            for figure in (self.orders, self.first, self.goods, self.payout):
                figure *= supplied
        self.stock -= self.goods
        np.maximum(self.stock, 0, out=self.stock)
        return wanted

    def settle_customers(self):
        """Step 14: some customers are lost, new ones come; only orders shipped count."""
        self.customers *= self.customers_left
        self.customers += self.first

    # Steps 15 to 17: costs, books and stocks.

    def pay_strategies(self, t):
        """Step 15."""
        costs = 0.0
        for strategy in self.strategies:
            if strategy["start"] <= t < strategy["end"]:
                costs = costs + strategy["monthly_cost"]
            if strategy["start"] == t:
                costs = costs + strategy["setup_cost"]
        for own in self.lists:
            if own["live"][t].any():
                costs = costs + own["state"] * own["cost_per_subscriber"] * own["live"][t]
        return costs

    def pay_out(self, t, missing, forfeited, holds):
        """Step 12, once it is known what was shipped: what arrives, and what of it is lost for good."""
        if self.payouts is not None:
            self.payouts[t] = self.payout
        arrived = self.arrives(t, missing)
        lost = sum(share * self.arriving(row, t) for row, share in forfeited.items())
        for row, month, share in holds:
            self.released[month] = self.released.get(month, 0.0) + share * self.arriving(row, t)
        for later in range(1, len(self.parts)):
            rows = np.flatnonzero(self.parts[later])
            if len(rows) == self.n_rows:
                self.due[t + later] += np.einsum("c,cn->n", self.parts[later], self.payout)
            else:
                for row in rows:
                    self.due[t + later] += self.parts[later, row] * self.payout[row]
        return arrived, lost

    def step(self, t, record):
        """One month, and what it leaves in `record`."""
        self.adjust(t)
        self.bring_organic_visits(t)
        self.strike(t)
        self.cannibalize(t)
        ads = self.advertise()
        self.bring_visits(t)
        bought = self.buy_visits(t)
        visits = np.sum(self.visits, axis=0, out=record["visits"][t])
        for _, more in bought:
            visits += more
        if self.trust_rows:
            self.follow_trust(t)
        list_orders = self.order_from_lists(t)
        self.want_orders(t, bought, list_orders)
        written_off = self.write_off(t)
        missing, forfeited, holds = self.hold_back(t)
        purchases = self.supply(t, missing)
        self.settle_customers()
        arrived, lost = self.pay_out(t, missing, forfeited, holds)
        released = self.released.get(t, 0.0)
        handling = np.broadcast_to(self.handling_per_order, self.orders.shape)
        costs = np.einsum("cn,cn->n", self.orders, handling)
        costs += ads + self.fixed + self.overhead + self.pay_strategies(t)
        payout = self.payout.sum(axis=0)
        self.receivables += payout
        self.receivables -= arrived + (released + lost)
        profit = np.subtract(payout, self.goods.sum(axis=0), out=record["profit"][t])
        profit -= costs + (written_off + lost)
        self.cash += arrived
        self.cash -= purchases + costs - released
        self.move_stocks_on(t)
        self.tell(t, record)

    def move_stocks_on(self, t):
        """Step 17: followers come and go, buyers join lists and leave them."""
        for own in self.audiences:
            if own["start"] <= t:
                change = own["state"] * -own["unfollow"]
                if own["views"] is not None:
                    change = change + own["follow_rate"] * own["views"]
                own["state"] = own["state"] + change * own["granted"]
        for own in self.lists:
            if own["start"] <= t:
                change = own["state"] * -own["unsubscribe"]
                if own["live"][t].any():
                    change = change + own["capture"] * own["live"][t] * self.first[own["from"]].sum(axis=0)
                own["state"] = own["state"] + change * own["granted"]

    def tell(self, t, record):
        """Writes the rest of the month into `record`."""
        np.sum(self.orders, axis=0, out=record["orders"][t])
        order_value = np.broadcast_to(self.now["order_value"], self.orders.shape)
        np.einsum("cn,cn->n", self.orders, order_value, out=record["gmv"][t])
        for row, place in enumerate(self.places):
            np.multiply(self.orders[row], self.net_per_order[row], out=record["channel_revenue"][place, t])
        np.sum(record["channel_revenue"][:, t], axis=0, out=record["revenue"][t])
        record["cash"][t] = self.cash
        record["receivables"][t] = self.receivables
        np.sum(self.stock, axis=0, out=record["stock"][t])
        record["followers"][t] = sum((own["state"] for own in self.audiences), self.idle_followers)
        record["subscribers"][t] = sum((own["state"] for own in self.lists), self.idle_subscribers)


def trust(audience, followers):
    return 1 + audience["trust_max"] * followers / (followers + audience["trust_half"])


# Results.


def new_record(plan, n_paths):
    """Room for every metric of one scenario; zero until told."""
    months = plan["horizon_months"]
    rows = np.zeros((len(METRICS) + len(plan["channels"]), months, n_paths))
    record = dict(zip(METRICS, rows))
    record["rows"] = rows
    record["channel_revenue"] = rows[len(METRICS) :]
    return record


def walk(plan, drawn, scenario, record):
    """Walks one scenario through all months; answers the strategies not eligible."""
    record["channel_revenue"][:] = 0
    one = Walk(plan, drawn, scenario)
    for t in range(plan["horizon_months"]):
        one.step(t, record)
    return one.not_eligible


def baselines(plan):
    """No response, links open, and the month in which the links close: §7."""
    shocks = {shock["id"]: shock for shock in plan["shocks"]}

    def closures(scenario):
        return [id for id in scenario["shocks"] if shocks[id]["kind"] == "link_closure"]

    def central_offset(shock):
        return months_since(plan, shock["start"]) + 0.5 * shock.get("window_months", 0)

    none = next((s for s in plan["scenarios"] if closures(s) and not s["strategies"]), None)
    if none is None:
        return None, None, None
    others = set(none["shocks"]) - set(closures(none))
    unclosed = [s for s in plan["scenarios"] if not closures(s)]
    alike = [s for s in unclosed if not s["strategies"] and set(s["shocks"]) == others]
    opened = next(iter(alike + unclosed), None)
    first = min(central_offset(shocks[id]) for id in closures(none))
    return none, opened, max(0, int(np.floor(first)))


def ending_of(plan, record):
    """What summaries need of a scenario's paths, before its record is used again."""
    lowest_month = record["cash"].argmin(axis=0)
    lowest = record["cash"].min(axis=0)
    platforms = {}
    for channel, revenue in zip(plan["channels"], record["channel_revenue"]):
        kind = channel["kind"]
        name = "tiktok" if kind in PENALIZED else "own_store" if kind in OWN_STORE else kind
        name = channel["id"] if kind == "other" else name
        key = (kind == "other", name)
        platforms[key] = platforms.get(key, 0.0) + revenue[-LAST_MONTHS:].sum(axis=0)
    with np.errstate(invalid="ignore"):
        total = sum(platforms.values())
        concentration = sum((revenue / total) ** 2 for revenue in platforms.values())
    return {
        "revenue": record["revenue"].copy(),
        "profit": record["profit"].copy(),
        "total_profit": record["profit"].sum(axis=0),
        "lowest_cash": lowest,
        "lowest_cash_month": lowest_month.astype(float),
        "runs_out_of_cash": float((lowest < -plan["cash"].get("credit_line", 0)).mean()),
        "concentration": np.where(total == 0, np.inf, concentration),
    }


def revenue_kept(own, opened, month):
    whole = opened["revenue"][month:].sum(axis=0)
    kept = np.full(len(whole), np.inf)
    return np.divide(own["revenue"][month:].sum(axis=0), whole, out=kept, where=whole != 0)


def recovery_month(own, opened, month):
    """The month from which revenue is back, after it first fell; `month` where it never falls."""
    is_back = own["revenue"] >= RECOVERED * opened["revenue"]
    has_fallen = np.logical_or.accumulate(~is_back[month:], axis=0)
    recovered = np.full(is_back.shape[1], np.inf)
    if len(has_fallen) > 3:
        # Months after the first fallen one from which three in a row are back.
        back = is_back[:-2] & is_back[1:-1] & is_back[2:]
        back = back[month + 1 :] & has_fallen[:-3]
        recovered = np.where(back.any(axis=0), month + 1.0 + back.argmax(axis=0), np.inf)
    return np.where(has_fallen[-1], recovered, float(month))


def payback_month(own, none):
    """The month from which a response has earned more than no response, and never less again."""
    ahead = np.cumsum(own["profit"] - none["profit"], axis=0)
    ahead[np.abs(ahead) <= TIE * np.abs(none["profit"]).sum(axis=0)] = 0
    n_months = len(ahead)
    is_behind = ahead < 0
    after = n_months - is_behind[::-1].argmax(axis=0)
    after = np.where(after < n_months, after, np.inf)
    is_ahead = ahead > 0
    first = np.where(is_ahead.any(axis=0), is_ahead.argmax(axis=0), np.inf)
    return np.where(is_behind.any(axis=0), after, first)


def statistic(figures):
    """Mean and quantiles over paths; infinite is never, and what takes part of a never is none."""
    is_known = np.isfinite(figures)
    with np.errstate(invalid="ignore"):
        quantiles = np.quantile(figures, QUANTILES)
    names = ["p5", "p10", "p25", "p50", "p75", "p90", "p95"]
    found = {name: float(one) if np.isfinite(one) else None for name, one in zip(names, quantiles)}
    found["mean"] = float(figures[is_known].mean()) if is_known.any() else None
    found["never"] = float(1 - is_known.mean())
    return found


def shares_of_wins(profits):
    """How often each row has the highest profit of all; ties are split."""
    profits = np.array(profits)
    best = profits.max(axis=0)
    is_best = best - profits <= TIE * np.abs(best)
    return (is_best / is_best.sum(axis=0)).mean(axis=1)


def summarize(plan, endings):
    """The summaries of all scenarios: §7."""
    none, opened, month = baselines(plan)
    is_compared = opened is not None and month < plan["horizon_months"]
    earns_most = {}
    if none is not None:
        ranked = [own["id"] for own in plan["scenarios"] if set(own["shocks"]) == set(none["shocks"])]
        wins = shares_of_wins([endings[id]["total_profit"] for id in ranked])
        earns_most = dict(zip(ranked, wins.tolist()))
    summaries = {}
    for id, own in endings.items():
        figures = {
            "total_revenue": own["revenue"].sum(axis=0),
            "total_profit": own["total_profit"],
            "revenue_kept": revenue_kept(own, endings[opened["id"]], month) if is_compared else None,
            "recovery_month": recovery_month(own, endings[opened["id"]], month) if is_compared else None,
            "payback_month": payback_month(own, endings[none["id"]]) if none is not None else None,
            "lowest_cash": own["lowest_cash"],
            "lowest_cash_month": own["lowest_cash_month"],
            "concentration": own["concentration"],
        }
        summaries[id] = {name: None if one is None else statistic(one) for name, one in figures.items()}
        summaries[id]["runs_out_of_cash"] = own["runs_out_of_cash"]
        summaries[id]["earns_most"] = earns_most.get(id)
    return summaries


def project(plan, n_paths, seed):
    """Means, quantiles and summaries of every scenario, and the seconds they took."""
    seconds = dict.fromkeys(["draw", "walk", "quantiles", "summaries"], 0.0)
    last = start = time.perf_counter()

    def clock(part):
        nonlocal last
        now = time.perf_counter()
        seconds[part] += now - last
        last = now

    drawn = draw(plan, RandomSampler(plan, n_paths, seed))
    clock("draw")
    record = new_record(plan, n_paths)
    fans, endings = {}, {}
    for scenario in plan["scenarios"]:
        walk(plan, drawn, scenario, record)
        clock("walk")
        endings[scenario["id"]] = ending_of(plan, record)
        clock("summaries")
        mean = record["rows"].mean(axis=-1)
        quantiles = quantiles_of(record["rows"])
        fans[scenario["id"]] = {"mean": mean, "quantiles": quantiles}
        clock("quantiles")
    summaries = summarize(plan, endings)
    clock("summaries")
    seconds["total"] = last - start
    return fans, summaries, seconds


def quantiles_of(rows):
    """The quantiles over paths of every row and month; they put the paths of a row in disorder.

    Rows that are zero throughout, of channels that never open and of what nobody gathers, stay zero.
    """
    quantiles = np.zeros((*rows.shape[:2], len(QUANTILES)))
    for row, own in zip(quantiles, rows):
        if own.any():
            row[:] = np.quantile(own, QUANTILES, axis=-1, overwrite_input=True).T
    return quantiles


def central(plan):
    """The central path of every scenario, and the strategies not eligible."""
    drawn = draw(plan, CentralSampler())
    paths = {}
    for scenario in plan["scenarios"]:
        record = new_record(plan, 1)
        not_eligible = walk(plan, drawn, scenario, record)
        ids = [channel["id"] for channel in plan["channels"]]
        series = {metric: record[metric][:, 0] for metric in METRICS}
        series["channel_revenue"] = dict(zip(ids, record["channel_revenue"][:, :, 0]))
        paths[scenario["id"]] = {"not_eligible": not_eligible, "central": series}
    return paths


def disagreements(ours, theirs):
    """The series of the central path that differ by more than 1e-9 of either figure and of the largest."""
    found = []
    for id, expected in theirs["scenarios"].items():
        if sorted(ours[id]["not_eligible"]) != sorted(expected["not_eligible"]):
            found.append(f"{id}: not eligible are {ours[id]['not_eligible']}, not {expected['not_eligible']}")
        pairs = {metric: (ours[id]["central"][metric], expected["central"][metric]) for metric in METRICS}
        for channel, series in expected["central"]["channel_revenue"].items():
            pairs[f"revenue of {channel}"] = (ours[id]["central"]["channel_revenue"][channel], series)
        for name, (own, other) in pairs.items():
            other = np.array(other)
            size = np.maximum(np.abs(own), np.abs(other))
            is_off = np.abs(own - other) > 1e-9 * size + 1e-9 * np.abs(other).max()
            if is_off.any() or not np.isfinite(own).all():
                t = int(is_off.argmax())
                found.append(f"{id}: {name} is {own[t]:.15g} in month {t}, not {other[t]:.15g}")
    return found


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plan")
    parser.add_argument("--paths", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", metavar="CENTRAL_JSON", help="the engine's central path to compare with")
    parser.add_argument("--quantiles", metavar="FILE", help="where to write the quantiles")
    options = parser.parse_args()
    plan = read_json(options.plan)
    if options.check:
        found = disagreements(central(plan), read_json(options.check))
        if found:
            sys.exit("\n".join(found))
    fans, _, seconds = project(plan, options.paths, options.seed)
    if options.quantiles:
        with open(options.quantiles, "w", encoding="utf-8") as file:
            names = METRICS + [f"channel_revenue:{channel['id']}" for channel in plan["channels"]]
            json.dump({id: dict(zip(names, fan["quantiles"].tolist())) for id, fan in fans.items()}, file)
    size = len(plan["channels"]) * plan["horizon_months"] * options.paths * len(plan["scenarios"])
    report = {
        "paths": options.paths,
        "seconds": seconds,
        "channel_month_paths": size,
        "ns_per_channel_month_path": seconds["total"] * 1e9 / size,
        "central_checked": bool(options.check),
        "numpy": np.__version__,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
