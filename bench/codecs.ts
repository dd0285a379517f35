/**
 * `npm run bench:codecs`: our CBOR decoder, base45 and base32 beside kept packages, on the bytes of genuine passes, in
 * one run; and what each of them makes of malformed input. docs/dependencies.md gives the result and the reason for
 * having our own.
 */
import { base32nopad } from "@scure/base";
import base45Package from "base45";
import { decode as decodeWithCborg, Tagged } from "cborg";
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import { decodeCbor } from "@/lib/formats/cbor-decode";
import { untagged } from "@/lib/formats/cbor-value";
import { base32, fromBase32 } from "@/lib/formats/twoddoc/base32";
import { inflateZlib } from "@/lib/shared/inflate";
import { INFLATE_LIMIT } from "@/lib/shared/text-limit";
import { NOW } from "../tests/support/authority";
import { type Decoder, printHostile, printRatio } from "./compare-codecs";
import { makeListedKeys } from "./listed-keys";
import { hc1Texts, twoddocTexts } from "./pass-texts";

const { signers } = makeListedKeys(24, NOW);
const base45Texts = (await hc1Texts(signers.hc1)).map((text) => text.slice("HC1:".length));
/** The COSE message of each pass, and the CWT inside it. */
const messages = base45Texts.flatMap((text) => {
	const message = inflateZlib(decodeBase45(text) as Uint8Array, INFLATE_LIMIT) as Uint8Array;
	const cose = untagged(decodeCbor(message)?.value) as readonly Uint8Array[];
	return [message, cose[2] as Uint8Array];
});
const signatures = twoddocTexts(signers["2ddoc"]).map((text) => text.slice(text.indexOf("\u001f") + 1));

/** COSE needs integer keys, so maps; the tags around a COSE_Sign1; the strictest settings there are. */
const CBORG = {
	useMaps: true,
	rejectDuplicateMapKeys: true,
	allowBigInt: false,
	tags: Tagged.preserve(18, 61),
} as const;
const cborg: Decoder<Uint8Array> = (bytes) => decodeWithCborg(bytes, CBORG);

const CBOR = { name: "CBOR, cborg", ours: decodeCbor, theirs: cborg };
const BASE45 = { name: "base45, base45", ours: decodeBase45, theirs: base45Package.decode };
const BASE32 = { name: "base32, @scure/base", ours: fromBase32, theirs: base32nopad.decode };

printRatio(CBOR, messages);
printRatio(BASE45, base45Texts);
printRatio(BASE32, signatures);

const hex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
/** 64 KiB, the most that an inflated pass may have (spec V-1). */
const filled = (byte: number) => new Uint8Array(65_536).fill(byte);

printHostile(CBOR, [
	{ what: "a key twice", input: hex("a201010102") },
	{ what: "trailing bytes", input: hex("0100") },
	{ what: "text that is not UTF-8", input: hex("62c328") },
	{ what: "an integer beyond 2⁵³ − 1", input: hex("1b0020000000000000") },
	{ what: "an array of 2³² − 1 items, in five bytes", input: hex("9affffffff") },
	{ what: "a key that is an array", input: hex("a18000") },
	{ what: "64 KiB of nested arrays", input: Uint8Array.from([...filled(0x81).subarray(1), 0x00]) },
	{ what: "64 KiB of one-byte items", input: Uint8Array.from([0x9f, ...filled(0x00).subarray(2), 0xff]) },
	{ what: "64 KiB of empty maps", input: Uint8Array.from([0x9f, ...filled(0xa0).subarray(2), 0xff]) },
]);
printHostile(BASE45, [
	{ what: "lower case", input: "bb8" },
	{ what: "a foreign symbol", input: "BB_" },
	{ what: "a lone last symbol", input: "BB8A" },
	{ what: "a group above 65535", input: "GGW" },
	{ what: "a last pair above 255", input: "BB8ZZ" },
]);
printHostile(BASE32, [
	{ what: "lower case", input: "mzxw6" },
	{ what: "an impossible length", input: "MZXW6A" },
	{ what: "stray bits in the last symbol", input: "MZ" },
	{ what: "padding", input: "MZXW6===" },
]);

const written = messages[0] as Uint8Array;
const sameBase45 = base45Package.encode(written) === encodeBase45(written);
const sameBase32 = base32nopad.encode(written) === base32(written);
if (!sameBase45 || !sameBase32) throw new Error("the same bytes are written in two ways");
