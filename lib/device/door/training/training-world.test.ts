import "fake-indexeddb/auto";
import { beforeAll, describe, expect, it } from "vitest";
import { verifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { decideOnPass } from "@/lib/checkin/decide-passage";
import { utf8 } from "@/lib/shared/bytes";
import { HOUR } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import { attest, bundle, delegationJwt, NOW } from "@/tests/support/authority";
import { RelaisDatabase } from "../../store/database";
import { recordPassage } from "../check-in";
import { enterCode } from "../enter-code";
import { beginTraining, makeTrainingWorld, type TrainingWorld, trainingDatabase } from "./training-world";

let world: TrainingWorld;
let trust: Trust;
let real: Trust;

async function opened(given: Parameters<typeof openTrust>[0]): Promise<Trust> {
	const result = await openTrust(given, { subtle: crypto.subtle });
	if (!result.ok) throw new Error(result.error.code);
	expect(result.value.problems).toEqual([]);
	return result.value;
}

beforeAll(async () => {
	world = await makeTrainingWorld(NOW);
	trust = await opened(world.bundle);
	real = await opened(bundle());
});

const OCCASION = { activity: "venue" } as const;
const verdictOf = (text: string, by: Trust, now = NOW) =>
	verifyPass(text, by, { now, ownPast: now, occasion: OCCASION });
const passOf = (kind: string) => {
	const found = world.passes.find((pass) => pass.kind === kind);
	if (found === undefined) throw new Error(kind);
	return found;
};

describe("the passes of the exercise", () => {
	it("[DP-4] are judged by lib/verify under their own root, each as what it is", async () => {
		const expected = {
			good: ["accepted", null],
			over: ["rejected", "time_expired"],
			revoked: ["rejected", "revoked"],
			forged: ["rejected", "signature_invalid"],
			noPass: ["rejected", "format_unknown"],
		};
		for (const [kind, outcome] of Object.entries(expected)) {
			const verdict = await verdictOf(passOf(kind).text, trust);
			expect([kind, verdict.outcome, verdict.reason]).toEqual([kind, ...outcome]);
			if (kind === "good") expect(verdict.warnings).toEqual([]);
		}
	});

	it("[DP-4] stay what they are for the day that their sheet is good", async () => {
		expect(await verdictOf(passOf("good").text, trust, NOW + 23 * HOUR)).toMatchObject({ outcome: "accepted" });
	});

	it("[DP-4] the paper with a check code is accepted by its code, and no other person's", async () => {
		const db = new RelaisDatabase("training code");
		const { person } = passOf("code");
		const own = await beginTraining(NOW, db);
		const paper = own.passes.find(({ kind }) => kind === "code");
		const typed = (birth: string) => ({
			...{ number: paper?.code?.number ?? "", code: paper?.code?.code ?? "", birth },
			initials: initialsOf(person),
		});
		const context = {
			keys: own.codeKeys,
			trust: await opened(own.bundle),
			now: NOW,
			ownPast: NOW,
			occasion: OCCASION,
			db,
		};
		expect(await enterCode(typed(person.birth), context)).toMatchObject({ outcome: "accepted", warnings: [] });
		expect(await enterCode(typed("1990-01-01"), context)).toMatchObject({ outcome: "rejected" });
	});
});

describe("at a real door", () => {
	it("[DP-4] a pass of an exercise is refused as one, and nobody passes with it in either direction", async () => {
		for (const kind of ["good", "over", "revoked", "forged"]) {
			const verdict = await verdictOf(passOf(kind).text, real);
			expect([kind, verdict.outcome, verdict.reason]).toEqual([kind, "rejected", "issuer_training"]);
			for (const direction of ["in", "out"] as const) expect(decideOnPass(verdict, direction).outcome).toBe("stays");
		}
	});

	it("[DP-4] its check code is never accepted", async () => {
		const { code, person } = passOf("code");
		const typed = {
			number: code?.number ?? "",
			code: code?.code ?? "",
			birth: person.birth,
			initials: initialsOf(person),
		};
		const keys = verifierCodeKeys(() => utf8("0123456789abcdef0123456789abcdef"), [0, 2, 5, 6, 9, 11], NOW);
		const context = {
			keys,
			trust: real,
			now: NOW,
			ownPast: NOW,
			occasion: OCCASION,
			db: new RelaisDatabase("real code"),
		};
		expect(await enterCode(typed, context)).toMatchObject({ outcome: "rejected" });
	});

	it("[DP-4] a real pass is from an unknown issuer in the exercise", async () => {
		const text = attest({}, { embed: delegationJwt() });
		expect(await verdictOf(text, real)).toMatchObject({ outcome: "accepted" });
		expect(await verdictOf(text, trust)).toMatchObject({ outcome: "indeterminate", reason: "issuer_unknown" });
	});
});

describe("beginning an exercise", () => {
	it("[DP-3] keeps the sheet of the day, and nobody of the exercise before is inside", async () => {
		const db = trainingDatabase();
		const first = await beginTraining(NOW, db);
		const gate = {
			assignment: "local-x",
			gate: "",
			mode: "event",
			ends: NOW + HOUR,
			reentry: "allowed",
			gates: [],
			closed: [],
			capacity: null,
			warnAt: 90,
		} as const;
		const pass = { passId: "x", outcome: "accepted", format: "relais", direction: "in", again: false } as const;
		await recordPassage(gate, pass, { now: NOW, db });
		expect(await beginTraining(NOW + 3600, db)).toEqual(first);
		expect(await db.checkins.count()).toBe(0);
		expect((await beginTraining(NOW + 25 * HOUR, db)).bundle.root).not.toBe(first.bundle.root);
		db.close();
	});

	it("[DP-3] refuses the door's own database", async () => {
		await expect(beginTraining(NOW, new RelaisDatabase())).rejects.toThrow("never touches");
	});
});
