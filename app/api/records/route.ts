import { recordBatch } from "@/lib/protocol/records";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { registerRecords } from "@/lib/server/services/record/register-records";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "device:counter",
		body: recordBatch,
		// A hundred records, each with an attestation of at most 16 KiB.
		maxBytes: 2_097_152,
		priority: "bulk",
		handle: async ({ context, caller, body }) => ({ answers: await registerRecords(context, caller, body.records) }),
	}),
});
