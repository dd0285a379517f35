import { openPassRequest } from "@/lib/protocol/holder";
import { defineRoutes, route } from "@/lib/server/http/define-route";
import { openPass } from "@/lib/server/services/pass/open-pass";

export const dynamic = "force-dynamic";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = defineRoutes({
	POST: route({
		access: "public",
		body: openPassRequest,
		maxBytes: 1_024,
		handle: ({ context, body }) => openPass(context, body),
	}),
});
