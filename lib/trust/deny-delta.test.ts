import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, equalBytes } from "@/lib/shared/bytes";
import { denyDelta, denyVersion, denyVersionOf, plainDenyFile, sha256Of } from "@/tests/support/deny-versions";
import { manyPrefixes } from "@/tests/support/many-prefixes";
import { applyDenyDelta, type DenyVersion, encodeDenyDelta } from "./deny-delta";
import { buildDenyFile } from "./deny-list";

function apply(delta: Bytes, earlier: DenyVersion, later: DenyVersion) {
	return applyDenyDelta(delta, earlier, { expected: later.sha256, digest: async (data) => sha256Of(data) });
}

describe("deny delta", () => {
	const ids = fc.array(fc.string({ maxLength: 1 }), { maxLength: 12 });

	it("makes the later file from the earlier", async () => {
		await fc.assert(
			fc.asyncProperty(ids, ids, async (before, after) => {
				const [earlier, later] = [denyVersion(...before), denyVersion(...after)];
				expect(await apply(denyDelta(earlier, later), earlier, later)).toEqual({ file: later.file });
			}),
		);
	});

	it("leads on from a file of the earlier form", async () => {
		await fc.assert(
			fc.asyncProperty(ids, ids, async (before, after) => {
				const [earlier, later] = [denyVersionOf(plainDenyFile(before)), denyVersion(...after)];
				expect(await apply(denyDelta(earlier, later), earlier, later)).toEqual({ file: later.file });
			}),
		);
	});

	it("at 554,388 entries is as small as the change", async () => {
		const all = manyPrefixes(554_388);
		const earlier = denyVersionOf(buildDenyFile(all.slice(0, -1200)));
		const later = denyVersionOf(buildDenyFile(all.slice(300)));
		const delta = denyDelta(earlier, later);
		expect(delta.length).toBe(76 + 1500 * 6);
		const applied = await apply(delta, earlier, later);
		expect("file" in applied && equalBytes(applied.file, later.file)).toBe(true);
	});

	it("is refused on another file, for another result, and when it does not fit", async () => {
		const [a, b, c] = [denyVersion("1", "2"), denyVersion("2", "3"), denyVersion("4")];
		const delta = denyDelta(a, b);
		expect(await apply(delta, c, b)).toEqual({ problem: "delta_other_base" });
		expect(await apply(delta, a, c)).toEqual({ problem: "delta_inconsistent" });
		const lying = denyDelta({ ...c, sha256: a.sha256 }, b);
		expect(await apply(lying, a, b)).toEqual({ problem: "delta_inconsistent" });
		const adding = denyDelta({ ...denyVersion(), sha256: a.sha256 }, { ...a, sha256: b.sha256 });
		expect(await apply(adding, a, b)).toEqual({ problem: "delta_inconsistent" });
	});

	it("with any byte changed gives the later file or none", async () => {
		const [earlier, later] = [denyVersion("1", "2", "3"), denyVersion("2", "4", "5")];
		const delta = denyDelta(earlier, later);
		for (let i = 0; i < delta.length; i++) {
			const changed = delta.slice();
			changed[i] = (changed[i] ?? 0) ^ 1;
			expect(await apply(changed, earlier, later)).toHaveProperty("problem");
		}
		for (const cut of [0, 3, 75, 76, delta.length - 1]) {
			expect(await apply(delta.slice(0, cut), earlier, later)).toEqual({ problem: "delta_malformed" });
		}
	});

	it("neither starts from nor leads to what is no deny file", async () => {
		const [none, some] = [denyVersionOf(new Uint8Array(3)), denyVersion("1")];
		expect(encodeDenyDelta(none, some)).toBeUndefined();
		expect(encodeDenyDelta(some, none)).toBeUndefined();
		const delta = denyDelta({ ...denyVersion("2"), sha256: none.sha256 }, some);
		expect(await apply(delta, none, some)).toEqual({ problem: "delta_inconsistent" });
	});
});
