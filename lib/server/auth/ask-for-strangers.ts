/**
 * What strangers make the portal look up (lib/protocol/route-row.ts), for all of them together. Each network's limit
 * (take-lookup.ts) comes before it; whom this process has met asks by itself.
 */
import "server-only";
import { type DevicePublicJwk, devicePublicJwk } from "@/lib/protocol/device-kit";
import type { Lookups } from "@/lib/protocol/route-row";
import type { Bytes } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { secretHash } from "../crypto/secret-text";
import { type Ask, askTogether } from "../db/ask-together";
import type { Connections, Database } from "../db/database";
import { numericDate } from "../db/timestamp";

type Session = { readonly operator: string; readonly expiresAt: NumericDate };

export type AskForStrangers = Readonly<Record<Lookups, unknown>> & {
	/** By thumbprint: a device's own key or its transport key. */
	readonly device: Ask<DevicePublicJwk>;
	/** By the token of a cookie. */
	readonly session: Ask<Session>;
	/** Whether there is one, by its secret: what becomes of it is decided where its row is locked. */
	readonly link: Ask<true>;
	readonly enrolment: Ask<true>;
	readonly pass: Ask<true>;
};

/** Milliseconds between two questions of one kind: nobody notices, and the database hears twenty in a second at most. */
const EVERY_MS = 50;

type Reach = { readonly db: Database; readonly connections: Connections };

export function askForStrangers({ db, connections }: Reach): AskForStrangers {
	return {
		device: askTogether((names) => findDevices(db, names), EVERY_MS),
		session: askTogether((tokens) => findSessions(db, tokens), EVERY_MS),
		link: askTogether(async (tokens) => {
			const secrets = bySecretHash(tokens);
			const where = { tokenHash: { in: secrets.hashes } };
			const rows = await db.consoleLink.findMany({ where, select: { tokenHash: true } });
			return secrets.there(rows.map(({ tokenHash }) => tokenHash));
		}, EVERY_MS),
		enrolment: askTogether(async (codes) => {
			const secrets = bySecretHash(codes);
			const where = { codeHash: { in: secrets.hashes } };
			const rows = await db.enrolmentCode.findMany({ where, select: { codeHash: true } });
			return secrets.there(rows.map(({ codeHash }) => codeHash));
		}, EVERY_MS),
		pass: askTogether((tokens) => findPassLinks(connections, tokens), EVERY_MS),
	};
}

async function findDevices(db: Database, names: readonly string[]): Promise<ReadonlyMap<string, DevicePublicJwk>> {
	const within = { in: [...names] };
	const devices = await db.device.findMany({
		where: { OR: [{ thumbprint: within }, { transportThumbprint: within }] },
		select: { thumbprint: true, publicJwk: true, transportThumbprint: true, transportJwk: true },
	});
	const keys = devices.flatMap(({ thumbprint, publicJwk, transportThumbprint, transportJwk }) => [
		[thumbprint, publicJwk] as const,
		...(transportThumbprint === null ? [] : [[transportThumbprint, transportJwk] as const]),
	]);
	return new Map(keys.map(([name, jwk]) => [name, devicePublicJwk.parse(jwk)]));
}

async function findSessions(db: Database, tokens: readonly string[]): Promise<ReadonlyMap<string, Session>> {
	const secrets = bySecretHash(tokens);
	const rows = await db.consoleSession.findMany({ where: { tokenHash: { in: secrets.hashes } } });
	return new Map(
		rows.map(({ tokenHash, operator, expiresAt }) => [
			secrets.of(tokenHash),
			{ operator, expiresAt: numericDate(expiresAt) },
		]),
	);
}

/** A record's link, or one of a paper whose index another one had before: in one statement. */
const PASS_LINKS = `
	WITH asked AS (SELECT decode(unnest($1::text[]), 'hex') AS token_hash)
	SELECT token_hash FROM holder_links JOIN asked USING (token_hash)
	UNION SELECT token_hash FROM shared_papers JOIN asked USING (token_hash)`;

async function findPassLinks(connections: Connections, tokens: readonly string[]): Promise<ReadonlyMap<string, true>> {
	const secrets = bySecretHash(tokens);
	const { rows } = await connections.query<{ readonly token_hash: Buffer }>({
		name: "find pass links",
		text: PASS_LINKS,
		values: [secrets.hashes.map(hex)],
	});
	return secrets.there(rows.map(({ token_hash }) => token_hash));
}

const hex = (hash: Uint8Array) => Buffer.from(hash).toString("hex");

/** Secrets as they are stored, and back to which of them it was. */
function bySecretHash(secrets: readonly string[]) {
	const hashed = secrets.map((secret): readonly [string, Bytes] => [secret, secretHash(secret)]);
	const names = new Map(hashed.map(([secret, hash]) => [hex(hash), secret]));
	const of = (hash: Uint8Array): string => {
		const name = names.get(hex(hash));
		if (name === undefined) throw new Error("a hash that was not asked for");
		return name;
	};
	return {
		hashes: hashed.map(([, hash]) => hash),
		of,
		there: (hashes: readonly Uint8Array[]) => new Map(hashes.map((hash) => [of(hash), true] as const)),
	};
}
