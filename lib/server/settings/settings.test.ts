import { describe, expect, it } from "vitest";
import { describeFault, openLog } from "./log";
import { readSettings } from "./settings";

describe("settings", () => {
	it("need a database and have a default for the rest", () => {
		expect(readSettings({ DATABASE_URL: "postgres://x/y" })).toMatchObject({
			origins: ["http://localhost:3000"],
			smtpUrl: undefined,
			fieldKeys: undefined,
			databasePool: 10,
			logLevel: "info",
		});
	});

	it("take several origins, the first one for links, and nothing but the origin of each", () => {
		const settings = readSettings({
			DATABASE_URL: "x",
			RELAIS_ORIGIN: "https://relais.example/,http://127.0.0.1:3000",
		});
		expect(settings.origins).toEqual(["https://relais.example", "http://127.0.0.1:3000"]);
	});

	it.each([
		[{}, "DATABASE_URL"],
		[{ DATABASE_URL: "x", RELAIS_ORIGIN: "ftp://secret" }, "RELAIS_ORIGIN"],
		[{ DATABASE_URL: "x", RELAIS_DATABASE_POOL: "0", LOG_LEVEL: "loud" }, "LOG_LEVEL, RELAIS_DATABASE_POOL"],
	])("that cannot be used are named, not repeated: %o", (env, names) => {
		expect(() => readSettings(env)).toThrow(new Error(`Unusable settings: ${names}`));
	});

	it("treat an empty variable as absent", () => {
		expect(readSettings({ DATABASE_URL: "x", SMTP_URL: "", RELAIS_ORIGIN: "" })).toMatchObject({ smtpUrl: undefined });
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
