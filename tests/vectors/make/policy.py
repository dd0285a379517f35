#!/usr/bin/env python3
"""Makes policy.json: a second implementation of spec §8 (P-1 to P-4), written from its text in plain Python with the time
zone data of the system, asked about every boundary. Again: python3 tests/vectors/make/policy.py"""

import datetime
import json
import pathlib
import random
import zoneinfo

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
NEGATIVE, POSITIVE = "260415000", "260373001"
ANTIGEN, NAAT = "LP217198-3", "LP6464-4"
JANSSEN = "EU/1/20/1525"
TWO_DOSES = ("EU/1/20/1528", "EU/1/20/1507", "EU/1/21/1529")
UTC = datetime.timezone.utc
rng = random.Random("relais policy")


def day_in_paris(seconds):
    return datetime.datetime.fromtimestamp(seconds, PARIS).date()


def midnight(date):
    return int(datetime.datetime(date.year, date.month, date.day, tzinfo=PARIS).timestamp())


def iso(seconds, zone=UTC):
    return datetime.datetime.fromtimestamp(seconds, zone).isoformat().replace("+00:00", "Z")


def instant(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def judge(payload, now):
    """(accepted, rule) by the sentences of §8."""
    today = day_in_paris(now)
    entries = [(kind, entry) for kind in "vtr" for entry in payload.get(kind, [])]
    if len(entries) != 1 or entries[0][1]["tg"] != "840539006":
        return False, "P-1"
    kind, entry = entries[0]
    if kind == "t" and entry["tr"] != POSITIVE:
        sample = instant(entry["sc"])
        known = entry["tr"] == NEGATIVE and entry["tt"] in (ANTIGEN, NAAT)
        return known and sample <= now <= sample + 72 * 3600, "P-2"
    if kind == "t":
        days = (today - day_in_paris(instant(entry["sc"]))).days
        return entry["tt"] == NAAT and 11 <= days <= 183, "P-3"
    if kind == "r":
        first, start, end = (datetime.date.fromisoformat(entry[name]) for name in ("fr", "df", "du"))
        return 11 <= (today - first).days <= 183 and start <= today <= end, "P-3"
    days = (today - datetime.date.fromisoformat(entry["dt"])).days
    wait = 28 if entry["mp"] == JANSSEN else 7 if entry["mp"] in TWO_DOSES else None
    return entry["dn"] >= entry["sd"] >= 1 and wait is not None and days >= wait, "P-4"


vectors = []


def ask(name, payload, now, format="hc1"):
    accepted, rule = judge(payload, now)
    vectors.append(dict(rule=rule, name=f"{name} at {iso(now, PARIS)}", kind="policy", trust=None, now=now,
                        input={"payload": payload, "activity": rng.choice(["venue", "train", "journey"]),
                               "format": format},
                        expected={"accepted": accepted, "rule": rule}))


def around(name, payload, *moments, format="hc1"):
    for moment in moments:
        for now in (moment - 1, moment, moment + 1):
            ask(name, payload, now, format)


def issued(entry):
    """The members that rules look at; a whole payload has more."""
    return {"tg": "840539006"} | entry


def test(sample, tt=ANTIGEN, tr=NEGATIVE, zone=UTC, **more):
    return {"t": [issued({"tt": tt, "sc": iso(sample, zone), "tr": tr, **more})]}


def injection(date, mp=TWO_DOSES[0], dn=2, sd=2, **more):
    return {"v": [issued({"mp": mp, "dn": dn, "sd": sd,
                          "dt": date.isoformat(), **more})]}


def recovery(first, start, end, **more):
    return {"r": [issued({"fr": first.isoformat(), "df": start.isoformat(), "du": end.isoformat(), **more})]}


AUGUST = instant("2021-08-13T15:30:00+02:00")
# The hours around both changes of the clocks, and the last second of a day and of a year.
MOMENTS = [AUGUST] + [instant(text) for text in (
    "2021-10-31T00:59:59Z", "2021-10-31T01:00:00Z", "2021-10-30T22:00:00Z", "2022-03-27T00:59:59Z",
    "2022-03-27T01:00:00Z", "2021-12-31T22:59:59Z", "2021-12-31T23:00:00Z", "2024-02-28T23:30:00Z")]
DATES = [datetime.date.fromisoformat(text) for text in (
    "2021-08-01", "2021-10-30", "2021-10-31", "2022-03-26", "2022-03-27", "2021-12-31", "2024-02-28", "2024-02-29")]
later = lambda date, days: midnight(date + datetime.timedelta(days))

for sample in MOMENTS:
    for tt in (ANTIGEN, NAAT):
        around(f"negative {tt}", test(sample, tt), sample, sample + 72 * 3600, format=rng.choice(["relais", "hc1", "shc"]))
    around("sample time with offset", test(sample, zone=PARIS), sample + 72 * 3600)
    sampled = day_in_paris(sample)
    positive = test(sample, NAAT, POSITIVE)
    around("positive NAAT", positive, later(sampled, 11), later(sampled, 184))
    ask("positive antigen", test(sample, ANTIGEN, POSITIVE), sample + 20 * 86400)
    ask("inconclusive", test(sample, tr="419984006"), sample + 60)
    ask("another test", test(sample, "LP000000-0"), sample + 60)
for date in DATES:
    far = datetime.timedelta(1000)
    around("recovery", recovery(date, date - far, date + far), later(date, 11), later(date, 184))
    start, end = date + datetime.timedelta(30), date + datetime.timedelta(90)
    around("recovery within its own days", recovery(date, start, end), midnight(start), later(end, 1))
    for mp in TWO_DOSES:
        around(f"{mp}", injection(date, mp), later(date, 7))
    around("Janssen", injection(date, JANSSEN, 1, 1), later(date, 7), later(date, 28))
    ask("unknown product", injection(date, "Sputnik-V"), later(date, 100))
    ask("injection to come", injection(date), midnight(date) - 40 * 86400)
for dn, sd in [(1, 2), (2, 3), (1, 1), (2, 2), (2, 1), (3, 2), (3, 3), (0, 0)]:
    ask(f"dose {dn} of {sd}", injection(DATES[0], dn=dn, sd=sd), AUGUST)
    ask(f"Janssen, dose {dn} of {sd}", injection(DATES[0], JANSSEN, dn, sd), AUGUST + 30 * 86400)
ask("another disease", test(AUGUST, tg="840539007"), AUGUST)
ask("no entry", {}, AUGUST)
ask("empty lists", {"v": [], "t": [], "r": []}, AUGUST)
ask("two tests", {"t": test(AUGUST)["t"] * 2}, AUGUST)
ask("a test and an injection", test(AUGUST) | injection(DATES[0]), AUGUST + 86400)
ask("one test beside empty lists", test(AUGUST) | {"v": [], "r": []}, AUGUST)
for n in range(60):
    moment = AUGUST + rng.randrange(-200 * 86400, 200 * 86400)
    days = lambda low, high: day_in_paris(moment) - datetime.timedelta(rng.randrange(low, high))
    ask(f"drawn test {n}", test(moment - rng.randrange(-3600, 80 * 3600), rng.choice([ANTIGEN, NAAT])), moment)
    ask(f"drawn recovery {n}", recovery(days(5, 190), days(-5, 200), days(-200, 5)), moment)
    product = rng.choice([*TWO_DOSES, JANSSEN, "Sputnik-V"])
    ask(f"drawn injection {n}", injection(days(-2, 35), product, rng.choice([1, 2, 2]), rng.choice([1, 2])), moment)

path = pathlib.Path(__file__).parent.parent / "policy.json"
path.write_text(json.dumps(vectors, indent="\t", ensure_ascii=False) + "\n")
