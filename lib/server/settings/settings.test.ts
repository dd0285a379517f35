import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Environment, readEnvironment, SETTING_NAMES, UnusableSettings } from "./environment";
import { describeFault, openLog } from "./log";
import { readSettings } from "./settings";

const DATABASE_URL = "postgres://x/y";

describe("settings", () => {
	it("need a database and have a default for the rest", () => {
		expect(readSettings({ DATABASE_URL })).toMatchObject({
			origins: ["http://localhost:3000"],
			smtpUrl: undefined,
			fieldKeys: undefined,
			databasePool: 10,
			logLevel: "info",
		});
		expect(() => readSettings({})).toThrow(/^DATABASE_URL cannot be used: /);
	});

	it("take several origins, the first one for links, and nothing but the origin of each", () => {
		const settings = readSettings({ DATABASE_URL, RELAIS_ORIGIN: "https://relais.example/, http://127.0.0.1:3000" });
		expect(settings.origins).toEqual(["https://relais.example", "http://127.0.0.1:3000"]);
	});

	it("treat an empty variable as absent", () => {
		const empty = Object.fromEntries(SETTING_NAMES.map((name) => [name, ""]));
		expect(readSettings({ ...empty, DATABASE_URL })).toEqual(readSettings({ DATABASE_URL }));
	});
});

const KEY = "A".repeat(43);

/** Of every setting: what is taken, and what is not. */
const VALUES: Readonly<
	Record<keyof Environment, { readonly good: readonly string[]; readonly bad: readonly string[] }>
> = {
	DATABASE_URL: {
		good: ["postgres://a:b@db.example:5432/relais", "postgresql://db.example/relais?sslmode=require"],
		bad: ["x", "mysql://db.example/relais", "db.example:5432"],
	},
	RELAIS_DATA: { good: [".relais", "/var/lib/relais"], bad: ["a\0b"] },
	RELAIS_ORIGIN: {
		good: ["https://relais.example", "http://localhost:3000,https://relais.example/"],
		bad: [
			"ftp://relais.example",
			"relais.example",
			"https://relais.example/portal",
			"https://a.example,",
			"https://u@a.example",
		],
	},
	RELAIS_PROXIES: { good: ["0", "9"], bad: ["-1", "10", "many", "1.5", " 1"] },
	RELAIS_FIELD_KEY: { good: [KEY, `${KEY}, ${KEY}`], bad: ["short", `${KEY},`, `${KEY}A`, `${"A".repeat(42)}B`] },
	RELAIS_SHEET_DAYS: { good: ["1", "3660"], bad: ["0", "3661", "a month", "1e2"] },
	RELAIS_RECORD_DAYS: { good: ["400", "36600"], bad: ["399", "36601", "for ever"] },
	RELAIS_DATABASE_POOL: { good: ["1", "200"], bad: ["0", "201", "ten"] },
	RELAIS_DRAIN_SECONDS: { good: ["0", "300"], bad: ["-1", "301", "a while"] },
	RELAIS_METRICS_TOKEN: { good: [KEY, "_".repeat(32)], bad: ["short", `${KEY} `, "é".repeat(40)] },
	SMTP_URL: {
		good: ["smtp://127.0.0.1:25", "smtps://user:p%40ss@mail.example:465"],
		bad: ["mail.example", "https://mail.example", "smtp://", "smtp:mail.example"],
	},
	MAIL_FROM: {
		good: ["no-reply@relais.example", "Relais <no-reply@relais.example>", "Émission, nuit <a@b.example>"],
		bad: ["Relais", "a@b.example, c@d.example", "Relais <a@b.example", "a\n<a@b.example>"],
	},
	PORT: { good: ["1", "65535"], bad: ["0", "65536", "http"] },
	HOST: { good: ["0.0.0.0", "::1", "relais.example"], bad: ["http://relais.example", "a b"] },
	LOG_LEVEL: { good: ["warn", "silent"], bad: ["verbose", "INFO"] },
};

describe("every setting", () => {
	const cases = SETTING_NAMES.flatMap((name) => [
		...VALUES[name].good.map((value) => ({ name, value, usable: true })),
		...VALUES[name].bad.map((value) => ({ name, value, usable: false })),
	]);

	it.each(cases)("$name=$value can be used: $usable", ({ name, value, usable }) => {
		const read = () => readEnvironment({ [name]: value });
		if (usable) return expect(read).not.toThrow();
		let message = "";
		try {
			read();
		} catch (fault) {
			expect(fault).toBeInstanceOf(UnusableSettings);
			message = (fault as Error).message;
		}
		expect(message).toMatch(new RegExp(`^${name} cannot be used: it must [^\n]+\\.$`));
	});

	it("is said to be unusable in one line, without what it holds", () => {
		const secret = { DATABASE_URL: "hunter2", RELAIS_FIELD_KEY: "hunter2", SMTP_URL: "hunter2", LOG_LEVEL: "hunter2" };
		expect(() => readEnvironment(secret)).toThrow(
			/^DATABASE_URL cannot.+RELAIS_FIELD_KEY cannot.+SMTP_URL cannot.+LOG_LEVEL cannot/,
		);
		expect(() => readEnvironment(secret)).not.toThrow(/hunter2|\n/);
	});

	it("has its row in docs/operations.md, and each row is a setting", () => {
		const page = readFileSync(join(import.meta.dirname, "../../../docs/operations.md"), "utf8");
		const table = /^## Settings\n[^|]+((?:\|.*\n)+)/m.exec(page)?.[1] ?? "";
		const names = [...table.matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)]);
		expect(names.map(([, name]) => name).sort()).toEqual([...SETTING_NAMES].sort());
	});
});

describe("log", () => {
	it("describes a fault by its code and place, not by a message that may quote a person", () => {
		const fault = Object.assign(new Error("duplicate key (family)=(ESSAI)"), { code: "P2002" });
		fault.cause = new Error("ESSAI");
		const described = describeFault(fault);
		expect(described).toMatchObject({ type: "Error", code: "P2002", cause: { type: "Error" } });
		expect(JSON.stringify(described)).not.toContain("ESSAI");
	});

	it("withholds personal members even when somebody logs them", () => {
		const lines: string[] = [];
		const log = openLog("info", { write: (line: string) => lines.push(line) });
		log.info(
			{ identity: { family: "ESSAI" }, record: { contact: { email: "x@essai.example" } }, deviceId: "d1" },
			"test",
		);
		expect(lines.join()).not.toMatch(/ESSAI|essai/);
		expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info", deviceId: "d1", msg: "test" });
	});
});
