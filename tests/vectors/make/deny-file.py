#!/usr/bin/env python3
"""Makes deny-file.json: a second implementation of the deny file of spec §4 and its deltas, written from their text with
nothing but the standard library. Again: python3 tests/vectors/make/deny-file.py"""

import base64
import hashlib
import json
import pathlib
import random
import struct

rng = random.Random("relais deny files")
MAGIC = 0xD6


def b64(raw):
    return base64.b64encode(raw).decode()


def sha(raw):
    return hashlib.sha256(raw).digest()


def prefix(pass_id):
    return int.from_bytes(sha(pass_id.encode())[:6], "big")


def width_of(count):
    return 48 - count.bit_length()


def code(numbers, width):
    """Golomb-Rice as a text of zeros and ones."""
    bits, previous = [], -1
    for number in numbers:
        quotient, remainder = divmod(number - previous - 1, 1 << width)
        bits.append("0" * quotient + "1" + format(remainder, "b").zfill(width))
        previous = number
    return "".join(bits)


def pack(count, bits, magic=MAGIC):
    bits += "0" * (-len(bits) % 8)
    body = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
    return bytes([magic]) + struct.pack(">I", count) + body


def coded(numbers):
    numbers = sorted(set(numbers))
    return pack(len(numbers), code(numbers, width_of(len(numbers))) if numbers else "")


def plain(ids):
    return b"".join(sorted({sha(pass_id.encode())[:8] for pass_id in ids}))


def delta(earlier, later, removed, added):
    entries = [b"".join(n.to_bytes(6, "big") for n in sorted(part)) for part in (removed, added)]
    counts = struct.pack(">II", len(removed), len(added))
    return b"RDD2" + sha(earlier) + sha(later) + counts + b"".join(entries)


def vector(name, kind, given, expected):
    return {"rule": "TL-5", "name": name, "kind": kind, "input": given, "trust": None, "now": None, "expected": expected}


vectors = []


def opens(name, file, count, denied=(), admitted=()):
    expected = {"denied": list(denied), "admitted": list(admitted)}
    vectors.append(vector(name, "deny-file", {"file": b64(file), "count": count}, expected))


def refused(name, file, count):
    vectors.append(vector(name, "deny-file", {"file": b64(file), "count": count}, None))


def writes(name, numbers):
    vectors.append(vector(name, "deny-write", {"prefixes": numbers}, b64(coded(numbers))))


def leads(name, earlier, way, later):
    given = {"earlier": b64(earlier), "delta": b64(way), "named": sha(later).hex()}
    vectors.append(vector(name, "deny-delta", given, {"file": b64(later)}))


def problem(name, earlier, way, named, expected):
    given = {"earlier": b64(earlier), "delta": b64(way), "named": named.hex()}
    vectors.append(vector(name, "deny-delta", given, {"problem": expected}))


ids = [f"URN:UVCI:01:FR:{i}" for i in range(1000)]
others = [f"URN:UVCI:01:DE:{i}" for i in range(20)]
for count in (1, 2, 3, 4, 255, 256, 1000):
    some = ids[:count]
    opens(f"{count} in the coded form", coded(map(prefix, some)), count, some[:20], others)
    opens(f"{count} in the earlier form", plain(some), count, some[:20], others)
opens("nothing in the coded form", coded([]), 0, [], others)
opens("nothing in the earlier form", b"", 0, [], others)

top = (1 << 48) - 1
writes("nothing", [])
writes("the least prefix", [0])
writes("the greatest prefix", [top])
writes("least and greatest", [0, top])
writes("neighbours", [5, 6, 7, 8])
writes("neighbours at the end", list(range(top - 6, top + 1)))
for count in (7, 8, 9, 63, 64, 65, 1023, 1024, 32767, 32768):
    if count > 100:
        given = vector(f"{count} prefixes by count", "deny-digest", {"count": count}, None)
        # The k-th number is the prefix of its decimal text: too many to write out.
        file = coded(prefix(str(k)) for k in range(count))
        given["expected"] = {"length": len(file), "sha256": sha(file).hex()}
        vectors.append(given)
    else:
        writes(f"{count} prefixes", sorted(rng.sample(range(1 << 48), count)))

three = sorted(map(prefix, ids[:3]))
bits = code(three, width_of(3))
refused("another first byte", pack(3, bits, MAGIC ^ 1), 3)
refused("a list that counts another number", coded(three), 4)
refused("a file that counts another number", pack(4, bits), 4)
many = sorted(map(prefix, ids[:40]))
refused("the remainders one bit narrower", pack(40, code(many, width_of(40) - 1)), 40)
refused("the remainders one bit wider", pack(40, code(many, width_of(40) + 1)), 40)
refused("a byte after the last entry", coded(three) + b"\0", 3)
refused("a byte too few", coded(three)[:-1], 3)
odd = next(n for n in range(1, 9) if len(code(range(n), width_of(n))) % 8)
refused("a bit set after the last entry", coded(range(odd))[:-1] + bytes([coded(range(odd))[-1] | 1]), odd)
refused("a prefix beyond 48 bits", pack(1, "001" + "0" * 47), 1)
refused("a code without an end", pack(1, "0" * 64), 1)
refused("the earlier form, an entry twice", plain(ids[:1]) * 2, 2)
refused("the earlier form, falling", b"".join(sorted((sha(i.encode())[:8] for i in ids[:2]), reverse=True)), 2)
refused("the earlier form, half an entry", plain(ids[:2])[:-4], 2)
refused("the earlier form, another count", plain(ids[:2]), 3)

before, after = ids[:40], ids[3:45]
gone, came = set(map(prefix, ids[:3])), set(map(prefix, ids[40:45]))
later = coded(map(prefix, after))
for name, earlier in (("coded", coded(map(prefix, before))), ("earlier", plain(before))):
    leads(f"from a file of the {name} form", earlier, delta(earlier, later, gone, came), later)
earlier = coded(map(prefix, before))
good = delta(earlier, later, gone, came)
leads("from nothing", coded([]), delta(coded([]), later, set(), set(map(prefix, after))), later)
leads("to nothing", earlier, delta(earlier, coded([]), set(map(prefix, before)), set()), coded([]))
problem("of another file", plain(before), good, sha(later), "delta_other_base")
problem("to another file than the list names", earlier, good, sha(b""), "delta_inconsistent")
problem("that removes what is not there", earlier, delta(earlier, later, gone | came, came), sha(later), "delta_inconsistent")
problem("that adds what is there", earlier, delta(earlier, later, gone, came | {prefix(ids[5])}), sha(later), "delta_inconsistent")
problem("that leaves one out", earlier, delta(earlier, later, gone, set(list(came)[1:])), sha(later), "delta_inconsistent")
problem("a byte short", earlier, good[:-1], sha(later), "delta_malformed")
problem("of the earlier kind", earlier, b"RDD1" + good[4:], sha(later), "delta_malformed")
unsorted_entries = good[:76] + good[82:88] + good[76:82] + good[88:]
problem("that is not sorted", earlier, unsorted_entries, sha(later), "delta_malformed")

out = pathlib.Path(__file__).resolve().parent.parent / "deny-file.json"
out.write_text(json.dumps(vectors, ensure_ascii=False, indent="\t") + "\n", encoding="utf-8")
