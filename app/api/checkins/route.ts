import { checkinBatch } from "@/lib/protocol/checkins";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { storeCheckIns } from "@/lib/server/services/check-in/store-check-ins";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "device:verifier",
		body: checkinBatch,
		maxBytes: 262_144,
		priority: "bulk",
		handle: async ({ context, caller, body }) => ({ stored: await storeCheckIns(context, caller, body.events) }),
	}),
});
