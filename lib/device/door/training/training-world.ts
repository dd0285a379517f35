import "client-only";
import { z } from "zod";
import { issueAttestation } from "@/lib/attest/issue-attestation";
import type { Signer } from "@/lib/attest/signer";
import { issuerCodeKeys, type VerifierCodeKeys, verifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { issueCode } from "@/lib/checkcode/issue-code";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { utcDay } from "@/lib/shared/civil-day";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { verifierBundle } from "@/lib/trust/bundle";
import { codesFile } from "@/lib/trust/trust-file";
import { TRAINING_PHARMACY, trainingCodeMaster } from "../../identity/training-issuer";
import { DATABASE_NAME, RelaisDatabase } from "../../store/database";
import { readFact, writeFact } from "../../store/facts";
import { makeAuthority, trainingTimes } from "./training-authority";

/**
 * The exercise (DP-3, DP-4): passes of an authority of its own, judged, counted and remembered by the very code of a
 * door, in a database that is not the door's. Nothing of it reaches the real counts, and no background task looks there.
 */

/** In the order in which they are practised. */
const TRAINING_KINDS = ["good", "over", "revoked", "forged", "code", "noPass"] as const;

const trainingPass = z.object({
	kind: z.enum(TRAINING_KINDS),
	/** What its QR code says; empty for the paper whose QR code cannot be read. */
	text: z.string(),
	/** Whose it is, as on the identity document; invented. */
	person: z.object({ family: z.string(), given: z.string(), birth: z.string() }),
	/** As printed on the paper whose QR code cannot be read. */
	code: z.object({ number: z.string(), code: z.string() }).optional(),
});
export type TrainingPass = z.infer<typeof trainingPass>;

const trainingWorld = z.object({
	madeAt: z.number(),
	bundle: verifierBundle,
	codeKeys: z.object({ days: z.record(z.string(), z.record(z.string(), z.string())) }),
	codeLists: z.record(z.string(), z.string()),
	passes: z.array(trainingPass),
});
export type TrainingWorld = z.infer<typeof trainingWorld> & { readonly codeKeys: VerifierCodeKeys };

/** A printed sheet is good for a day; then its tests have ended, and another is made. */
const LASTS = 24 * HOUR;
const REVOKED_INDEX = 3;
const WORLD_FACT = "training";

const PERSONS = {
	good: { family: "EXERCICE", given: "Alix", birth: "1984-05-17" },
	over: { family: "EXERCICE", given: "Bérénice", birth: "1991-11-02" },
	revoked: { family: "EXERCICE", given: "Côme", birth: "1968-02-29" },
	forged: { family: "EXERCICE", given: "Dalila", birth: "1999-07-08" },
	code: { family: "EXERCICE", given: "Elouan", birth: "1977-03-21" },
} as const;

export async function makeTrainingWorld(now: NumericDate): Promise<TrainingWorld> {
	const authority = await makeAuthority({ now, revoked: [REVOKED_INDEX] });
	const { delegation, signer, forger } = authority.pharmacy;
	const { vaccination, test, over } = trainingTimes(now);
	const issue = async (kind: keyof typeof PERSONS, claims: Partial<AttestationClaims>, by: Signer = signer) => {
		const { family, given, birth: b } = PERSONS[kind];
		const dose = { k: "V", p: "EU/1/20/1528", d: [2, 2], ...vaccination } as const;
		const all: AttestationClaims = { ...dose, n: [family, given], b, s: 1, ...claims };
		const issued = await issueAttestation(all, { delegation, signer: by, embed: true });
		if (issued.outcome !== "issued") throw new Error(`the exercise could not be made: ${issued.reason}`);
		return { kind, text: issued.text, person: PERSONS[kind] };
	};
	const none = { family: "", given: "", birth: "" };
	const { codeKeys, code, day } = makeCode(test.exp, now);
	return {
		madeAt: now,
		bundle: authority.bundle,
		codeKeys,
		codeLists: { [day]: await authority.codeList(day) },
		passes: [
			await issue("good", { s: 1 }),
			await issue("over", { k: "A", s: 2, p: undefined, d: undefined, ...over }),
			await issue("revoked", { s: REVOKED_INDEX }),
			await issue("forged", { s: 4 }, forger),
			{ kind: "code", text: "", person: PERSONS.code, code },
			{ kind: "noPass", text: "https://example.org/carte-du-jour", person: none },
		],
	};
}

function makeCode(exp: NumericDate, now: NumericDate) {
	const master = trainingCodeMaster();
	const { family, given, birth } = PERSONS.code;
	const request = {
		pharmacy: TRAINING_PHARMACY.number,
		kind: "A",
		exp,
		birth,
		initials: initialsOf({ family, given }),
	} as const;
	const issued = issueCode(
		issuerCodeKeys(() => master, TRAINING_PHARMACY.number, now),
		request,
	);
	if (!issued.ok) throw new Error(`the exercise could not be made: ${issued.error.code}`);
	const { number, code, ends } = issued.value;
	const codeKeys = verifierCodeKeys(() => master, [0, 2, 4, 6, 8, 10], now);
	return { codeKeys, code: { number, code }, day: utcDay(ends) };
}

/** The exercise's own database: never the door's. */
const TRAINING_DATABASE = "relais-training";

export function trainingDatabase(): RelaisDatabase {
	return new RelaisDatabase(TRAINING_DATABASE);
}

/** Begins an exercise: its passes of today, and nobody inside. */
export async function beginTraining(now: NumericDate, db: RelaisDatabase): Promise<TrainingWorld> {
	if (db.name === DATABASE_NAME) throw new Error("the exercise never touches the door's own database");
	const kept = await readFact(WORLD_FACT, (value) => trainingWorld.safeParse(value).data, db);
	const fresh = kept !== undefined && now >= kept.madeAt && now < kept.madeAt + LASTS;
	const world = fresh ? kept : await makeTrainingWorld(now);
	await db.transaction("rw", db.tables, () => Promise.all(db.tables.map((table) => table.clear())));
	await writeFact(WORLD_FACT, world, db);
	const lists = Object.entries(world.codeLists);
	await db.trust.bulkPut(lists.map(([day, text]) => ({ name: codesFile(day), etag: null, text })));
	return world;
}
