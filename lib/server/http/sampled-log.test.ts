import { describe, expect, it } from "vitest";
import { openLog } from "../settings/log";
import { sampledLog } from "./sampled-log";

function written() {
	const lines: Record<string, unknown>[] = [];
	const log = sampledLog(openLog("info", { write: (line: string) => lines.push(JSON.parse(line)) }));
	const refuse = (status: number, requestId: string) =>
		log.write({ level: "info", message: "request", kind: { path: "/api/records", status }, own: { requestId } });
	return { lines, log, refuse };
}

describe("[AB-4] lines that requests cause", () => {
	it("are written three times of a kind, then counted, and the count is written", () => {
		const { lines, log, refuse } = written();
		for (let i = 0; i < 1_000; i++) refuse(401, `r${i}`);
		refuse(429, "other");
		expect(lines.map(({ requestId }) => requestId)).toEqual(["r0", "r1", "r2", "other"]);
		log.flush();
		expect(lines).toHaveLength(5);
		expect(lines.at(-1)).toMatchObject({ path: "/api/records", status: 401, more: 997 });
	});

	it("are written again in the next minute, and a quiet one says nothing", () => {
		const { lines, log, refuse } = written();
		for (let i = 0; i < 3; i++) refuse(401, `a${i}`);
		log.flush();
		log.flush();
		refuse(401, "b0");
		expect(lines.map(({ requestId }) => requestId)).toEqual(["a0", "a1", "a2", "b0"]);
	});
});
