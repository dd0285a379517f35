/**
 * Names of every script from the form to the pass and the door: read by the form's own code, signed by the counter's,
 * registered by the portal on PostgreSQL, opened as the holder does, and typed at a door from document and MRZ.
 */
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CounterForm, emptyForm, FIRST_HABITS } from "@/app/(counter)/counter/entry/form-state";
import { readForm } from "@/app/(counter)/counter/entry/read-form";
import { checkCode } from "@/lib/checkcode/check-code";
import { makeAttestation } from "@/lib/device/counter/make-attestation";
import { decodeHc1 } from "@/lib/formats/hc1/decode-hc1";
import { readDelegations } from "@/lib/kit/own-delegation";
import { openPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import { recordBatchAnswer } from "@/lib/protocol/records";
import { HOUR } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, postAs } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let door: EnrolledDevice;
let used = 0;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

type Typed = {
	readonly family: string;
	readonly given: string;
	readonly familyLatin?: string;
	readonly givenLatin?: string;
};

/** From what is typed to the paper, and to the pass that the holder opens. */
async function issueTo(typed: Typed) {
	const { now } = portal.clock;
	const { kit, key } = counter;
	const where = { now, zone: "Europe/Paris" };
	const form: CounterForm = {
		...emptyForm(FIRST_HABITS, { ...where, now: now - HOUR }),
		...({ birth: "3/2/1990", sex: "X", product: "1232", result: "negative", consent: "yes" } as const),
		...typed,
	};
	const read = readForm(form, { ...where, products: kit.products, kinds: ["A"] });
	if (read.outcome !== "complete") throw new Error(`the form says ${JSON.stringify(read)}`);
	const [delegation] = readDelegations(kit.delegations);
	if (delegation === undefined || kit.codeKeys.holder !== "issuer" || kit.pharmacy === null)
		throw new Error("no counter");
	const issuer = { privateKey: key.privateKey, publicJwk: key.jwk, pharmacy: kit.pharmacy, codeKeys: kit.codeKeys };
	const made = await makeAttestation(read.draft, {
		issuer,
		delegation,
		index: delegation.first + used++,
		start: undefined,
		...where,
	});
	if (!made.ok) throw new Error(made.error.code);
	const { record, sheet } = made.value;
	const answers = await postAs(portal, key, { path: PATHS.records, body: { records: [record] } });
	const registered = recordBatchAnswer.parse(await answers.json()).answers;
	const opened = await portal.call(PATHS.openPass, {
		method: "POST",
		headers: { "content-type": "application/json", origin: ORIGIN },
		body: JSON.stringify({ token: record.holderToken, stripNumber: record.stripNumber }),
	});
	const pass = openPassAnswer.parse(await opened.json());
	const names = pass.state === "ready" ? decodeHc1(pass.hc1)?.dcc.nam : undefined;
	return { registered: registered.map(({ outcome }) => outcome), sheet, names };
}

type Issued = Awaited<ReturnType<typeof issueTo>>;

function atTheDoor({ sheet }: Issued, initials: string) {
	const { codeKeys } = door.kit;
	if (codeKeys.holder !== "verifier") throw new Error("no door");
	const { number, code } = sheet.checkCode;
	return checkCode(codeKeys, { number, code, birth: "1990-02-03", initials }, portal.clock.now).outcome;
}

describe("[EN-5] names in other scripts", () => {
	it.each([
		["Cyrillic, as proposed", { family: "Щукин", given: "Юлия" }, ["SHCHUKIN", "Iuliia"], ["ЩЮ", "SI"]],
		[
			"Cyrillic, as in the MRZ",
			{ family: "ЩУКИНА", given: "Юлия", givenLatin: "Yulia" },
			["SHCHUKINA", "Yulia"],
			["SY"],
		],
		["Greek, as proposed", { family: "Παπαδόπουλος", given: "Χρήστος" }, ["PAPADOPOULOS", "Christos"], ["ΠΧ", "PC"]],
		[
			"Arabic",
			{ family: "النجار", given: "ليلى", familyLatin: "Al-Najjar", givenLatin: "Layla" },
			["AL-NAJJAR", "Layla"],
			["AL"],
		],
		[
			"Chinese",
			{ family: "王", given: "小明", familyLatin: "Wang", givenLatin: "Xiaoming" },
			["WANG", "Xiaoming"],
			["WX"],
		],
		["one name only", { family: "النجار", given: "-", familyLatin: "Al-Najjar" }, ["AL-NAJJAR", ""], ["A"]],
	] as const)("%s: issued, registered, passed and typed", async (_, typed, [family, given], typings) => {
		const issued = await issueTo(typed);
		expect(issued.registered).toEqual(["registered"]);
		expect(issued.sheet.person).toMatchObject({ family, given });
		expect(issued.names).toEqual({
			fn: typed.family.toLocaleUpperCase("fr"),
			fnt: family.toUpperCase().replace("-", "<"),
			...(given === "" ? {} : { gn: typed.given, gnt: given.toUpperCase() }),
		});
		for (const initials of typings) expect([initials, atTheDoor(issued, initials)]).toEqual([initials, "accepted"]);
		expect(atTheDoor(issued, "ZZ")).toBe("rejected");
	});

	it("without its Latin spelling such a name is not issued, but asked for", async () => {
		await expect(issueTo({ family: "النجار", given: "Layla" })).rejects.toThrow("latin_missing");
		await expect(issueTo({ family: "Wang", given: "小明", givenLatin: "小明" })).rejects.toThrow("not_latin");
	});
});

describe("[EN-6] a name of more than 40 characters", () => {
	it("stands in whole words on the sheet and whole in the pass; another shortening may be typed", async () => {
		const given = "Maria Fernanda Guadalupe del Carmen Hernández";
		const issued = await issueTo({ family: "Essai", given });
		expect(issued.registered).toEqual(["registered"]);
		expect(issued.sheet.person.given).toBe("Maria Fernanda Guadalupe del Carmen");
		expect(issued.names).toMatchObject({ gn: given, gnt: "MARIA<FERNANDA<GUADALUPE<DEL<CARMEN<HERNANDEZ" });
	});
});

describe("[EN-4] one name, and names that were turned away", () => {
	it("somebody with one name has no given name on the pass", async () => {
		const issued = await issueTo({ family: "Sukarno", given: "-" });
		expect(issued.registered).toEqual(["registered"]);
		expect(issued.names).toEqual({ fn: "SUKARNO", fnt: "SUKARNO" });
		expect(atTheDoor(issued, "S")).toBe("accepted");
	});
});

const REPORTS = "../shared/data/reports";
const report = (name: string): unknown => JSON.parse(readFileSync(`${REPORTS}/${name}.json`, "utf8"));

describe.skipIf(!existsSync(REPORTS))("[EN-4] names of the reports", () => {
	it("F05: typed as on the document and as in its machine-readable zone", async () => {
		const { people } = report("F05-initials-lost") as { people: readonly string[] };
		const mrz = ["LK", "OH", "OP", "DA", "AI", "SL"];
		for (const [i, person] of people.entries()) {
			const [family = "", given = ""] = person.split(" ");
			const issued = await issueTo({ family, given });
			expect(issued.registered).toEqual(["registered"]);
			for (const initials of [`${family.charAt(0)}${given.charAt(0)}`, mrz[i] ?? ""]) {
				expect([initials, atTheDoor(issued, initials)]).toEqual([initials, "accepted"]);
			}
		}
	});

	it("F14: each is issued; what is not in Latin letters with its Latin spelling", async () => {
		const { input } = report("F14-names-refused-at-the-counter") as { input: readonly string[] };
		const names = input.map((line) =>
			line.startsWith("a family name") ? "Ab".repeat(23) : line.replace(/ \(.*\)$/, ""),
		);
		expect(names).toHaveLength(10);
		for (const family of names) {
			const issued = await issueTo({ family, given: "Camille", familyLatin: "Dikapurio" });
			expect([family, issued.registered]).toEqual([family, ["registered"]]);
			expect(issued.names?.fnt).toMatch(/^[A-Z]+(?:<[A-Z]+)*$/);
		}
	});
});
