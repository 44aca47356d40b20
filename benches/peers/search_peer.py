"""Other ways of searching for the best choice of responses, driven line by line.

The first line of standard input tells what can be chosen and how many looks there are. A choice goes out as a line of
numbers, one for each option: 0 is out, else one of its starts and scales, counted from 1, scales first. What comes back is
the figure of the goal and how far limits are missed, 0 where they are kept.

usage: search_peer.py random|nevergrad|optuna SEED
"""

import json
import random
import sys


def look(choice):
    """The figure to be made small: the further limits are missed, the worse, whatever the goal."""
    print(json.dumps(choice), flush=True)
    answer = json.loads(sys.stdin.readline())
    if answer["miss"] > 0:
        return RANGE * (1 + answer["miss"])
    return -answer["goal"]


def by_chance(options, looks, seed):
    chance = random.Random(seed)
    for _ in range(looks):
        look([chance.randint(1, o["starts"] * o["scales"]) if chance.random() < 0.5 else 0 for o in options])


def by_nevergrad(options, looks, seed):
    import nevergrad as ng
    import numpy as np

    parts = {}
    for i, o in enumerate(options):
        parts[f"in{i}"] = ng.p.Choice([0, 1])
        parts[f"start{i}"] = ng.p.Scalar(init=(o["starts"] - 1) // 2, lower=0, upper=o["starts"] - 1).set_integer_casting()
        parts[f"scale{i}"] = ng.p.TransitionChoice(range(o["scales"]))
    space = ng.p.Dict(**parts)
    space.random_state = np.random.RandomState(seed)
    search = ng.optimizers.NGOpt(parametrization=space, budget=looks)
    for _ in range(looks):
        asked = search.ask()
        value = asked.value
        choice = [
            1 + int(value[f"start{i}"]) * o["scales"] + value[f"scale{i}"] if value[f"in{i}"] else 0
            for i, o in enumerate(options)
        ]
        search.tell(asked, look(choice))


def by_optuna(options, looks, seed):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)

    def tried(trial):
        choice = []
        for i, o in enumerate(options):
            if not trial.suggest_categorical(f"in{i}", [False, True]):
                choice.append(0)
                continue
            start = trial.suggest_int(f"start{i}", 0, o["starts"] - 1)
            scale = trial.suggest_int(f"scale{i}", 0, o["scales"] - 1)
            choice.append(1 + start * o["scales"] + scale)
        return look(choice)

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(tried, n_trials=looks)


WAYS = {"random": by_chance, "nevergrad": by_nevergrad, "optuna": by_optuna}

if __name__ == "__main__":
    asked = json.loads(sys.stdin.readline())
    RANGE = asked["range"]
    WAYS[sys.argv[1]](asked["options"], asked["looks"], int(sys.argv[2]))
