import "client-only";
import Dexie, { type Transaction } from "dexie";
import type { AcceptedCode } from "@/lib/checkcode/accepted-code-store";
import { UNNAMED_SALT } from "@/lib/checkin/checkin-event";
import type { OutboxRow, SaltRow } from "./rows";
import { saltIdOf } from "./salt-id";

/** What a device goes through whose app is newer than its database: one step for each change of what rows say. */

/**
 * Version 1 called the assignment `venue`, which is something else (a venue has assignments). Passages that wait to be
 * sent, the salt that recognises who is inside and the chosen post are kept under the new name: a door that is updated
 * in the middle of an event goes on counting, and the portal takes what it sends.
 */
export async function nameAssignments(transaction: Transaction): Promise<void> {
	await transaction
		.table<{ venue?: string; assignment: string; event: { venue?: string; assignment: string } }>("checkins")
		.toCollection()
		.modify((row) => {
			renameVenue(row);
			renameVenue(row.event);
		});
	const salts = await transaction.table<{ venue: string; salt: CryptoKey; ends: number }>("salts").toArray();
	const renamed = salts.map(({ venue: assignment, ...rest }): SingleSaltRow => ({ assignment, ...rest }));
	await transaction.table<SingleSaltRow, string>("eventSalts").bulkAdd(renamed);
	await transaction
		.table<{ name: string; value: { venue?: string; assignment: string } }, string>("facts")
		.where("name")
		.equals("gate")
		.modify(({ value }) => renameVenue(value));
}

/**
 * Up to version 2 a code was remembered by eight bytes of its hash. Three are published now (CC-8): four symbols of
 * base64url are three bytes exactly. Two days may have the same, so the day is part of the key.
 */
export async function cutCodeHashes(transaction: Transaction): Promise<void> {
	const codes = await transaction.table<AcceptedCode>("acceptedCodes").toArray();
	const cut = codes.map((code): AcceptedCode => ({ ...code, hash: code.hash.slice(0, 4) }));
	await transaction.table<AcceptedCode>("rememberedCodes").bulkPut(cut);
}

type SingleSaltRow = { readonly assignment: string; readonly salt: CryptoKey; readonly ends: number };

/**
 * Up to version 3 an event had one salt, and it had no id. Its bytes are known to nobody, so it cannot be handed on; it
 * goes on recognising who is inside.
 */
export async function nameSalts(transaction: Transaction): Promise<void> {
	const rows = await transaction.table<SingleSaltRow>("eventSalts").toArray();
	const ids = await Dexie.waitFor(Promise.all(rows.map(({ salt }) => saltIdOf(salt))));
	const named = rows.map(({ assignment, ends, salt: key }, i): SaltRow => {
		return { assignment, ends, salts: [{ id: ids[i] ?? "", made: 0, key, sealed: null, handed: false }] };
	});
	await transaction.table<SaltRow>("eventSalts").bulkPut(named);
}

/**
 * Up to version 5 every event was a passage of this device, and did not say under which salt: those go on being known by
 * their names, and are comparable with nobody else's.
 */
export async function nameEventTypes(transaction: Transaction): Promise<void> {
	await transaction
		.table<{ own?: 0 | 1; event: { type?: string; salt?: string } }>("checkins")
		.toCollection()
		.modify((row) => {
			row.own ??= 1;
			row.event.type ??= "passage";
			row.event.salt ??= UNNAMED_SALT;
		});
}

function renameVenue(named: { venue?: string; assignment: string }): void {
	if (named.venue === undefined) return;
	named.assignment = named.venue;
	delete named.venue;
}

/**
 * Version 1 called the state of an outbox entry `status`. What waits is found by its state: without its new name a
 * counter that is updated in the middle of an outage would never send its queue.
 */
export async function nameStates(transaction: Transaction): Promise<void> {
	await transaction
		.table<{ status?: OutboxRow["state"]; state: OutboxRow["state"] }>("outbox")
		.toCollection()
		.modify((row) => {
			if (row.status === undefined) return;
			row.state = row.status;
			delete row.status;
		});
}
