import "server-only";
import type { RecordAnswer, RecordInput } from "@/lib/protocol/records";
import type { ServerContext } from "../../context/server-context";
import type { Transaction } from "../../db/database";
import type { PreparedRecord, Registrant } from "./prepare-record";

/** What the transaction that registers records made of one of them. */
export type WriteAnswer = {
	readonly record: RecordInput;
	readonly answer: RecordAnswer;
	/** What this transaction changed; undefined for a record that was there before, or was not taken. */
	readonly change: { readonly codeDay: string; readonly revoked: boolean } | undefined;
	/** Days of the check codes of other papers that it revoked. */
	readonly alsoRevoked?: readonly string[];
};

export type WriteScope = {
	readonly context: ServerContext;
	readonly tx: Transaction;
	readonly registrant: Registrant;
};

/** Delegations of the pharmacy, by jti. */
export type Blocks = ReadonlyMap<string, { readonly listNo: number }>;

export function refusal({ record }: PreparedRecord, reason: string, field?: string): WriteAnswer {
	const answer = { key: record.key, outcome: "refused", reason, ...(field === undefined ? {} : { field }) } as const;
	return { record, answer, change: undefined };
}
