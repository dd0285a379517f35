import fc from "fast-check";
import { zlibSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { base64 } from "@/lib/shared/bytes";
import { encodeBase45 } from "../base45";
import { encodeCbor } from "../cbor-encode";
import type { CborValue } from "../cbor-value";
import { sigStructure } from "./cose-sign1";
import type { DccPayload } from "./dcc-payload";
import { decodeHc1 } from "./decode-hc1";
import { type CoseSigner, encodeHc1, subtleCoseSigner } from "./encode-hc1";
import { type Hc1Key, importHc1Key, verifyHc1 } from "./verify-hc1";

const KID = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const IAT = 1_628_868_600;
const DCC: DccPayload = {
	ver: "1.3.0",
	nam: { fn: "ESSAI", gn: "Camille Aimée", fnt: "ESSAI", gnt: "CAMILLE<AIMEE" },
	dob: "1990-02-03",
	t: [
		{
			tg: "840539006",
			tt: "LP217198-3",
			ma: "1232",
			sc: "2021-08-13T15:30:00+02:00",
			tr: "260415000",
			tc: "Pharmacie d’essai",
			co: "FR",
			is: "Relais",
			ci: "URN:UVCI:01:FR:ESSAI000001#A",
		},
	],
};
const CLAIMS = { dcc: DCC, issuer: "FR", iat: IAT, exp: IAT + 1000 };

let pair: CryptoKeyPair;
let signer: CoseSigner;
let key: Hc1Key;

async function spkiOf(publicKey: CryptoKey): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await crypto.subtle.exportKey("spki", publicKey));
}

beforeAll(async () => {
	pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
	signer = subtleCoseSigner(pair.privateKey, { kid: KID, subtle: crypto.subtle });
	const imported = await importHc1Key(await spkiOf(pair.publicKey), crypto.subtle);
	if (!imported) throw new Error("key");
	key = imported;
});

/** A pass put together by hand, so that headers, tags and claims can be odd. */
async function forge(parts: {
	protectedHeader?: CborValue;
	unprotectedHeader?: CborValue;
	claims?: CborValue;
	tags?: readonly number[];
}): Promise<string> {
	const {
		protectedHeader = new Map<number, CborValue>([
			[1, -7],
			[4, KID],
		]),
		unprotectedHeader = new Map(),
		claims = claimsOf({}),
		tags = [18],
	} = parts;
	const header = protectedHeader === undefined ? new Uint8Array() : encodeCbor(protectedHeader);
	const payload = claims instanceof Uint8Array ? claims : encodeCbor(claims);
	const signature = await signer.sign(sigStructure(header, payload));
	const message = tags.reduce<CborValue>(
		(value, tag) => ({ tag, value }),
		[header, unprotectedHeader, payload, signature],
	);
	return `HC1:${encodeBase45(zlibSync(encodeCbor(message)))}`;
}

function claimsOf(change: Record<number, CborValue>): Map<number, CborValue> {
	const dcc: CborValue = new Map<string, CborValue>([
		["ver", "1.3.0"],
		["nam", new Map([["fnt", "ESSAI"]])],
		["dob", "1990"],
	]);
	const entries: [number, CborValue][] = [
		[1, "FR"],
		[4, IAT + 1000],
		[6, IAT],
		[-260, new Map([[1, dcc]])],
	];
	return new Map<number, CborValue>([...entries, ...Object.entries(change).map(([k, v]) => [Number(k), v] as const)]);
}

describe("HC1", () => {
	it("round trip: what the authority signs decodes and verifies", async () => {
		const text = await encodeHc1(CLAIMS, signer);
		expect(text).toMatch(/^HC1:[0-9A-Z $%*+\-./:]+$/);
		const pass = decodeHc1(text);
		expect(pass).toMatchObject({ kid: base64(KID), algorithm: "ES256", issuer: "FR", iat: IAT, exp: IAT + 1000 });
		expect(pass?.dcc).toEqual(DCC);
		expect(pass && (await verifyHc1(pass, key, crypto.subtle))).toBe(true);
	});

	it("the same claims give the same signed bytes", async () => {
		const passes = await Promise.all([encodeHc1(CLAIMS, signer), encodeHc1(CLAIMS, signer)]);
		const [first, second] = passes.map((text) => decodeHc1(text)?.toBeSigned);
		expect(first).toEqual(second);
	});

	it("a key of another algorithm or holder does not verify", async () => {
		const pass = decodeHc1(await encodeHc1(CLAIMS, signer));
		const other = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
		const otherKey = await importHc1Key(await spkiOf(other.publicKey), crypto.subtle);
		expect(pass && otherKey && (await verifyHc1(pass, otherKey, crypto.subtle))).toBe(false);
		expect(pass && (await verifyHc1({ ...pass, algorithm: "PS256" }, key, crypto.subtle))).toBe(false);
		expect(await importHc1Key(Uint8Array.of(1, 2, 3), crypto.subtle)).toBeUndefined();
	});

	it("PS256 verifies with an RSA key", async () => {
		const params = { name: "RSA-PSS", hash: "SHA-256", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
		const rsa = await crypto.subtle.generateKey(params, true, ["sign", "verify"]);
		const rsaKey = await importHc1Key(await spkiOf(rsa.publicKey), crypto.subtle);
		const header = encodeCbor(new Map<number, CborValue>([[1, -37]]));
		const payload = encodeCbor(claimsOf({}));
		const toBeSigned = sigStructure(header, payload);
		const signature = await crypto.subtle.sign({ name: "RSA-PSS", saltLength: 32 }, rsa.privateKey, toBeSigned);
		const cose = encodeCbor([header, new Map([[4, KID]]), payload, new Uint8Array(signature)]);
		const pass = decodeHc1(`HC1:${encodeBase45(zlibSync(cose))}`);
		expect(pass?.algorithm).toBe("PS256");
		expect(pass && rsaKey && (await verifyHc1(pass, rsaKey, crypto.subtle))).toBe(true);
		expect(pass && (await verifyHc1(pass, key, crypto.subtle))).toBe(false);
	});

	it.each([[[]], [[18]], [[18, 61]]])("COSE_Sign1 inside tags %j", async (tags) => {
		const pass = decodeHc1(await forge({ tags }));
		expect(pass && (await verifyHc1(pass, key, crypto.subtle))).toBe(true);
	});

	it.each([[[61]], [[17]], [[18, 18]], [[61, 18]], [[18, 61, 61]]])("refuses tags %j", async (tags) => {
		expect(decodeHc1(await forge({ tags }))).toBeUndefined();
	});

	it("takes kid and algorithm from the protected header, else from the unprotected one", async () => {
		const wrong = Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9);
		const unprotectedHeader = new Map<number, CborValue>([
			[1, -7],
			[4, KID],
		]);
		const signedKid = new Map<number, CborValue>([
			[1, -7],
			[4, wrong],
		]);
		const both = decodeHc1(await forge({ protectedHeader: signedKid, unprotectedHeader }));
		expect(both?.kid).toBe(base64(wrong));
		const algorithmOnly = new Map<number, CborValue>([[1, -7]]);
		expect(decodeHc1(await forge({ protectedHeader: algorithmOnly, unprotectedHeader }))?.kid).toBe(base64(KID));
		const empty = decodeHc1(await forge({ protectedHeader: new Map(), unprotectedHeader }));
		expect(empty).toMatchObject({ kid: base64(KID), algorithm: "ES256" });
		expect(decodeHc1(await forge({ protectedHeader: new Map() }))).toMatchObject({ kid: undefined });
	});

	it("signs a zero-length string where the protected header is an empty map", async () => {
		const payload = encodeCbor(claimsOf({}));
		const unprotectedHeader = new Map<number, CborValue>([
			[1, -7],
			[4, KID],
		]);
		const signature = await signer.sign(sigStructure(new Uint8Array(), payload));
		for (const sent of [new Uint8Array(), encodeCbor(new Map())]) {
			const cose = encodeCbor({ tag: 18, value: [sent, unprotectedHeader, payload, signature] });
			const pass = decodeHc1(`HC1:${encodeBase45(zlibSync(cose))}`);
			expect(pass && (await verifyHc1(pass, key, crypto.subtle))).toBe(true);
		}
	});

	it("knows a message with a critical header that is not understood", async () => {
		const header = (critical: CborValue) =>
			new Map<number, CborValue>([
				[1, -7],
				[2, critical],
				[4, KID],
				[99, 1],
			]);
		expect(decodeHc1(await forge({ protectedHeader: header([1, 4]) }))?.understood).toBe(true);
		for (const critical of [[99], [1, 99], ["x"], 99, null]) {
			expect(decodeHc1(await forge({ protectedHeader: header(critical) }))?.understood).toBe(false);
		}
	});

	it("reads times as integers or fractions, refuses nonsense", async () => {
		const float = (n: number) => {
			const bytes = new Uint8Array(9);
			bytes[0] = 0xfb;
			new DataView(bytes.buffer).setFloat64(1, n);
			return bytes;
		};
		// {4: x, 6: 7.9, -260: {1: {...}}} with hand-made floats, which our deterministic encoder does not write.
		const withExp = (exp: Uint8Array) => {
			const rest = encodeCbor(claimsOf({}).get(-260));
			return Uint8Array.from([0xa3, 0x04, ...exp, 0x06, ...float(7.9), 0x39, 0x01, 0x03, ...rest]);
		};
		expect(decodeHc1(await forge({ claims: withExp(float(1000.5)) }))).toMatchObject({ exp: 1000, iat: 7 });
		for (const exp of [Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 60]) {
			expect(decodeHc1(await forge({ claims: withExp(float(exp)) }))).toBeUndefined();
		}
		expect(decodeHc1(await forge({ claims: claimsOf({ 4: "soon" }) }))).toBeUndefined();
		expect(decodeHc1(await forge({ claims: claimsOf({ 4: null }) }))?.exp).toBeUndefined();
		expect(decodeHc1(await forge({ claims: claimsOf({ 5: IAT + 9 }) }))?.nbf).toBe(IAT + 9);
		expect(decodeHc1(await forge({ claims: claimsOf({ 5: "soon" }) }))).toBeUndefined();
	});

	it("a payload without container, name or with entries of another shape is malformed", async () => {
		const entry = (change: Record<string, CborValue>) =>
			new Map([
				[
					1,
					new Map<string, CborValue>([
						["ver", "1.3.0"],
						["nam", new Map([["fnt", "ESSAI"]])],
						["dob", "1990"],
						...Object.entries(change),
					]),
				],
			]);
		for (const container of [
			null,
			new Map(),
			new Map([[1, "no"]]),
			entry({ nam: null }),
			entry({ dob: 1990 }),
			entry({ t: "no" }),
			entry({ t: [1] }),
			entry({ t: [new Map([["tg", "840539006"]])] }),
			entry({ t: Array.from({ length: 17 }, () => new Map()) }),
		]) {
			expect(decodeHc1(await forge({ claims: claimsOf({ [-260]: container }) }))).toBeUndefined();
		}
		const other = await forge({ claims: claimsOf({ [-260]: entry({ e: [new Map()], v: null, t: [] }) }) });
		expect(decodeHc1(other)?.dcc).toMatchObject({ t: [] });
	});

	it("no prefix, lower case, no compression, cut or padded text: malformed", async () => {
		const text = await encodeHc1(CLAIMS, signer);
		const bare = `HC1:${encodeBase45(encodeCbor([new Uint8Array(), new Map(), new Uint8Array(), new Uint8Array()]))}`;
		const bad = [text.slice(4), text.toLowerCase(), `HC2:${text.slice(4)}`, `${text}0`, `${text}000`, ` ${text}`, bare];
		for (const odd of [...bad, "HC1:", "HC1", "", `HC1:${"0".repeat(20_000)}`]) expect(decodeHc1(odd)).toBeUndefined();
		for (let cut = 5; cut < text.length; cut += 11) expect(decodeHc1(text.slice(0, cut))).toBeUndefined();
	});

	it("no flipped bit of the signed message is accepted", async () => {
		const text = await encodeHc1(CLAIMS, signer);
		const original = decodeHc1(text);
		await fc.assert(
			fc.asyncProperty(fc.nat(), fc.nat(7), async (at, bit) => {
				if (!original) return;
				const payload = Uint8Array.from(original.toBeSigned);
				payload[at % payload.length] = (payload[at % payload.length] ?? 0) ^ (1 << bit);
				expect(await verifyHc1({ ...original, toBeSigned: payload }, key, crypto.subtle)).toBe(false);
				const signature = Uint8Array.from(original.signature);
				signature[at % 64] = (signature[at % 64] ?? 0) ^ (1 << bit);
				expect(await verifyHc1({ ...original, signature }, key, crypto.subtle)).toBe(false);
			}),
			{ numRuns: 60 },
		);
		await fc.assert(
			fc.asyncProperty(fc.nat(), fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"), async (at, c) => {
				const index = 4 + (at % (text.length - 4));
				fc.pre(text[index] !== c);
				const altered = decodeHc1(text.slice(0, index) + c + text.slice(index + 1));
				// Compression leaves bits free (the header's level, padding): the same message may have several texts.
				if (!altered || !(await verifyHc1(altered, key, crypto.subtle))) return;
				expect(altered.toBeSigned).toEqual(original?.toBeSigned);
				expect(altered.signature).toEqual(original?.signature);
				expect(altered.dcc).toEqual(original?.dcc);
			}),
			{ numRuns: 200 },
		);
	});

	it("[V-1] never throws", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				decodeHc1(`HC1:${encodeBase45(bytes)}`);
				decodeHc1(`HC1:${encodeBase45(zlibSync(bytes))}`);
			}),
		);
		fc.assert(fc.property(fc.string(), (text) => void decodeHc1(text)));
	});
});
