import "client-only";
import { z } from "zod";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { ENROLMENT_CODE } from "@/lib/shared/enrolment-code";
import { seal, unseal } from "../../store/seal";
import { PASSPHRASE_COST, type PassphraseCost } from "../../store/vault/passphrase-bits";
import type { SlotSecret } from "../../store/vault/vault-messages";
import type { VaultRow, VaultWrap } from "../../store/vault/vault-row";
import { bytesOf, type VaultSecrets, vaultSecrets } from "./vault-secrets";

/**
 * [VA-1] A random key seals the counter's keys, and is itself sealed under a passphrase (Argon2id) and under a recovery
 * code, each with a secret of the disk; where somebody wishes it, under an authenticator of the platform as well (VA-13).
 * Nothing here is stored, and nothing here keeps what it opened.
 */

/** What is slow or lies elsewhere: the worker and the file of secrets in a browser. */
export type VaultPorts = {
	readonly stretch: (
		passphrase: string,
		salt: Uint8Array<ArrayBuffer>,
		cost: PassphraseCost,
	) => Promise<Uint8Array<ArrayBuffer>>;
	readonly take: () => Promise<SlotSecret>;
	readonly read: (slot: number) => Promise<Uint8Array<ArrayBuffer> | undefined>;
};

export type VaultOffer =
	| { readonly kind: "passphrase"; readonly text: string }
	/** Twenty symbols, as readEnrolmentCode gives them. */
	| { readonly kind: "recovery"; readonly text: string }
	/** 32 bytes of its pseudo-random function. */
	| { readonly kind: "authenticator"; readonly bits: Uint8Array<ArrayBuffer> };

/** In memory only, for as long as a wrap is made or the contents are read. */
export type OpenVault = { readonly key: Uint8Array<ArrayBuffer>; readonly secrets: VaultSecrets };

/** Characters of a passphrase at least (decision 061). */
const PASSPHRASE_LENGTH = 12;

export const isPassphrase = (text: string): boolean =>
	[...text.normalize("NFKC").trim()].length >= PASSPHRASE_LENGTH && !/^(.)\1*$/u.test(text.trim());

/** A vault for these secrets, and its recovery code: it is told here and never again. */
export async function makeVault(
	secrets: VaultSecrets,
	passphrase: string,
	ports: VaultPorts,
): Promise<{ readonly row: VaultRow; readonly code: string }> {
	const open: OpenVault = { key: random(32), secrets };
	const contents = await sealContents(open);
	const empty: VaultRow = { id: "vault", wraps: [], contents, recoveryKnown: false };
	return withRecovery(await withPassphrase(empty, { open, passphrase }, ports), open, ports);
}

/** Undefined: that is not what it was closed with. */
export async function openVault(row: VaultRow, offer: VaultOffer, ports: VaultPorts): Promise<OpenVault | undefined> {
	const wrap = row.wraps.find(({ kind }) => kind === offer.kind);
	const kek = wrap && (await keyOf(wrap, offer, ports));
	if (wrap === undefined || kek === undefined) return undefined;
	const wrapped = wrappedKey.safeParse(await unseal(kek, WRAP_NAME[wrap.kind], wrap.sealed)).data;
	if (wrapped === undefined) return undefined;
	const key = bytesOf(wrapped.key);
	const secrets = vaultSecrets.safeParse(await unseal(await aesKey(key), CONTENTS_NAME, row.contents)).data;
	return secrets === undefined ? undefined : { key, secrets };
}

/** With another passphrase in place of the one before; whoever stores the row destroys that one's secret. */
export async function withPassphrase(
	row: VaultRow,
	{ open, passphrase }: { readonly open: OpenVault; readonly passphrase: string },
	ports: VaultPorts,
): Promise<VaultRow> {
	const salt = random(16);
	const { slot, secret } = await ports.take();
	const kek = await passphraseKey(await ports.stretch(passphrase, salt, PASSPHRASE_COST), secret);
	const sealed = await seal(kek, WRAP_NAME.passphrase, { key: base64url(open.key) });
	// Whoever knew the one before may have added an authenticator of theirs.
	const bare = withoutAuthenticator(row);
	return withWrap(bare, { kind: "passphrase", salt, cost: PASSPHRASE_COST, slot, sealed });
}

/** An authenticator's answer, and what has to be kept to have it again. */
export type AuthenticatorAnswer = {
	readonly credential: Uint8Array<ArrayBuffer>;
	readonly salt: Uint8Array<ArrayBuffer>;
	readonly bits: Uint8Array<ArrayBuffer>;
};

/** With this authenticator in place of any before. */
export async function withAuthenticator(
	row: VaultRow,
	{ open, answer }: { readonly open: OpenVault; readonly answer: AuthenticatorAnswer },
	ports: VaultPorts,
): Promise<VaultRow> {
	const { credential, salt, bits } = answer;
	const { slot, secret } = await ports.take();
	const sealed = await seal(await authenticatorKey(bits, secret), WRAP_NAME.authenticator, {
		key: base64url(open.key),
	});
	return withWrap(row, { kind: "authenticator", credential, salt, slot, sealed });
}

export function withoutAuthenticator(row: VaultRow): VaultRow {
	return { ...row, wraps: row.wraps.filter(({ kind }) => kind !== "authenticator") };
}

/** With another recovery code, not yet typed back; whoever stores the row destroys the secret of the one before. */
export async function withRecovery(
	row: VaultRow,
	open: OpenVault,
	ports: VaultPorts,
): Promise<{ readonly row: VaultRow; readonly code: string }> {
	const code = drawCode();
	const { slot, secret } = await ports.take();
	const sealed = await seal(await recoveryKey(code, secret), WRAP_NAME.recovery, { key: base64url(open.key) });
	return { row: { ...withWrap(row, { kind: "recovery", slot, sealed }), recoveryKnown: false }, code };
}

export async function withSecrets(row: VaultRow, open: OpenVault): Promise<VaultRow> {
	return { ...row, contents: await sealContents(open) };
}

/** Where the secrets lie that this vault needs. */
export function slotsOfVault({ wraps }: VaultRow): readonly number[] {
	return wraps.flatMap(({ slot }) => slot ?? []);
}

const wrappedKey = z.object({ key: z.string() });
const CONTENTS_NAME = "vault";
const WRAP_NAME = {
	passphrase: "vault by passphrase",
	recovery: "vault by recovery code",
	authenticator: "vault by authenticator",
} as const;

function withWrap(row: VaultRow, wrap: VaultWrap): VaultRow {
	return { ...row, wraps: [...row.wraps.filter(({ kind }) => kind !== wrap.kind), wrap] };
}

async function sealContents({ key, secrets }: OpenVault) {
	return seal(await aesKey(key), CONTENTS_NAME, secrets);
}

/** Of a wrap of the offer's kind. Undefined: its secret is destroyed. */
async function keyOf(wrap: VaultWrap, offer: VaultOffer, ports: VaultPorts): Promise<CryptoKey | undefined> {
	const secret = wrap.slot === undefined ? new Uint8Array(32) : await ports.read(wrap.slot);
	if (secret === undefined) return undefined;
	if (offer.kind === "authenticator") return authenticatorKey(offer.bits, secret);
	if (wrap.kind !== "passphrase") return recoveryKey(offer.text, secret);
	return passphraseKey(await ports.stretch(offer.text, wrap.salt, wrap.cost), secret);
}

function authenticatorKey(bits: Uint8Array<ArrayBuffer>, secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	return derivedKey(bits, { salt: secret, info: WRAP_NAME.authenticator });
}

function passphraseKey(bits: Uint8Array<ArrayBuffer>, secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	return derivedKey(bits, { salt: secret, info: WRAP_NAME.passphrase });
}

/** A hundred random bits: nothing to stretch. */
function recoveryKey(code: string, secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	return derivedKey(utf8(code), { salt: secret, info: WRAP_NAME.recovery });
}

async function derivedKey(
	bits: Uint8Array<ArrayBuffer>,
	{ salt, info }: { readonly salt: Uint8Array<ArrayBuffer>; readonly info: string },
): Promise<CryptoKey> {
	const base = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
	const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: utf8(info) };
	return crypto.subtle.deriveKey(hkdf, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function aesKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
	return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Crockford's symbols. */
const SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Of the form of an enrolment code: one way to read what people type from paper. */
function drawCode(): string {
	const code = [...random(20)].map((byte) => SYMBOLS[byte & 31]).join("");
	if (!ENROLMENT_CODE.test(code)) throw new Error("a code of another form");
	return code;
}

function random(length: number): Uint8Array<ArrayBuffer> {
	return crypto.getRandomValues(new Uint8Array(length));
}
