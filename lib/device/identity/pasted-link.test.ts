import { describe, expect, it } from "vitest";
import { looksLikeLink, type PastedLink, readPastedLink } from "./pasted-link";

const HERE = "https://relais.example";
const CODE = "7K3QF93MX12HDA8W4T0Z";
const ROOT = "AuQR2gpNjUOIRk62GgvZHe2yWJFSWji-IKzG8ysYjd_";
const LINK = `${HERE}/enrol#${CODE}.${ROOT}`;
const whole: PastedLink = { state: "link", link: { code: CODE, root: ROOT } };
const codeOnly: PastedLink = { state: "link", link: { code: CODE, root: undefined } };
const elsewhere = (host: string): PastedLink => ({ state: "other_origin", host });

describe("[ER-2] a pasted link", () => {
	const cases: readonly [string, string, PastedLink][] = [
		["as it is", LINK, whole],
		["with blanks around it", ` \n\t${LINK}\u00a0\r\n`, whole],
		["in a sentence", `Bonjour, voici le lien : ${LINK} Merci et à demain`, whole],
		["at the end of a sentence", `Ouvrez ${LINK}.`, whole],
		["in brackets", `Counter <${LINK}>, valid for 14 days`, whole],
		["in quotation marks", `« ${LINK} »`, whole],
		[
			"broken by a mail program",
			`${HERE}/en\r\nrol#${CODE.slice(0, 7)}\r\n${CODE.slice(7)}.${ROOT.slice(0, 20)}\r\n ${ROOT.slice(20)}\r\nBien à vous`,
			whole,
		],
		["with a byte order mark and marks of no width", `\ufeff${LINK.slice(0, 40)}\u200b\u2060${LINK.slice(40)}`, whole],
		["escaped by a chat", LINK.replace("#", "%23"), whole],
		["without its scheme", `lien relais.example/enrol#${CODE}.${ROOT}`, whole],
		["the path alone", `/enrol#${CODE}.${ROOT}`, whole],
		["with capitals in the host", `HTTPS://Relais.Example/enrol#${CODE}.${ROOT}`, whole],
		["with a stroke before the fragment", `${HERE}/enrol/#${CODE}.${ROOT}`, whole],
		["over plain http", `http://relais.example/enrol#${CODE}.${ROOT}`, whole],
		["twice the same", `${LINK}\n${LINK}`, whole],
		["without a thumbprint", `${HERE}/enrol#${CODE}`, codeOnly],
		["a code alone", "7k3qf 93mxl-2hda8 w4toz", codeOnly],
		["a code on a line of its own", `Votre code :\n7K3QF 93MX1 2HDA8 W4T0Z\nMerci`, codeOnly],
		["of another origin", `https://autre.example/enrol#${CODE}.${ROOT}`, elsewhere("autre.example")],
		["of another port", `https://relais.example:8443/enrol#${CODE}.${ROOT}`, elsewhere("relais.example:8443")],
		[
			"of an origin that ends like this one",
			`https://faux-relais.example/enrol#${CODE}.${ROOT}`,
			elsewhere("faux-relais.example"),
		],
		["of another origin without a scheme", `lien autre.example/enrol#${CODE}.${ROOT}`, elsewhere("autre.example")],
		["two of them", `${LINK} ${HERE}/enrol#${[...CODE].reverse().join("")}.${ROOT}`, { state: "several" }],
		["cut off in the thumbprint", LINK.slice(0, -1), { state: "incomplete" }],
		["cut off behind the dot", `${HERE}/enrol#${CODE}.`, { state: "incomplete" }],
		["cut off in the code", `${HERE}/enrol#${CODE.slice(0, 12)}`, { state: "incomplete" }],
		["with something stuck to it", `${LINK}x`, { state: "incomplete" }],
		["nothing", "", { state: "none" }],
		["a text", "Le lien arrive demain, bonne journée", { state: "none" }],
		["another page of this site", `${HERE}/pass#${"A".repeat(22)}`, { state: "none" }],
		["a scan of a pass", "HC1:6BF1701A0T9WTWGSLKC 4F896", { state: "none" }],
	];
	it.each(cases)("%s", (_, text, expected) => {
		expect(readPastedLink(text, HERE)).toEqual(expected);
	});

	it("is read up to a limit, however long the text is", () => {
		expect(readPastedLink(`${"relais.example/".repeat(200_000)}${LINK}`, HERE)).toEqual({ state: "none" });
	});

	it("is told from a code that is being typed", () => {
		expect([LINK, LINK.replace("#", "%23"), "https://"].map(looksLikeLink)).toEqual([true, true, true]);
		expect(["", "7k3qf 93mxl-2hda8 w4toz", "7K3"].map(looksLikeLink)).toEqual([false, false, false]);
	});
});
