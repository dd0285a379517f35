/** Every vector is run, and the committed files are what the generator makes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { kidOf, thumbprint } from "@/lib/shared/jwk-thumbprint";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { updateTrust } from "@/lib/trust/update";
import { verifyPass } from "@/lib/verify/verify-pass";
import { statesOf } from "@/tests/support/trust-update";
import { makeVectorFiles } from "./make-vectors";
import type { Bundles, KidVector, OpenVector, UpdateVector, Vector, VerifyVector } from "./vector";

const { subtle } = crypto;
const read = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
const BUNDLES: Bundles = JSON.parse(read("bundles.json"));
const FILES = ["attestation.json", "delegation.json", "trust.json", "verdict.json"];

const opened = new Map<string, Promise<Trust>>();

function trustNamed(name: string): Promise<Trust> {
	const known = opened.get(name) ?? open(name);
	opened.set(name, known);
	return known;
}

async function open(name: string): Promise<Trust> {
	const answer = await openTrust(bundleNamed(name), { subtle });
	if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
	return answer.value;
}

function bundleNamed(name: string) {
	const bundle = BUNDLES[name];
	if (!bundle) throw new Error(`no bundle "${name}"`);
	return bundle;
}

async function runVerify({ input, trust, now, policy = "none", ownPast, expected }: VerifyVector) {
	const verdict = await verifyPass(input, await trustNamed(trust), { now, policy, ownPast });
	const { format, outcome, reason, warnings } = verdict;
	const id = verdict.outcome === "accepted" && expected.id !== undefined ? { id: verdict.pass.id } : {};
	expect({ format, outcome, reason, warnings, ...id }).toEqual(expected);
}

async function runOpen({ input, expected }: OpenVector) {
	const answer = await openTrust(bundleNamed(input), { subtle });
	const failure = answer.ok ? null : answer.error.code;
	const problems = answer.ok ? answer.value.problems.map(({ code }) => code) : [];
	expect({ failure, problems }).toEqual(expected);
}

async function runUpdate({ input, trust, now, expected }: UpdateVector) {
	const cached = await trustNamed(trust);
	const update = await updateTrust({ cached, fetched: bundleNamed(input), now, subtle });
	if (!update.ok) throw new Error(update.error.code);
	const { keyset, list, deny } = statesOf(update.value);
	expect({ keyset, list, deny }).toEqual(expected);
}

function runKid({ input, expected }: KidVector) {
	expect({ kid: kidOf(input), thumbprint: thumbprint(input) }).toEqual(expected);
}

describe.each(FILES)("%s", (file) => {
	const vectors: readonly Vector[] = JSON.parse(read(file));

	it.each(vectors.map((vector) => [vector.rule, vector.name, vector] as const))("[%s] %s", async (_, __, vector) => {
		switch (vector.kind) {
			case "kid":
				return runKid(vector);
			case "verify":
				return runVerify(vector);
			case "open":
				return runOpen(vector);
			case "update":
				return runUpdate(vector);
		}
	});

	it("says each thing once", () => {
		const names = vectors.map(({ rule, name }) => `${rule} ${name}`);
		expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
	});
});

describe("the generator", () => {
	it("makes exactly the committed files", async () => {
		for (const [name, content] of Object.entries(await makeVectorFiles())) {
			expect(content === read(name), `${name} differs: npx tsx tests/vectors/make-vectors.ts`).toBe(true);
		}
	});
});
