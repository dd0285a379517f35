import { describe, expect, it } from "vitest";
import { problem } from "@/lib/protocol/problem";
import { ROUTES } from "@/lib/protocol/routes";
import { err, ok } from "@/lib/shared/result";
import type { RefusalCode } from "../services/refusal";
import { answerOf, REFUSAL_ANSWERS, refusalResponse } from "./service-answer";

describe("answer of a service", () => {
	it("is the value as JSON, under the status of its row", async () => {
		const denied = answerOf(ROUTES.deny, ok({ listSeq: 3 }));
		expect([denied.status, await denied.json()]).toEqual([201, { listSeq: 3 }]);
		expect(answerOf(ROUTES.storeCodeReport, ok({ received: 3 })).status).toBe(200);
	});

	it("names an impossible field and never more of it", async () => {
		const answer = answerOf(ROUTES.addPharmacy, err({ code: "field_impossible", field: "finess" }));
		expect(answer.status).toBe(400);
		expect((await answer.json()).error).toMatchObject({ code: "request_malformed", field: "finess" });
	});

	it("says of an id that stands for something else which member it is", async () => {
		const answer = refusalResponse({ code: "id_taken" });
		expect((await answer.json()).error).toMatchObject({ code: "request_malformed", field: "id" });
	});

	const others = Object.keys(REFUSAL_ANSWERS).filter((code) => code !== "field_impossible");
	it.each(others as Exclude<RefusalCode, "field_impossible">[])("%s is a problem that clients read", async (code) => {
		const answer = refusalResponse({ code });
		expect(problem.parse(await answer.json()).error.code).toBe(REFUSAL_ANSWERS[code].problem);
		expect([400, 401, 403, 404, 409, 410]).toContain(answer.status);
	});
});
