"""The scenario of test/golden/scenario-end-to-end.json, simulated with numpy in blocks; prints seconds."""
import json, sys, time
import numpy as np

inputs = json.load(sys.stdin)
Z = 1.6448536269514722
TRIALS = int(sys.argv[1])
ROUNDS = int(sys.argv[2])


def lognormal(rng, ends, n):
    mu, sigma = shape(ends)
    return np.exp(mu + sigma * rng.standard_normal(n))


def shape(ends):
    low, high = np.log(ends)
    return (low + high) / 2, (high - low) / (2 * Z)


def simulate(trials, block):
    i = inputs
    rng = np.random.default_rng(1)
    mu, sigma = shape(i["severity"])
    month = (1 + i["discount_rate_year"]) ** (1 / 12) - 1
    total = np.empty(trials)
    for start in range(0, trials, block):
        n = min(block, trials - start)
        success = rng.beta(*i["success"], n)
        incident = rng.beta(*i["incident_prob"], n)
        by_hand = lognormal(rng, i["human_minutes"], n) / 60 * i["human_wage"]
        review = lognormal(rng, i["review_minutes"], n) / 60 * i["reviewer_wage"]
        review /= i["reviewer_utilisation"]
        volume = lognormal(rng, i["volume"], n)
        run = lognormal(rng, i["run_cost"], n)
        errs = 1 - i["human_success"]
        late = i["rework_prob"] * i["late_cost"]
        net = np.full(n, -float(i["build_cost"]))
        for t in range(i["months"]):
            s = np.clip(success - i["drift_per_month"] * (t % i["retrain_every"]), 0, 1)
            cases = volume * (1 + i["growth"]) ** t
            reviewed = s * i["rg"] + (1 - s) * i["rb"]
            redone = s * i["rg"] * i["qf"] + (1 - s) * i["rb"] * i["qd"]
            escaped = (1 - s) * (1 - i["rb"] * i["qd"])
            losses = []
            for rate in (cases * (escaped + redone * errs) * incident, cases * errs * incident):
                count = rng.poisson(rate)
                size = np.exp(mu + sigma * rng.standard_normal(count.sum()))
                losses.append(np.bincount(np.repeat(np.arange(n), count), size, n))
            agent = cases * (run + reviewed * review + redone * (by_hand + errs * late) + escaped * late)
            agent += losses[0] + i["fixed"]
            if t > 0 and t % i["retrain_every"] == 0:
                agent += i["retrain_cost"]
            human = cases * (by_hand + errs * late) + losses[1]
            net += (human - agent) / (1 + month) ** (t + 1)
        total[start : start + n] = net
    return total


simulate(50_000, 1 << 14)
best = {}
for block in (1 << 13, 1 << 14, 1 << 16):
    for _ in range(ROUNDS):
        start = time.perf_counter()
        total = simulate(TRIALS, block)
        took = time.perf_counter() - start
        best[block] = min(took, best.get(block, took))
print(json.dumps({"seconds": min(best.values()), "mean": float(total.mean())}))
