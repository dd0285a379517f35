/**
 * The next input of a format: a third of them blunt changes of a genuine text, the others taken apart as far as the
 * format goes, changed inside and put together again, with or without a genuine signature over the change.
 */

import { deflateRawSync, deflateSync, inflateRawSync, inflateSync } from "node:zlib";
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { encodeAttestation } from "@/lib/formats/relais/attestation-text";
import { attestationHeader } from "@/lib/formats/relais/signed-attestation";
import { encodeDigits } from "@/lib/formats/shc/numeric";
import { base64url, fromBase64url, utf8 } from "@/lib/shared/bytes";
import type { PassFormat } from "@/lib/shared/pass-format";
import { attestationClaims, DEVICE } from "../support/authority";
import { signShc, toQr } from "../support/issue-shc";
import { HC1_SHAPES, shapeHc1 } from "./hc1-shapes";
import { mutateBytes, mutateJson, mutateText, splice } from "./mutate";
import type { Random } from "./random";
import { type Specimens, signHc1, signRaw, signTwoddoc } from "./specimens";

export type FuzzInput = {
	readonly text: string | readonly string[];
	/** A genuine key signed the change: what it says is its own affair. */
	readonly signed: boolean;
};

const SIGNED_SHARE = 0.15;
const BLUNT_SHARE = 0.35;
const DRESSED_SHARE = 0.15;

export async function makeInput(format: PassFormat, specimens: Specimens, random: Random): Promise<FuzzInput> {
	const input = await changedInput(format, specimens, random);
	if (typeof input.text !== "string" || !random.chance(DRESSED_SHARE)) return input;
	return { ...input, text: dress(input.text, random) };
}

const FRAMES = ["]Q1", "]d2", "\\000026", "\ufeff", "\r\n", "\0", "\t", " ", "%25", "https://x.example/?v=", "#"];

/** What scanners and wallets put around a text (spec V-8), right and wrong. */
function dress(text: string, random: Random): string {
	const frame = () => Array.from({ length: random.int(4) }, () => random.pick(FRAMES)).join("");
	const inside = random.chance(0.3) ? encodeURIComponent(text.replace(/\p{Cs}/gu, "")) : text;
	const link = random.chance(0.3) ? random.pick(["https://x.example/app#", "https://x.example/app?a=b&v="]) : "";
	return frame() + link + (random.chance(0.1) ? inside.toLowerCase() : inside) + frame();
}

async function changedInput(format: PassFormat, specimens: Specimens, random: Random): Promise<FuzzInput> {
	const texts = specimens.texts[format];
	if (random.chance(SIGNED_SHARE)) return { text: await SIGN[format](specimens, random), signed: true };
	const text = random.pick(texts);
	if (random.chance(BLUNT_SHARE)) {
		const others = random.chance(0.2) ? Object.values(specimens.texts).flat() : texts;
		return { text: mutateText(random, text, others), signed: false };
	}
	return { text: CHANGE_INSIDE[format](text, random), signed: false };
}

/** Contents that a hostile or broken issuer might sign. The signatures are new each time, the contents are not. */
const SIGN: Readonly<
	Record<PassFormat, (specimens: Specimens, random: Random) => Promise<string | readonly string[]>>
> = {
	relais: async ({ keys }, random) => {
		const payload = utf8(mutatedJsonText(random, attestationClaims()));
		const input = utf8(`${base64url(utf8(attestationHeader(DEVICE.kid)))}.${base64url(payload)}`);
		const kid = fromBase64url(DEVICE.kid) ?? new Uint8Array(8);
		if (payload.length > 0x7fff) return "RP1:";
		return encodeAttestation({ kid, payload, signature: await signRaw(keys.device, input), delegation: undefined });
	},
	hc1: ({ keys, dccs, hc1Claims }, random) => {
		if (random.chance(0.6)) {
			const claims = random.pick(hc1Claims);
			const changed = random.chance(0.6) ? mutateBytes(random, claims) : insertCbor(random, claims);
			return shapeHc1(changed, random.pick(HC1_SHAPES), (toBeSigned) => signRaw(keys.hc1, toBeSigned));
		}
		const dcc = mutateJson(random, random.pick(dccs)) as DccPayload;
		return signHc1(keys.hc1, dcc).catch(() => "HC1:"); // the encoder refuses what CBOR cannot say
	},
	shc: async ({ keys, shcPayloads }, random) => {
		const payload = mutateJson(random, random.pick(shcPayloads));
		const deflated = deflateRawSync(mutatedJsonText(random, payload));
		const jws = await signShc(keys.shc, undefined, { deflated });
		return random.chance(0.5) ? jws : toQr(jws, 1 + random.int(3)).reverse();
	},
	"2ddoc": ({ keys, twoddocContents }, random) => {
		const content = random.pick(twoddocContents);
		const changed = random.chance(0.5)
			? content.slice(0, 26) + shuffledFields(random, content.slice(26))
			: mutateText(random, content, twoddocContents);
		return signTwoddoc(keys.twoddoc, changed);
	},
};

const CHANGE_INSIDE: Readonly<Record<PassFormat, (text: string, random: Random) => string | readonly string[]>> = {
	relais: (text, random) => {
		const bytes = decodeBase45(text.slice(4)) ?? new Uint8Array();
		return `RP1:${encodeBase45(mutateBytes(random, bytes))}`;
	},
	hc1: (text, random) => {
		const cose = inflateSync(decodeBase45(text.slice(4)) ?? new Uint8Array());
		const changed = random.chance(0.5) ? mutateBytes(random, cose) : insertCbor(random, cose);
		const compressed = random.chance(0.9)
			? deflateSync(changed, { level: 1 })
			: mutateBytes(random, deflateSync(changed));
		return `HC1:${encodeBase45(compressed)}`;
	},
	shc: (text, random) => {
		const jws = text.startsWith("eyJ") ? text : random.pick([text]);
		if (!jws.startsWith("eyJ")) return changeDigits(jws, random);
		const [header = "", payload = "", signature = ""] = jws.split(".");
		const parts = [changeHeader(header, random), changePayload(payload, random), signature];
		const changed = parts.join(".");
		return random.chance(0.5) ? changed : toQr(changed, 1 + random.int(4));
	},
	"2ddoc": (text, random) => {
		const end = text.indexOf("\u001f");
		const [header, message, tail] = [text.slice(0, 26), text.slice(26, end), text.slice(end)];
		const annex = random.chance(0.3) ? `\u001d${mutateText(random, message, [text])}` : "";
		const changedHeader = random.chance(0.4) ? mutateText(random, header, [text]) : header;
		return changedHeader + (random.chance(0.8) ? shuffledFields(random, message) : message) + tail + annex;
	},
};

/** Heads of CBOR items that promise more than there is, and nests of them. */
const CBOR_HEADS: readonly (readonly number[])[] = [
	[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
	[0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
	[0xbb, 0, 0, 0, 1, 0, 0, 0, 0],
	[0x9f],
	[0x5f],
	[0xff],
	[0xf9, 0x7c, 0x00],
	[0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
	[0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
	[0xd8, 0x3d],
	[0x18, 0x00],
	new Array<number>(40).fill(0x81),
	new Array<number>(40).fill(0xa1),
	new Array<number>(6_000).fill(0xc0),
	new Array<number>(70_000).fill(0x81),
];

function insertCbor(random: Random, cose: Uint8Array): Uint8Array<ArrayBuffer> {
	return splice(cose, random.int(cose.length), random.int(4), Uint8Array.from(random.pick(CBOR_HEADS)));
}

function changeHeader(header: string, random: Random): string {
	if (random.chance(0.6)) return header;
	const json: unknown = JSON.parse(Buffer.from(header, "base64url").toString());
	return base64url(utf8(mutatedJsonText(random, mutateJson(random, json))));
}

function changePayload(payload: string, random: Random): string {
	const deflated = Buffer.from(payload, "base64url");
	if (random.chance(0.2)) return base64url(mutateBytes(random, deflated));
	if (random.chance(0.02)) return base64url(deflateRawSync(new Uint8Array(1 + random.int(4_000_000))));
	const json: unknown = JSON.parse(inflateRawSync(deflated).toString());
	return base64url(deflateRawSync(mutatedJsonText(random, mutateJson(random, json)), { level: 1 }));
}

function changeDigits(text: string, random: Random): string | readonly string[] {
	if (random.chance(0.3)) return mutateText(random, text, [text]);
	const jws = random.chance(0.5) ? "eyJ.eyJ.AA" : `eyJ${String.fromCharCode(45 + random.int(100))}`;
	const parts = [encodeDigits(jws), text.slice(5)].map(
		(digits, i) => `shc:/${i + random.int(3)}/${random.int(4)}/${digits}`,
	);
	return random.chance(0.5) ? parts : [text, ...parts];
}

/** JSON text, now and then not quite. */
function mutatedJsonText(random: Random, value: unknown): string {
	const text = JSON.stringify(random.chance(0.5) ? mutateJson(random, value) : value) ?? "";
	return random.chance(0.15) ? mutateText(random, text, [text]) : text;
}

/** Fields of a 2D-DOC in another order, some dropped, repeated or changed. */
function shuffledFields(random: Random, message: string): string {
	const fields = message.split(/(?=[FL][0-9A])/);
	for (let i = fields.length - 1; i > 0; i--) {
		const j = random.int(i + 1);
		[fields[i], fields[j]] = [fields[j] ?? "", fields[i] ?? ""];
	}
	const changed = fields.map((field) => (random.chance(0.2) ? mutateText(random, field, fields) : field));
	return changed.slice(random.int(2)).join(random.chance(0.1) ? "\u001e" : "");
}
