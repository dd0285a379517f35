import "client-only";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import { SERVER_TIME_HEADER } from "@/lib/protocol/device-proof";
import { PATHS } from "@/lib/protocol/paths";
import { type PositiveAnswer, positiveBatch, positiveInput } from "@/lib/protocol/positives";
import { PROBLEMS, type ProblemCode } from "@/lib/protocol/problem";
import { type RecordAnswer, recordBatch, recordInput } from "@/lib/protocol/records";
import { revocationRequest } from "@/lib/protocol/revocations";
import { fromUtf8 } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Transport } from "../../portal/transport";

/**
 * The portal of an exercise (DM-3): answers in this page as the portal answers a counter, tells nobody, and is gone with
 * the page. It reads what it is sent by the portal's own schemas and verifies no signature: nothing of it counts.
 */
export type TrainingPortal = {
	readonly answer: Transport;
	/** From then on nothing reaches it, as in an outage. */
	readonly setAway: (away: boolean) => void;
};

/** A birth name that it refuses, so that a refused field is put right once. */
export const REFUSED_BIRTH_NAME = "Exercice illisible";
/** A family name, in capitals as it is signed, that it refuses, so that a paper is replaced once. */
export const REFUSED_FAMILY = "EXERCICE REFUS";

export function trainingPortal(kit: DeviceKit, now: () => NumericDate): TrainingPortal {
	let away = false;
	const registered = new Map<string, NumericDate>();
	const register = (key: string): NumericDate => {
		const at = registered.get(key) ?? now();
		registered.set(key, at);
		return at;
	};
	const answers: Readonly<Record<string, (body: unknown) => unknown>> = {
		[PATHS.health]: () => ({ database: true }),
		[PATHS.kit]: () => ({ ...kit, serverTime: now() }),
		[PATHS.sameDay]: () => ({ at: null }),
		[PATHS.registeredTwice]: () => ({ acts: [] }),
		[PATHS.records]: (body) => ({ answers: recordBatch.parse(body).records.map((one) => recordAnswer(one, register)) }),
		[PATHS.positives]: (body) => ({
			answers: positiveBatch.parse(body).results.map((one) => positiveAnswer(one, register)),
		}),
		[PATHS.revocations]: (body) => {
			revocationRequest.parse(body);
			return { outcome: "revoked", revokedAt: now() };
		},
	};
	return {
		answer: async ({ pathname }, { body }) => {
			if (away) throw new TypeError("the portal of the exercise is away");
			const answer = answers[pathname];
			if (answer === undefined) return problem("path_unknown", now());
			return json(answer(body instanceof Uint8Array ? JSON.parse(fromUtf8(body) ?? "") : undefined), 200, now());
		},
		setAway: (next) => {
			away = next;
		},
	};
}

type Register = (key: string) => NumericDate;

function recordAnswer(sent: unknown, register: Register): RecordAnswer {
	const read = recordInput.safeParse(sent);
	if (!read.success) return { ...malformed(sent), field: read.error.issues[0]?.path.join(".") ?? "" };
	const { key, identity } = read.data;
	if (identity.birthName === REFUSED_BIRTH_NAME) return { ...malformed(sent), field: "identity.birthName" };
	if (identity.family === REFUSED_FAMILY) return { key, outcome: "refused", reason: "identity_mismatch" };
	return { key, outcome: "registered", registeredAt: register(key), passId: `URN:UVCI:01:FR:EXERCICE/${key}` };
}

function positiveAnswer(sent: unknown, register: Register): PositiveAnswer {
	const read = positiveInput.safeParse(sent);
	if (!read.success) return { ...malformed(sent), field: read.error.issues[0]?.path.join(".") ?? "" };
	return { key: read.data.key, outcome: "registered", registeredAt: register(read.data.key) };
}

function malformed(sent: unknown) {
	const key = typeof sent === "object" && sent !== null && "key" in sent ? String(sent.key) : "";
	return { key, outcome: "refused", reason: "record_malformed" } as const;
}

function problem(code: ProblemCode, now: NumericDate): Response {
	const { status, message } = PROBLEMS[code];
	return json({ error: { code, message } }, status, now);
}

function json(body: unknown, status: number, now: NumericDate): Response {
	const headers = { "content-type": "application/json", [SERVER_TIME_HEADER]: String(now) };
	return new Response(JSON.stringify(body), { status, headers });
}
