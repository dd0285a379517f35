import { codeReport } from "@/lib/protocol/checkins";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { storeCodeReport } from "@/lib/server/services/code-report/store-code-report";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "device:verifier",
		body: codeReport,
		priority: "bulk",
		handle: ({ context, caller, body }) => storeCodeReport(context, caller, body),
	}),
});
