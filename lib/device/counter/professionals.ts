import "client-only";
import { z } from "zod";
import { readRpps } from "@/lib/shared/rpps";
import { type TryOutcome, tryUnderLock, tryWait } from "../identity/locked-tries";
import { hashPin, isPin, pinHash } from "../identity/pin";
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
	const rows = await db.professionals.toArray();
	const opened = await Promise.all(rows.map(({ id }) => read(id, { storageKey, db })));
	const listed = rows.flatMap(({ id }, i): ListedProfessional[] => {
		const one = opened[i];
		return one === undefined ? [] : [{ id, name: one.name, rpps: one.rpps, hasPin: one.pin !== undefined }];
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

/** False: there is one already, and it stays. */
export async function setPin(
	{ id, pin }: { readonly id: string; readonly pin: string },
	{ storageKey, db = database() }: Store,
): Promise<boolean> {
	const one = await read(id, { storageKey, db });
	if (one === undefined || one.pin !== undefined) return false;
	await write(id, { ...one, pin: await hashPin(pin) }, { storageKey, db });
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
		const kept = (await read(id, { storageKey, db }))?.pin;
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
