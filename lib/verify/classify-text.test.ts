import { describe, expect, it } from "vitest";
import { encodeDigits } from "@/lib/formats/shc/numeric";
import { writeChainPart, writePairingCode } from "@/lib/gatelink/pairing-code";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { attest } from "@/tests/support/authority";
import { classifyText } from "./classify-text";

const kind = (text: string) => classifyText(text).kind;
const jws = (header: object) => `${base64url(utf8(JSON.stringify(header)))}.e30.AA`;
const BASE45 = "6BF1701A0T9WTWGSLKC 4F896IQ9A3BN65$AYAB0XK3JCQGA5F3 FM6003F30L1K9GY50.FK8ZKO/EZKEZ967L6C56..DX%DZJC1";

describe("[V-12] classifyText", () => {
	it.each([
		["an attestation", attest()],
		["an attestation out of a scanner", `]Q1${attest()}\r\n`],
		["a damaged durable pass", "HC1:6BF"],
		[
			"a durable pass in a link",
			`https://bonjour.tousanticovid.gouv.fr/app/walletdcc#HC1:${encodeURIComponent(BASE45)}`,
		],
		["a health card", `SHC:/${encodeDigits("eyJ.e30.AA")}`],
		["a bare health card", jws({ alg: "ES256", zip: "DEF", kid: "k" })],
		["a file of health cards", '{"verifiableCredential":[]}'],
		["a 2D-DOC whose scanner lost its separators", "DC04XX0100011ED71ED7B201FRF0CAMILLE"],
	])("%s is a pass", (_, text) => {
		expect(kind(text)).toBe("pass");
	});

	it.each([
		["HC2", `HC2:${BASE45}`],
		["HCFR1", `HCFR1:${BASE45}`],
		["LT1", `LT1:${BASE45}`],
		["NL2", `NL2:${BASE45}`],
		["a later version of our own", `RP2:${BASE45}`],
		["NZCP", "NZCP:/1/2KCEVIQEIVVWK6JNGEASNICZAEP2KALYDZSGSZB2O5SWEOTOPJRXALTDN53GSZBRHEXGQZLBNR2GQLTOPI"],
		["VDS-NC", '{"data":{"hdr":{"is":"UTO","t":"icao.vacc","v":1},"msg":{}},"sig":{"alg":"ES256"}}'],
		["VDS-NC, signature first", '{"sig":{"alg":"ES256","sigvl":"x"},"data":{"hdr":{"v":1,"t":"icao.test"}}}'],
		["a ticket of UIC 918.3", "#UT01108000001..."],
		["DOSIPAS", "\u0081Ub\u0000"],
		["DIVOC", "PK\u0003\u0004\u0014"],
		["a credential of the W3C", '{"@context":["https://www.w3.org/2018/credentials/v1"],"type":[]}'],
		["a SMART Health Link", "https://viewer.example/#shlink:/eyJ1cmwiOiJodHRwczovL3guZXhhbXBsZSJ9"],
		["a 2D-DOC of version 05", "DC05XX0100011ED71ED7B201FR"],
	])("[V-9] %s is a family that is not read here", (_, text) => {
		expect(kind(text)).toBe("unsupported");
	});

	const address = "https://relais.example/pass#n.AbCdEfGhIjKlMnOpQrStUv.1a2b3c";
	it.each([
		address,
		"https://relais.example/pass#AbCdEfGhIjKlMnOpQrStUv",
		`]Q1${address}\r`,
		`${address}.`,
		`${address})`,
		`${address},`,
		address.replace("#", "%23"),
		"http://192.168.1.10:3000/pass#n.AbCdEfGhIjKlMnOpQrStUv.1",
	])("the holder's own link is no pass: %s", (text) => {
		expect(kind(text)).toBe("holderLink");
	});

	it("[GG-10] another gate's code is no pass, also of a version to come", () => {
		const [id, key] = [new Uint8Array(8), new Uint8Array(64)];
		const code = writePairingCode({ kind: "offer", pairing: id, place: undefined, key, channel: undefined });
		const part = writeChainPart({ kind: "part", chain: id, total: 2, index: 1, data: new Uint8Array(260) });
		const texts = [code, part, code.replace("RG1:", "RG2:")];
		expect(texts.map(kind)).toEqual(["gateCode", "gateCode", "gateCode"]);
	});

	it.each([
		"",
		"https://restaurant.example/menu",
		"https://relais.example/pass",
		"https://relais.example/pass#short",
		"WIFI:S:cellar;T:WPA;P:secret;;",
		"BEGIN:VCARD",
		"4006381333931",
		"M1ESSAI/CAMILLE       EABC123 ORYFRAXX 0123 226F001A0001 100",
		"AB1: ouvert le dimanche",
		"DC01 COMICS",
		jws({ alg: "HS256", typ: "JWT" }),
		'{"menu":[]}',
		"\u0000\u0001\u0002",
	])("%j is no pass", (text) => {
		expect(kind(text)).toBe("none");
	});

	it("knows the parts of a card, and a card in one part", () => {
		expect(classifyText("SHC:/2/3/5676")).toEqual({ kind: "part", text: "shc:/2/3/5676", index: 2, count: 3 });
		expect(kind("shc:/1/1/5676")).toBe("pass");
		expect(kind("shc:/4/3/5676")).toBe("pass");
	});
});
