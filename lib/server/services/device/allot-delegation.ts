/**
 * Signs a delegation with an index block of its own. Blocks are cut off a status list one after the other under its row
 * lock, and a constraint of the table would refuse an overlap even if this code were wrong (spec DL-3).
 */
import "server-only";
import { joseSigner } from "@/lib/attest/signer";
import { DELEGATION_LIFETIME } from "@/lib/formats/relais/delegation";
import { type DevicePublicJwk, devicePublicJwk } from "@/lib/protocol/device-kit";
import { utf8 } from "@/lib/shared/bytes";
import { PHARMACY_NAME_LIMIT } from "@/lib/shared/name-limits";
import type { ServerContext } from "../../context/server-context";
import { randomAlphanumeric } from "../../crypto/secret-text";
import type { Transaction } from "../../db/database";
import { timestamp } from "../../db/timestamp";

/** Indices in one block: some eighty days of a busy counter. */
export const BLOCK_SIZE = 2_000;
/** Indices in one status list; a phone downloads and reads lists of this size at once. */
const LIST_SIZE = 131_072;
/** Tests and recoveries count for at most so many hours after the sample (domain: 72 h since 9 August 2021). */
const MAX_HOURS = 72;

export type DelegationRequest = {
	readonly device: { readonly id: string; readonly publicJwk: unknown };
	readonly pharmacy: { readonly number: string; readonly name: string; readonly town: string; readonly kinds: string };
	/** The same request never yields two blocks. */
	readonly requestKey: string;
};

/** The request was not served before. */
export async function allotDelegation(
	context: ServerContext,
	tx: Transaction,
	{ device, pharmacy, requestKey }: DelegationRequest,
): Promise<void> {
	const block = await cutBlock(tx);
	const jti = randomAlphanumeric(8);
	const nbf = context.signingClock.now();
	const exp = nbf + DELEGATION_LIFETIME;
	const claims = {
		jti,
		sub: pharmacy.number,
		nm: delegationName(pharmacy),
		nbf,
		exp,
		k: pharmacy.kinds,
		max: MAX_HOURS,
		sl: [String(block.listNo), block.first, BLOCK_SIZE],
		cnf: { jwk: publicJwk(device.publicJwk) },
	};
	await tx.delegation.create({
		data: {
			pharmacyNumber: pharmacy.number,
			jti,
			deviceId: device.id,
			requestKey,
			listNo: block.listNo,
			firstIndex: block.first,
			indexCount: BLOCK_SIZE,
			notBefore: timestamp(nbf),
			expiresAt: timestamp(exp),
			jwt: await signDelegation(context, claims),
		},
	});
}

/** Spec §3: name and town as staff know it. Cut by code points, never inside one. */
export function delegationName({ name, town }: { readonly name: string; readonly town: string }): string {
	const whole = town === "" ? name : `${name}, ${town}`;
	return [...whole.normalize("NFC")].slice(0, PHARMACY_NAME_LIMIT).join("").trim();
}

/** Members in the order of spec §3, which JSON.stringify keeps. */
function signDelegation({ keys }: ServerContext, claims: object): Promise<string> {
	const [{ privateKey, publicJwk: jwk, kid }] = keys.delegation;
	const signer = joseSigner(privateKey, jwk);
	return signer.sign({ alg: "ES256", typ: "delegation+jwt", kid }, utf8(JSON.stringify(claims)));
}

/** In the order of spec §3, whatever order the database gives back. */
function publicJwk(stored: unknown): DevicePublicJwk {
	const { kty, crv, x, y } = devicePublicJwk.parse(stored);
	return { kty, crv, x, y };
}

type Block = { readonly listNo: number; readonly first: number };

async function cutBlock(tx: Transaction): Promise<Block> {
	for (;;) {
		const [block] = await tx.$queryRaw<readonly Block[]>`
			UPDATE status_lists SET next_index = next_index + ${BLOCK_SIZE}::int
			WHERE no = (SELECT max(no) FROM status_lists) AND next_index + ${BLOCK_SIZE}::int <= size
			RETURNING no AS "listNo", next_index - ${BLOCK_SIZE}::int AS first`;
		if (block !== undefined) return block;
		// None yet, or the last one is used up. Two that get here at once make the same list: one of them waits.
		await tx.$executeRaw`
			INSERT INTO status_lists (no, size)
			SELECT coalesce(max(no), 0) + 1, ${LIST_SIZE}::int FROM status_lists
			HAVING count(*) FILTER (WHERE next_index + ${BLOCK_SIZE}::int <= size AND no = (SELECT max(no) FROM status_lists)) = 0
			ON CONFLICT DO NOTHING`;
	}
}
