#!/usr/bin/env python3
"""Makes check-code.json and the keys that it names, check-code-keys.json: a second implementation of spec §5, written
from its text with nothing but the standard library. Again: python3 tests/vectors/make/check-code.py"""

import base64
import datetime
import hashlib
import hmac
import json
import pathlib
import random
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KINDS = {"A": 8, "N": 9, "V": 10, "R": 11}
MASTER = bytes(range(32))
NOW = 1628868600  # 2021-08-13T15:30:00Z
HOUR, DAY, SLOT = 3600, 86400, 10800
DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)
rng = random.Random("relais check codes")


def b64u(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def mac(key, message):
    return hmac.new(key, message.encode(), hashlib.sha256).digest()


def utc_day(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%d")


def g_key(day, i):
    return mac(MASTER, f"cc1|{day}|{i}")[:16]


def p_key(day, i, pharmacy):
    return mac(g_key(day, i), f"ph|{pharmacy}")[:16]


def times(a, b):
    """Product in GF(32), polynomial x^5 + x^2 + 1."""
    product = 0
    for bit in range(5):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(9, 4, -1):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def check_symbol(values):
    total, power = 0, 1
    for value in values:
        power = times(power, 2)
        total ^= times(value, power)
    return total


def damm(digits):
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return interim


def yymmdd(birth):
    parts = (birth.split("-") + ["00", "00"])[:3]
    return parts[0][2:] + parts[1] + parts[2]


# Spec CC-2, first letters only.
FIRST = {
    "A": "ÄÅÆАΑ", "B": "Б", "C": "ЋЧҺΧ", "D": "ÐĐƉДЂЅЏΔ", "E": "ƏЕЁЭΕ", "F": "ФΦ", "G": "ГҐЃΓ", "H": "Ħ",
    "I": "İıĲЄИІЇЙЪЮЯΗΙ", "J": "Ј", "K": "ĸКЌХΚ", "L": "ĿŁЛЉΛ", "M": "МΜ", "N": "ŉŊНЊΝ", "O": "ÖØŒОΟΩ", "P": "ПΠΨ",
    "R": "РΡ", "S": "ßẞСШЩΣ", "T": "ÞŦТЦΘΤ", "U": "ÜУЎѪ", "V": "ВΒ", "X": "Ξ", "Y": "ЫѴΥ", "Z": "ЖЗΖ",
}
LETTER = {letter: first for first, letters in FIRST.items() for letter in letters}


def first_letter(character):
    capital = character.upper() if len(character.upper()) == 1 else character
    if capital in LETTER:
        return LETTER[capital]
    base = unicodedata.normalize("NFD", character)[0].upper()
    return base[0] if "A" <= base[0] <= "Z" else LETTER.get(base, "")


def initials(text):
    return "".join(map(first_letter, unicodedata.normalize("NFC", text))) or "X"


def symbols(values):
    return "".join(ALPHABET[value] for value in values + [check_symbol(values)])


def grouped(text):
    return " ".join(text[i : i + 4] for i in range(0, 16, 4))


def issue(pharmacy, kind, exp, birth, letters, kind_symbol=None):
    slot = exp // SLOT
    day, value = utc_day(slot * SLOT), slot % 1024
    symbol = KINDS[kind] if kind_symbol is None else kind_symbol
    message = f"cc1|{pharmacy}|{symbol}|{value}|{yymmdd(birth)}|{initials(letters)}"
    macs = [mac(p_key(day, i, pharmacy), message)[0] & 31 for i in range(12)]
    return [symbol, value >> 5, value & 31] + macs


def number(pharmacy):
    return f"{pharmacy}-{damm(pharmacy)}"


def verifier(days, positions):
    return {"days": {day: {str(i): b64u(g_key(day, i)) for i in positions} for day in days}}


vectors = []
trusts = {}


def named(keys):
    """The name of these keys in check-code-keys.json."""
    for name, known in trusts.items():
        if known == keys:
            return name
    trusts[f"keys-{len(trusts) + 1}"] = keys
    return f"keys-{len(trusts)}"


def vector(rule, name, kind, input, trust, now, expected):
    trust = None if trust is None else named(trust)
    vectors.append(dict(rule=rule, name=name, kind=kind, input=input, trust=trust, now=now, expected=expected))


def check(rule, name, typed, expected, now=NOW, keys=None):
    vector(rule, name, "check", typed, KEYS if keys is None else keys, now, expected)


def typed(pharmacy, code, birth, letters):
    return {"number": number(pharmacy), "code": code, "birth": birth, "initials": letters}


DAYS = [utc_day(NOW + i * DAY) for i in range(11)]
POSITIONS = [0, 2, 3, 7, 8, 11]
KEYS = verifier(DAYS, POSITIONS)
PEOPLE = [("1990-02-03", "EC"), ("1990-02", "É. ç"), ("2004", "o'Æ"), ("1931-12-31", "李")]

for day in (DAYS[0], "2024-02-29", "2021-12-31"):
    for i in (0, 11):
        keys = {"g": b64u(g_key(day, i)), "p": b64u(p_key(day, i, "40123"))}
        vector("CC-1", f"keys of {day}, position {i}", "keys",
               {"master": b64u(MASTER), "day": day, "position": i, "pharmacy": "40123"}, None, None, keys)

genuine = []
for n in range(40):
    kind = rng.choice("ANVR")
    pharmacy = f"{rng.randrange(100000):05d}"
    birth, letters = PEOPLE[n % len(PEOPLE)]
    exp = NOW + rng.randrange(SLOT, 10 * DAY)
    values = issue(pharmacy, kind, exp, birth, letters)
    code = grouped(symbols(values))
    request = {"pharmacy": pharmacy, "kind": kind, "exp": exp, "birth": birth, "initials": letters}
    day = utc_day(exp // SLOT * SLOT)
    days = {day: [b64u(p_key(day, i, pharmacy)) for i in range(12)]}
    vector("CC-2", f"code {n}", "issue", request, {"pharmacy": pharmacy, "days": days}, None,
           {"number": number(pharmacy), "code": code})
    check("CC-5", f"genuine code {n}", typed(pharmacy, code, birth, letters), "accepted")
    genuine.append((pharmacy, kind, exp, birth, letters, values, code))

for n, (pharmacy, kind, exp, birth, letters, values, code) in enumerate(genuine[:12]):
    paper = typed(pharmacy, code, birth, letters)
    check("CC-3", f"birth date of another {n}", {**paper, "birth": "1990-02-04"}, "rejected")
    check("CC-3", f"initials of another {n}", {**paper, "initials": "ZZ"}, "rejected")
    other = f"{(int(pharmacy) + 1) % 100000:05d}"
    check("CC-3", f"pharmacy of another {n}", {**paper, "number": number(other)}, "rejected")
    wrong = [KINDS["N" if kind != "N" else "A"]] + values[1:]
    check("CC-2", f"another kind {n}", {**paper, "code": grouped(symbols(wrong))}, "rejected")
    for place in (3 + POSITIONS[n % 6],):
        forged = values[:place] + [values[place] ^ (1 + n)] + values[place + 1 :]
        check("CC-2", f"one wrong MAC symbol {n}", {**paper, "code": grouped(symbols(forged))}, "rejected")
    outside = [i for i in range(12) if i not in POSITIONS][n % 6]
    forged = values[: 3 + outside] + [values[3 + outside] ^ (1 + n)] + values[4 + outside :]
    check("CC-4", f"a wrong symbol where this device holds no key {n}",
          {**paper, "code": grouped(symbols(forged))}, "accepted")
    ends = exp // SLOT * SLOT
    check("CC-7", f"last second {n}", paper, "accepted", now=ends - 1)
    check("CC-7", f"first second after {n}", paper, "expired", now=ends)
    check("CC-5", f"expired needs no key {n}", paper, "expired", now=ends + DAY, keys={"days": {}})
    check("CC-5", f"no key of that day {n}", paper, "keys_missing", keys={"days": {}})
    check("CC-4", f"five positions are too few {n}", paper, "keys_missing", keys=verifier(DAYS, POSITIONS[:5]))
    check("CC-4", f"all twelve positions {n}", paper, "accepted", keys=verifier(DAYS, range(12)))
    check("CC-7", f"sixty-four days on {n}", paper, "expired", now=ends + 64 * DAY - 1)
    check("CC-7", f"after that it is a code to come {n}", paper, "keys_missing", now=ends + 64 * DAY + 1)
    check("CC-7", f"sixty-four days before {n}", paper, "keys_missing", now=ends - 64 * DAY + 1, keys={"days": {}})
    check("CC-7", f"before that it is an old code {n}", paper, "expired", now=ends - 64 * DAY - 1)

for kind_symbol in [s for s in range(32) if s not in KINDS.values()]:
    values = issue("40123", "A", NOW + 2 * DAY, "1990-02-03", "EC", kind_symbol)
    check("CC-2", f"version and kind {kind_symbol}", typed("40123", grouped(symbols(values)), "1990-02-03", "EC"),
          "rejected")

for shown, zone in [
    ("ŁK", "LK"), ("ØH", "OH"), ("ŒP", "OP"), ("ĐA", "DA"), ("ÆI", "AI"), ("ŚŁ", "SL"), ("ÞÅ", "TA"), ("ßı", "SI"),
    ("ЩЮ", "SI"), ("ХЖ", "KZ"), ("ΘΨ", "TP"), ("李K", "K"), ("李", "X"),
]:
    exp = NOW + 2 * DAY
    day = utc_day(exp // SLOT * SLOT)
    days = {day: [b64u(p_key(day, i, "40123")) for i in range(12)]}
    printed = grouped(symbols(issue("40123", "A", exp, "1990-02-03", zone)))
    check("CC-2", f"initials as on the document: {shown}", typed("40123", printed, "1990-02-03", shown), "accepted")
    check("CC-2", f"initials as in its machine-readable zone: {zone}", typed("40123", printed, "1990-02-03", zone), "accepted")
    request = {"pharmacy": "40123", "kind": "A", "exp": exp, "birth": "1990-02-03", "initials": shown}
    vector("CC-2", f"issued to {shown}", "issue", request, {"pharmacy": "40123", "days": days}, None,
           {"number": number("40123"), "code": printed})

pharmacy, _, _, birth, letters, values, code = genuine[0]
paper, bare = typed(pharmacy, code, birth, letters), code.replace(" ", "")
for place in range(16):
    for _ in range(3):
        symbol = rng.choice([s for s in ALPHABET if s != bare[place]])
        check("CC-5", f"symbol {place} typed {symbol}", {**paper, "code": bare[:place] + symbol + bare[place + 1 :]}, "typo")
for place in range(15):
    if bare[place] != bare[place + 1]:
        swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
        check("CC-5", f"symbols {place} and {place + 1} exchanged", {**paper, "code": swapped}, "typo")
for name, change in {
    "lower case": {"code": code.lower()},
    "no spaces": {"code": bare},
    "hyphens": {"code": code.replace(" ", "-")},
    "birth date as YYMMDD": {"birth": yymmdd(birth)},
    "number with a space": {"number": paper["number"].replace("-", " ")},
    "number without hyphen": {"number": paper["number"].replace("-", "")},
    "small initials": {"initials": letters.lower()},
}.items():
    check("CC-5", name, {**paper, **change}, "accepted")
for name, change in {
    "no code": {"code": ""},
    "a symbol short": {"code": bare[:-1]},
    "a symbol long": {"code": bare + "0"},
    "a star": {"code": bare[:-1] + "*"},
    "a dotless i": {"code": bare[:-1] + "\u0131"},
    "a full-width digit": {"code": bare[:-1] + "\uff11"},
    "no Damm digit": {"number": pharmacy},
    "wrong Damm digit": {"number": f"{pharmacy}-{(damm(pharmacy) + 1) % 10}"},
    "a digit too many": {"number": f"0{paper['number']}"},
    "letters for a number": {"number": "PHARMA"},
    "no birth date": {"birth": ""},
    "birth date with slashes": {"birth": "03/02/1990"},
}.items():
    check("CC-5", name, {**paper, **change}, "typo")

aliases = next(
    c for c in (
        issue(f"{p:05d}", "A", NOW + 2 * DAY, "1990-02-03", "EC") + [f"{p:05d}"] for p in range(10110, 99999)
    ) if {0, 1, ALPHABET.index("V")} <= set(c[:15])
)
alias_code = symbols(aliases[:15])
for name, pairs in {
    "I for 1": "1I", "l for 1": "1l", "o for 0": "0o", "O for 0": "0O", "u for V": "Vu", "U for V": "VU",
}.items():
    check("CC-5", name, typed(aliases[15], alias_code.replace(pairs[0], pairs[1]), "1990-02-03", "EC"), "accepted")
check("CC-5", "O and I in the number",
      {**typed(aliases[15], alias_code, "1990-02-03", "EC"),
       "number": number(aliases[15]).replace("0", "O").replace("1", "I")}, "accepted")

for pharmacy, *_, code in genuine[:6]:
    bare = code.replace(" ", "")
    digest = hashlib.sha256(f"{pharmacy}|{bare}".encode()).digest()[:3]
    vector("CC-8", f"hash of {bare}", "hash", {"number": pharmacy, "code": bare}, None, None, b64u(digest))


def entry(pharmacy, kind, slot, values):
    """A revoked code as published: 0 (2 bits), number (17), kind (2), slot of the day (3), two low bits of each MAC."""
    whole = (int(pharmacy) << 5) + ("ANVR".index(kind) << 3) + slot % 8
    for value in values[3:15]:
        whole = whole << 2 | value & 3
    return whole.to_bytes(6, "big")


def changed(values, places):
    """The code with another symbol at these MAC positions; what is added differs in its low bits, or only above them."""
    return [value ^ (places[i - 3] if i - 3 in places else 0) for i, value in enumerate(values)]


for n, (pharmacy, kind, exp, birth, letters, values, code) in enumerate(genuine[:12]):
    slot = exp // SLOT
    facts = {"pharmacy": pharmacy, "kind": kind, "slot": slot, "symbols": code.replace(" ", "")[3:15]}
    own = entry(pharmacy, kind, slot, values)
    vector("CC-8", f"entry of revoked code {n}", "entry", facts, None, None, b64u(own))
    held, free = POSITIONS[n % 6], [i for i in range(12) if i not in POSITIONS]
    others = [
        entry(f"{(int(pharmacy) + 1) % 100000:05d}", kind, slot, values),
        entry(pharmacy, "N" if kind != "N" else "A", slot, values),
        entry(pharmacy, kind, slot + 1, values),
        entry(pharmacy, kind, slot, changed(values, {held: 1 + n % 3})),
    ]
    near = [entry(pharmacy, kind, slot, changed(values, {i: 1 for i in free})),
            entry(pharmacy, kind, slot, changed(values, {held: 4}))]
    for name, revoked, shown, outcome in (
        ("among others", others + [own], values, "revoked"),
        ("five symbols changed where this device holds no key", others + [own],
         changed(values, {i: 1 + (n + i) % 31 for i in free[:5]}), "revoked"),
        ("one symbol changed where it does", [own], changed(values, {held: 1 + n}), "rejected"),
        ("not itself, with four like it", others, values, "accepted"),
        ("another that differs where this device holds no key", near[:1], values, "revoked"),
        ("another that differs above the two low bits", near[1:], values, "revoked"),
        ("none", [], values, "accepted"),
    ):
        vector("CC-8", f"revoked {n}: {name}", "revoked",
               {**typed(pharmacy, grouped(symbols(shown)), birth, letters),
                "revoked": b64u(b"".join(sorted(set(revoked))))}, KEYS, NOW, outcome)

for rejections, seconds in [(4, 0), (5, 60), (10, 120), (15, 240), (20, 480), (25, 960), (30, 1920), (35, 3600), (50, 3600)]:
    vector("CC-6", f"{rejections} rejected codes", "lock", {"rejections": rejections}, None, NOW, {"lockedFor": seconds})



def lock_after(events):
    """Seconds for which entry is locked after these (time, outcome): CC-6 read as text, over all that happened."""
    counted, until, last = [], 0, 0
    for at, outcome in events:
        assert not (until - last <= at < until), "nothing is judged while locked"
        if outcome != "rejected":
            continue
        counted.append(at)
        if len([time for time in counted if at - time < HOUR]) >= 5:
            last = 60 if last == 0 or at >= until + HOUR else min(2 * last, HOUR)
            counted, until = [], at + last
    return max(0, until - events[-1][0])


for name, events in {
    "four rejections, an acceptance, one more": [(i, "rejected") for i in range(4)] + [(4, "accepted"), (5, "rejected")],
    "an acceptance before each rejection": [(i, o) for i in range(5) for o in ("accepted", "rejected")],
    "typos, missing keys and expired codes between": [
        (i, o) for i in range(4) for o in ("rejected", "typo", "keys_missing", "expired")],
    "the first of five 3,599 s ago": [(0, "rejected"), (10, "rejected"), (20, "rejected"), (30, "rejected"),
                                     (3599, "rejected")],
    "the first of five 3,600 s ago": [(0, "rejected"), (10, "rejected"), (20, "rejected"), (30, "rejected"),
                                     (3600, "rejected")],
    "the hour slides": [(i * 900, "rejected") for i in range(12)],
    "five within an hour after one long ago": [(0, "rejected")] + [(5000 + i, "rejected") for i in range(5)],
    "the next lock is twice as long, also after an acceptance": [(i, "rejected") for i in range(5)]
        + [(70, "accepted")] + [(80 + i, "rejected") for i in range(5)],
    "an hour without a lock, and the next is short again": [(i, "rejected") for i in range(5)]
        + [(4 + 60 + HOUR + i, "rejected") for i in range(5)],
}.items():
    vector("CC-6", name, "entries", [{"at": NOW + at, "outcome": outcome} for at, outcome in events], None,
           NOW + events[-1][0], {"lockedFor": lock_after([(NOW + at, outcome) for at, outcome in events])})

folder = pathlib.Path(__file__).parent.parent
for file, content in {"check-code.json": vectors, "check-code-keys.json": trusts}.items():
    (folder / file).write_text(json.dumps(content, indent="\t", ensure_ascii=False) + "\n")
