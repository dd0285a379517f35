import { codeReport } from "@/lib/protocol/checkins";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { answerOf } from "@/lib/server/http/service-answer";
import { storeCodeReport } from "@/lib/server/services/code-report/store-code-report";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "device:verifier",
		body: codeReport,
		priority: "bulk",
		handle: async ({ context, caller, body }) => answerOf(await storeCodeReport(context, caller, body)),
	}),
});
