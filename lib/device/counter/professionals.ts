import "client-only";
import { z } from "zod";
import { readRpps } from "@/lib/shared/rpps";
import { type TryOutcome, tryUnderLock, tryWait } from "../identity/locked-tries";
import { hashPin, isPin, type PinHash, pinHash } from "../identity/pin";
import { lifeStore } from "../identity/start";
import { database, type RelaisDatabase } from "../store/database";
import { seal, unseal } from "../store/seal";

/**
 * [VA-7] Who issues at this counter: name, RPPS number and, for changing quickly, a PIN. All of it is sealed under the
 * counter's storage key: a copy of the disk has no digit to guess at. A PIN says who is at an open counter, and opens none.
 */
export type Professional = { readonly id: string; readonly name: string; readonly rpps: string };
/** With whether a PIN was chosen. */
export type ListedProfessional = Professional & { readonly hasPin: boolean };

const content = z.object({
	name: z.string().min(1),
	rpps: z.string().refine((text) => readRpps(text) === text),
	pin: pinHash.optional(),
	/** The authority's order (VA-11) that was the last one when the PIN was chosen. */
	order: z.string().optional(),
});
type Content = z.infer<typeof content>;

type Store = { readonly storageKey: CryptoKey; readonly db?: RelaisDatabase };

const sealName = (id: string) => `professional ${id}`;
const lockName = (id: string) => `pin-lock ${id}`;

/** By name. What another key sealed is left out. */
export async function loadProfessionals({
	storageKey,
	db = database(),
}: Store): Promise<readonly ListedProfessional[]> {
	// Both before anything is opened: a live query follows the tables that were read before its first other promise.
	const [rows, order] = [await db.professionals.toArray(), await pinOrder(db)];
	const opened = await Promise.all(rows.map(({ id }) => read(id, { storageKey, db })));
	const listed = rows.flatMap(({ id }, i): ListedProfessional[] => {
		const one = opened[i];
		return one === undefined ? [] : [{ id, name: one.name, rpps: one.rpps, hasPin: pinOf(one, order) !== undefined }];
	});
	return listed.sort((a, b) => a.name.localeCompare(b.name));
}

export async function addProfessional(
	{ name, rpps }: Pick<Professional, "name" | "rpps">,
	{ storageKey, db = database() }: Store,
): Promise<void> {
	await write(crypto.randomUUID(), { name, rpps }, { storageKey, db });
}

export async function removeProfessional(id: string, { db = database() }: Pick<Store, "db"> = {}): Promise<void> {
	await db.professionals.delete(id);
}

/**
 * [VA-11] The authority's last order that the PINs here be chosen anew, as far as this counter has heard. A PIN of before is
 * none any more, for everybody at once, whether the counter was open or not when it heard.
 */
export async function pinOrder(db: RelaisDatabase = database()): Promise<string | undefined> {
	return (await lifeStore(db).read())?.pins;
}

function pinOf({ pin, order }: Content, last: string | undefined): PinHash | undefined {
	return last === undefined || order === last ? pin : undefined;
}

/** False: there is one already, and it stays. Wrong tries of the PIN before are forgotten. */
export async function setPin(
	{ id, pin }: { readonly id: string; readonly pin: string },
	{ storageKey, db = database() }: Store,
): Promise<boolean> {
	const [one, order] = [await read(id, { storageKey, db }), await pinOrder(db)];
	if (one === undefined || pinOf(one, order) !== undefined) return false;
	const { name, rpps } = one;
	const chosen: Content = { name, rpps, pin: await hashPin(pin), ...(order === undefined ? {} : { order }) };
	await write(id, chosen, { storageKey, db });
	await db.facts.delete(lockName(id));
	return true;
}

/** Forgotten: whoever knows the counter's passphrase takes it away, and its owner chooses another. */
export async function clearPin(id: string, { storageKey, db = database() }: Store): Promise<void> {
	const one = await read(id, { storageKey, db });
	if (one === undefined) return;
	const { pin: _, ...rest } = one;
	await write(id, rest, { storageKey, db });
}

/** Whether this is the PIN. Wrong ones close it as DP-2 says, for this professional alone. */
export function tryProfessionalPin(
	{ id, pin }: { readonly id: string; readonly pin: string },
	{ storageKey, db = database() }: Store,
): Promise<TryOutcome> {
	const judge = async () => {
		const [one, order] = [await read(id, { storageKey, db }), await pinOrder(db)];
		const kept = one && pinOf(one, order);
		return kept !== undefined && (await isPin(pin, kept));
	};
	return tryUnderLock(lockName(id), judge, db);
}

export const professionalWait = (id: string, db: RelaisDatabase = database()): Promise<number> =>
	tryWait(lockName(id), db);

async function read(id: string, { storageKey, db }: Required<Store>): Promise<Content | undefined> {
	const row = await db.professionals.get(id);
	return row && content.safeParse(await unseal(storageKey, sealName(id), row.sealed)).data;
}

async function write(id: string, value: Content, { storageKey, db }: Required<Store>): Promise<void> {
	await db.professionals.put({ id, sealed: await seal(storageKey, sealName(id), value) });
}
