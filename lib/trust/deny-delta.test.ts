import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, equalBytes } from "@/lib/shared/bytes";
import { manyPrefixes } from "@/tests/support/many-prefixes";
import { applyDenyDelta, type DenyVersion, encodeDenyDelta } from "./deny-delta";
import { buildDenyFile, denyPrefix } from "./deny-list";

function digestOf(data: Uint8Array): Bytes {
	return new Uint8Array(createHash("sha256").update(data).digest());
}

function version(prefixes: readonly Uint8Array[]): DenyVersion {
	const file = buildDenyFile(prefixes);
	return { file, sha256: digestOf(file) };
}

function apply(delta: Bytes, earlier: DenyVersion, later: DenyVersion) {
	return applyDenyDelta(delta, earlier, { expected: later.sha256, digest: async (data) => digestOf(data) });
}

const small = (...ids: string[]) => version(ids.map(denyPrefix));

describe("deny delta", () => {
	it("makes the later file from the earlier", async () => {
		const ids = fc.array(fc.string({ maxLength: 1 }), { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(ids, ids, async (before, after) => {
				const [earlier, later] = [small(...before), small(...after)];
				expect(await apply(encodeDenyDelta(earlier, later), earlier, later)).toEqual({ file: later.file });
			}),
		);
	});

	it("at 554,388 entries is as small as the change", async () => {
		const all = manyPrefixes(554_388);
		const [earlier, later] = [version(all.slice(0, -1200)), version(all.slice(300))];
		const delta = encodeDenyDelta(earlier, later);
		expect(delta.length).toBe(76 + 1500 * 8);
		const applied = await apply(delta, earlier, later);
		expect("file" in applied && equalBytes(applied.file, later.file)).toBe(true);
	});

	it("is refused on another file, for another result, and when it does not fit", async () => {
		const [a, b, c] = [small("1", "2"), small("2", "3"), small("4")];
		const delta = encodeDenyDelta(a, b);
		expect(await apply(delta, c, b)).toEqual({ problem: "delta_other_base" });
		expect(await apply(delta, a, c)).toEqual({ problem: "delta_inconsistent" });
		const lying = encodeDenyDelta({ ...c, sha256: a.sha256 }, b);
		expect(await apply(lying, a, b)).toEqual({ problem: "delta_inconsistent" });
		const adding = encodeDenyDelta({ ...small(), sha256: a.sha256 }, { ...a, sha256: b.sha256 });
		expect(await apply(adding, a, b)).toEqual({ problem: "delta_inconsistent" });
	});

	it("with any byte changed gives the later file or none", async () => {
		const [earlier, later] = [small("1", "2", "3"), small("2", "4", "5")];
		const delta = encodeDenyDelta(earlier, later);
		for (let i = 0; i < delta.length; i++) {
			const changed = delta.slice();
			changed[i] = (changed[i] ?? 0) ^ 1;
			expect(await apply(changed, earlier, later)).toHaveProperty("problem");
		}
		for (const cut of [0, 3, 75, 76, delta.length - 1]) {
			expect(await apply(delta.slice(0, cut), earlier, later)).toEqual({ problem: "delta_malformed" });
		}
	});
});
