/** What holders are told and what counters take back, by the model and by the real services. */
import { readPassContent } from "@/app/(holder)/pass/pass-content";
import type { OpenPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordBatchAnswer } from "@/lib/protocol/records";
import type { RevocationAnswer, RevocationRequest } from "@/lib/protocol/revocations";
import type { CounterRecord } from "../counter/counter-record";
import { birthOf, keyOfPass } from "../holder/sheet-link";
import type { Answered } from "../portal/portal-data";
import type { RealDevices } from "./real-devices";

type Differs = (what: string, model: unknown, real: unknown) => void;

export function shadowLinks(devices: RealDevices, differs: Differs) {
	/** By the number of a certificate, the key of its record; by that, when its person was born. */
	const passes = new Map<string, string>();
	const births = new Map<string, string>();
	/** Whose pass it is, by the certificate's number and by the birth date in it. */
	const named = (answer: OpenPassAnswer): OpenPassAnswer => {
		if (answer.state !== "ready") return answer;
		const { certificate = "", birth } = readPassContent(answer.hc1) ?? {};
		const key = passes.get(certificate) ?? "nobody's";
		return { ...answer, hc1: births.get(key) === birth ? key : `${key}, born ${birth}` };
	};
	return {
		/** The services registered these. */
		answered(sent: readonly CounterRecord[], { answers }: RecordBatchAnswer) {
			for (const answer of answers) if (answer.outcome === "registered") passes.set(answer.passId, answer.key);
			for (const { key, attestation } of sent) births.set(key, birthOf(attestation));
		},
		async revocation({ device, body, answer }: Answered): Promise<void> {
			const { attestation, reason } = body as RevocationRequest;
			const given = JSON.parse(answer.body) as RevocationAnswer;
			const text = await devices.attestation(device, attestation);
			const real = await devices.post<RevocationAnswer>(device, PATHS.revocations, { attestation: text, reason });
			differs("taking back", given, real);
		},
		async opened({ body, answer }: Pick<Answered, "body" | "answer">): Promise<void> {
			const given = JSON.parse(answer.body) as OpenPassAnswer;
			const real = await devices.ask<OpenPassAnswer>(PATHS.openPass, body);
			differs("a holder link", given.state === "ready" ? { ...given, hc1: keyOfPass(given.hc1) } : given, named(real));
		},
	};
}
