/** What a counter registers, as far as the simulation looks at it: a paper that says which one it is. */
import type { CorrectionReason } from "@/lib/protocol/revocations";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";

export type CounterRecord = {
	readonly key: string;
	/** In an attestation's place: who may sign it, its index, when, and what makes it differ from every other. */
	readonly attestation: string;
	/** Key of the record that it replaces. */
	readonly corrects?: string | undefined;
	readonly reason?: CorrectionReason | undefined;
	/** What was typed is not what was signed: the portal refuses it and revokes the paper. */
	readonly contradicts: boolean;
};

type PaperFacts = {
	/** `jti` of the delegation. */
	readonly delegation: string;
	readonly index: number;
	readonly issuedAt: NumericDate;
};

export function writePaper({ delegation, index, issuedAt }: PaperFacts, unlike: string): string {
	return `RP1:${delegation}.${index}.${issuedAt}.${unlike}`;
}

export function readPaper(attestation: string): PaperFacts {
	const [delegation = "", index, issuedAt] = attestation.slice("RP1:".length).split(".");
	return { delegation, index: Number(index), issuedAt: Number(issuedAt) };
}

/** Of a test, 72 hours after a sample that was taken an hour before. */
export const paperEnds = (attestation: string): NumericDate => readPaper(attestation).issuedAt + 71 * HOUR;

export const paperOf = (delegation: string, index: number) => `${delegation}.${index}`;
