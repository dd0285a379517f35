import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { RelaisDatabase } from "../store/database";
import { readBadge, writeBadge } from "./badge";
import {
	authorise,
	closePost,
	forgetOldShifts,
	loadShifts,
	loadStaff,
	noteCheck,
	onDuty,
	openPost,
	takeDuty,
	withdraw,
} from "./scan-register";

const NOW = 1_628_868_600;
const POST = { place: "Cinéma", gate: "Entrée A" };

let databases = 0;
let db: RelaisDatabase;
beforeEach(async () => {
	db = new RelaisDatabase(`register ${databases++}`);
	const storageKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	await db.device.put({ id: "device", role: "door", thumbprint: "t", storageKey, privateKey: storageKey } as never);
});

const at = (minutes: number) => ({ now: NOW + minutes * MINUTE, db });
const shifts = async () =>
	(await loadShifts(db)).map(({ name, from, to }) => [
		name,
		(from - NOW) / MINUTE,
		to === null ? null : (to - NOW) / MINUTE,
	]);

describe("the register of who checked passes", () => {
	it("[DP-6] names who it was, at which post, from when to when; a change mid-shift ends one and begins the other", async () => {
		const lena = await authorise({ name: "Léna 12" }, at(0));
		const marc = await authorise({ name: "Marc" }, at(0));
		await openPost(POST, at(1));
		await takeDuty(lena.id, at(2));
		await noteCheck(at(60));
		await takeDuty(marc.id, at(90));
		await takeDuty(marc.id, at(95));
		await closePost(at(200));
		expect(await shifts()).toEqual([
			["Marc", 90, 200],
			["Léna 12", 2, 90],
			["", 1, 2],
		]);
		expect((await loadShifts(db))[0]).toMatchObject(POST);
		expect(await onDuty(db)).toBe("");
	});

	it("[DP-6] a restart goes on; an app that was away ended its shift at the last check", async () => {
		const lena = await authorise({ name: "Léna 12" }, at(0));
		await takeDuty(lena.id, at(0));
		await openPost(POST, at(0));
		await noteCheck(at(10));
		await openPost(POST, at(20));
		expect(await shifts()).toEqual([["Léna 12", 0, null]]);
		await openPost(POST, at(41));
		expect(await shifts()).toEqual([
			["Léna 12", 41, null],
			["Léna 12", 0, 10],
		]);
		await openPost({ ...POST, gate: "Balcon" }, at(42));
		expect((await shifts())[1]).toEqual(["Léna 12", 41, 41]);
	});

	it("[DP-6] whoever is no longer authorised is off duty and stays in the register", async () => {
		const lena = await authorise({ name: "Léna 12" }, at(0));
		await openPost(POST, at(0));
		await takeDuty(lena.id, at(1));
		await withdraw(lena.id, at(30));
		expect(await onDuty(db)).toBe("");
		expect(await loadStaff(db)).toEqual([{ ...lena, authorisedAt: NOW, withdrawnAt: NOW + 30 * MINUTE }]);
		expect((await shifts())[1]).toEqual(["Léna 12", 1, 30]);
	});

	it("[DP-6] no name lies there in the clear, and all of it is gone a year later", async () => {
		const { id } = await authorise({ name: "Léna Berthelot" }, at(0));
		await takeDuty(id, at(0));
		await openPost(POST, at(0));
		await closePost(at(60));
		await withdraw(id, at(60));
		const bytes = (await db.staff.toArray()).map(({ sealed }) => Buffer.from(sealed.data).toString("latin1"));
		expect(JSON.stringify([await db.shifts.toArray(), await db.facts.toArray(), bytes])).not.toContain("Berthelot");
		await forgetOldShifts({ now: NOW + 364 * DAY, db });
		expect(await shifts()).toHaveLength(1);
		await forgetOldShifts({ now: NOW + 365 * DAY + 2 * HOUR, db });
		expect([await shifts(), await loadStaff(db)]).toEqual([[], []]);
	});
});

describe("a badge", () => {
	it("[DP-7] says who it is of, to every device", async () => {
		const badge = await authorise({ name: "Léna Berthelot" }, at(0));
		expect(readBadge(writeBadge(badge))).toEqual(badge);
		expect(readBadge(`]Q1${writeBadge(badge)}\r\n`)).toEqual(badge);
		expect(await authorise(badge, at(1))).toEqual(badge);
	});

	it("[DP-7] is nothing else: neither a pass, nor a text cut off, nor a name with line breaks", () => {
		const id = "A".repeat(22);
		for (const text of ["RP1:ABC", "RB1:", `RB1:${id}`, `RB1:${id}.`, "RB1:short.TGVuYQ", `RB1:${id}.TGVuYQ.x`]) {
			expect(readBadge(text)).toBeUndefined();
		}
		expect(readBadge(writeBadge({ id, name: "a\nb" }))).toBeUndefined();
		expect(readBadge(writeBadge({ id, name: "x".repeat(41) }))).toBeUndefined();
	});
});
