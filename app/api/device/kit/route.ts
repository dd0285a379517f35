import { kitRequest } from "@/lib/protocol/device-kit";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { renewKit } from "@/lib/server/services/device/renew-kit";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "device:any",
		body: kitRequest,
		handle: ({ context, caller, body }) => renewKit(context, caller, body),
	}),
});
