import { CompactEncrypt } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { fromBase64url, utf8 } from "@/lib/shared/bytes";
import { enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { database } from "../store/database";
import { openApart } from "./sealed-part";
import { makeSoftwareKey, openActLink, readSoftwareKey, SOFTWARE_NAME, softwareKeyFact } from "./software-link";

let keep: Parameters<typeof readSoftwareKey>[0];

beforeEach(async () => {
	const { db } = await enrolledCounter();
	const device = await loadUnlocked(db);
	if (device === undefined) throw new Error("not enrolled");
	keep = { storageKey: device.storageKey, db };
});

/** As the pharmacy's software makes it. */
async function linkUnder(key: string, json: string, header = { alg: "dir", enc: "A256GCM" }): Promise<string> {
	const secret = fromBase64url(key) ?? new Uint8Array();
	return `#act=${await new CompactEncrypt(utf8(json)).setProtectedHeader(header).encrypt(secret)}`;
}

describe("[PS-4] a link of the pharmacy's software", () => {
	it("opens with the key that was made here, and shows nothing of the act", async () => {
		const link = await linkUnder(await makeSoftwareKey(keep), '{"family":"ÉSSAI"}');
		expect(link).not.toMatch(/SSAI|family/);
		expect(await openActLink(link, keep)).toEqual({ outcome: "opened", json: '{"family":"ÉSSAI"}' });
	});

	it("opens nothing before a key was made, or under the key before", async () => {
		expect(await readSoftwareKey(keep)).toBeUndefined();
		const first = await makeSoftwareKey({ ...keep });
		const link = await linkUnder(first, "{}");
		expect(await makeSoftwareKey(keep)).not.toBe(first);
		expect(await openActLink(link, keep)).toEqual({ outcome: "foreign" });
		// [VA-9] Nor is the key before brought back by an earlier copy of its row.
		const now = await softwareKeyFact(keep.db ?? database()).read();
		await makeSoftwareKey(keep);
		expect(now && (await openApart({ storageKey: keep.storageKey, name: SOFTWARE_NAME, sealed: now }))).toBeUndefined();
		await keep.db?.facts.clear();
		expect(await openActLink(link, keep)).toEqual({ outcome: "not_connected" });
	});

	it.each(["#act=", "#act=x", "#act=a.b.c.d.e", "#act=....", "#act=%7B%7D"])("%s is told as foreign", async (link) => {
		await makeSoftwareKey(keep);
		expect(await openActLink(link, keep)).toEqual({ outcome: "foreign" });
	});

	it("is never read by another algorithm than the one of the format", async () => {
		const key = await makeSoftwareKey(keep);
		const wrapped = await linkUnder(key, "{}", { alg: "A256KW", enc: "A256GCM" });
		expect(await openActLink(wrapped, keep)).toEqual({ outcome: "foreign" });
	});

	it("the key is on the disk sealed only", async () => {
		const key = await makeSoftwareKey(keep);
		expect(await readSoftwareKey(keep)).toBe(key);
		expect(JSON.stringify(await keep.db?.facts.toArray())).not.toContain(key);
	});
});
