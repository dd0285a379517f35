import { defineRoutes, route } from "@/lib/server/http/define-route";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { denialInput } from "@/lib/sync/console";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "console",
		body: denialInput,
		handle: async ({ context, body }) => Response.json(await denyDevice(context, body), { status: 201 }),
	}),
});
