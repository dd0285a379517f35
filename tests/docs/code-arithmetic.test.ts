/** The figures that docs/threat-model.md and docs/privacy.md give about check codes, computed again from the scheme. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { POSITIONS, VERIFIER_POSITIONS } from "@/lib/checkcode/derive-keys";

const page = (name: string) => readFileSync(join(import.meta.dirname, "../../docs", name), "utf8").replace(/\s+/g, " ");
const threats = page("threat-model.md");
const privacy = page("privacy.md");
const SYMBOL = 32;
const HASHES = 2 ** 24;

function choose(n: number, k: number): number {
	if (k < 0 || k > n) return 0;
	let result = 1;
	for (let i = 0; i < k; i++) result = (result * (n - i)) / (i + 1);
	return result;
}

/** Of `known` positions a random door has exactly `shared`. */
const sharing = (known: number, shared: number) =>
	(choose(known, shared) * choose(POSITIONS - known, VERIFIER_POSITIONS - shared)) /
	choose(POSITIONS, VERIFIER_POSITIONS);

/** How many positions `verifiers` random ones know together: probability by number. */
function pooled(verifiers: number): ReadonlyMap<number, number> {
	let by = new Map([[0, 1]]);
	for (let i = 0; i < verifiers; i++) {
		const next = new Map<number, number>();
		for (const [known, p] of by) {
			for (let shared = 0; shared <= VERIFIER_POSITIONS; shared++) {
				const grown = known + VERIFIER_POSITIONS - shared;
				next.set(grown, (next.get(grown) ?? 0) + p * sharing(known, shared));
			}
		}
		by = next;
	}
	return by;
}

/** Percent of random doors at which one of `tries` different forgeries passes. */
function forging(verifiers: number, tries = 1): number {
	let sum = 0;
	for (const [known, p] of pooled(verifiers)) {
		for (let shared = 0; shared <= VERIFIER_POSITIONS; shared++) {
			sum += p * sharing(known, shared) * Math.min(1, tries / SYMBOL ** (VERIFIER_POSITIONS - shared));
		}
	}
	return 100 * sum;
}

const meanPositions = (verifiers: number) => [...pooled(verifiers)].reduce((sum, [known, p]) => sum + known * p, 0);
const grouped = (value: number) => Math.round(value).toLocaleString("en");

describe("[CC-4] forging with leaked verifiers", () => {
	it("is what the threat model says", () => {
		expect(threats).toContain(`${forging(1).toFixed(2)} % for one try at a random door`);
		expect(threats).toContain(
			`${(100 / choose(POSITIONS, VERIFIER_POSITIONS)).toFixed(2)} % are doors with the very same`,
		);
		expect(threats).toContain(`After 5 tries at the same door it is ${forging(1, 5).toFixed(2)} %`);
		expect(threats).toContain(`after 32 tries ${forging(1, 32).toFixed(1)} %`);
		const [two, three, four, five] = [2, 3, 4, 5].map((verifiers) => forging(verifiers).toFixed(1));
		expect(threats).toContain(`${two} % with two, ${three} % with three, ${four} % with four, ${five} % with five`);
		expect(threats).toContain(`two ${meanPositions(2)} on average, three ${meanPositions(3).toFixed(1)}`);
		expect(threats).toContain(`2⁻³⁰, one in ${grouped(SYMBOL ** VERIFIER_POSITIONS)} per try`);
	});
});

describe("[CC-8] what published codes tell about people", () => {
	const birthDates = 36_525;
	const initials = 26 * 26;
	const people = birthDates * initials;
	const falseHits = (tries: number, registered: number) => (tries * registered) / HASHES;
	const kindsAndSlots = 4 * 8;

	it("of revoked ones is what the privacy page says", () => {
		expect(privacy).toContain(`36,525 × ${initials} = ${grouped(people)} candidates`);
		const oneDoor = 4 ** VERIFIER_POSITIONS;
		expect(privacy).toContain(`${grouped(people)} ÷ ${grouped(oneDoor)} = ${grouped(people / oneDoor)} fit an entry`);
		expect(privacy).toContain(`taken for the revoked one with 1/${grouped(oneDoor)}`);
		expect(privacy).toContain(`give ${2 * meanPositions(2)} bits on average: ${grouped(people / 4 ** 9)} candidates`);
		expect(privacy).toContain(`besides the right one ${(people / 4 ** POSITIONS).toFixed(1)} candidates`);
	});

	it("of registered ones is what the privacy page says", () => {
		expect(privacy).toContain(`fill all ${grouped(HASHES)} values`);
		const unknown = SYMBOL ** (POSITIONS - meanPositions(2));
		expect(privacy).toContain(`${grouped(unknown)} hashes to try for a person`);
		expect(privacy).toContain(`n ÷ ${grouped(HASHES / unknown)} are false hits`);
		expect(pooled(2).get(POSITIONS)).toBeCloseTo(1 / choose(POSITIONS, VERIFIER_POSITIONS), 10);
		expect(privacy).toContain(`Two do once in ${choose(POSITIONS, VERIFIER_POSITIONS)}`);
		expect(privacy).toContain(`With n = 500,000 that is ${(100 * falseHits(1, 500_000)).toFixed(1)} %`);
		expect(privacy).toContain(`8 slots, ${falseHits(kindsAndSlots, 500_000).toFixed(2)} false hits`);
		const month = 31 * initials * kindsAndSlots;
		expect(privacy).toContain(`people of a birth month ${grouped(falseHits(month, 500_000))},`);
		expect(privacy).toContain(`same month has ${grouped(falseHits(month, 1_000))}, and one known person`);
		expect(privacy).toContain(`known person ${falseHits(kindsAndSlots, 1_000).toFixed(3)}:`);
	});
});
